// The error in the document of a command that failed with --json; notes on stderr may have come before it.
import assert from "node:assert/strict";
import { type CliResult, documentOf } from "../cli/cli.ts";

export interface ReadError {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function readError(result: CliResult): ReadError {
  const { error } = documentOf(result);
  assert.ok(typeof error === "object" && error !== null && "code" in error, `no error:\n${result.stdout}`);
  return error as ReadError;
}
