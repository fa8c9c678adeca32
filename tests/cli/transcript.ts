// A session of commands as text, with what differs from run to run masked, held against a golden file.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { CliResult } from "./cli.ts";
import type { CliWorld } from "./keyspace.ts";

const GOLDEN_FOLDER = join(process.cwd(), "tests/cli/golden");

export function renderResult(line: string, { exitCode, stdout, stderr }: CliResult): string {
  const errors = stderr.replace(/\n$/, "").replaceAll(/^/gm, "! ");
  return [`$ tidemark ${line}\n`, stdout, stderr === "" ? "" : `${errors}\n`, `[${exitCode}]\n`].join("");
}

/** Times, durations, names of people and machines, and the width of the columns that hold them. */
export function mask(text: string, { keyspace, server }: CliWorld): string {
  return maskText(text.replaceAll(keyspace, "shop").replaceAll(`${server.host}:${server.port}`, "HOST:PORT"));
}

export function maskText(text: string): string {
  return text
    .replaceAll(`${userInfo().username}@${hostname()}`, "WHO")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME")
    .replaceAll(/\d+ ms|\d+\.\d s|\d+ min( \d+ s)?/g, "TOOK")
    .replaceAll(/ {2,}(?=\S)/g, "  ");
}

/** UPDATE_GOLDEN=1 rewrites the file. */
export async function assertGolden(name: string, actual: string): Promise<void> {
  const path = join(GOLDEN_FOLDER, name);
  if (process.env.UPDATE_GOLDEN === "1") await writeFile(path, actual);
  const lines = actual.split("\n");
  const golden = (await readFile(path, "utf8")).split("\n");
  const index = Math.max(
    0,
    lines.findIndex((line, at) => line !== golden[at]),
  );
  // The whole of both would fill screens.
  assert.deepEqual(
    lines.slice(index, index + 5),
    golden.slice(index, index + 5),
    `line ${index + 1} of ${name}; UPDATE_GOLDEN=1 rewrites it`,
  );
  assert.equal(lines.length, golden.length);
}
