// The server's own parser for tests: without Java or Maven they are skipped with the reason, which in CI is a failure.
import type { TestContext } from "node:test";
import { ToolError } from "../../src/base/errors.ts";
import { type OracleOptions, type ServerOracle, startOracle } from "./server-oracle.ts";

export const VERSION = "5.0.8";

export async function withOracle(
  context: TestContext,
  options: OracleOptions,
  use: (oracle: ServerOracle) => Promise<void>,
): Promise<void> {
  const oracle = await startOr(context, options);
  if (oracle === undefined) return;
  try {
    await use(oracle);
  } finally {
    oracle.close();
  }
}

async function startOr(context: TestContext, options: OracleOptions): Promise<ServerOracle | undefined> {
  try {
    return await startOracle(VERSION, options);
  } catch (error) {
    const isMissing = error instanceof ToolError && error.code === "sandbox-failed";
    if (!isMissing || (process.env.CI ?? "") !== "") throw error;
    context.skip(`${error.message}${error.hint === undefined ? "" : ` (${error.hint})`}`);
    return undefined;
  }
}
