// The server's own parser for the tests of a file: without Java or Maven they are skipped with the reason, which in CI is
// a failure.
import { after, before, type TestContext } from "node:test";
import { ToolError } from "../../src/base/errors.ts";
import { type ServerOracle, startOracle } from "./server-oracle.ts";

/** The oracle, or undefined when the test is skipped. */
export type TakeOracle = (context: TestContext) => ServerOracle | undefined;

/** Registers the start and the end of one for the file. */
export function withOracle(version: string): TakeOracle {
  let oracle: ServerOracle | undefined;
  let reason = "";
  before(async () => {
    try {
      oracle = await startOracle(version);
    } catch (error) {
      const isMissing = error instanceof ToolError && error.code === "sandbox-failed";
      if (!isMissing || (process.env.CI ?? "") !== "") throw error;
      reason = `${error.message}${error.hint === undefined ? "" : ` (${error.hint})`}`;
    }
  });
  after(() => oracle?.close());
  return (context) => {
    if (oracle === undefined) context.skip(reason);
    return oracle;
  };
}
