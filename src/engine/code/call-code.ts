// Calls a migration in code, and finds where in its file it failed.
import { assert } from "../../base/assert.ts";
import type { CodeModule } from "../../migration/code-module.ts";
import type { CodeStep } from "../../plan/plan.ts";
import type { OpenedContext } from "./code-context.ts";
import type { CodeTools } from "./code-tools.ts";

/** Returns once the code and every call that it made have ended. @throws what they throw */
export async function callCode(
  { call }: CodeStep,
  module: CodeModule,
  { context, close, abandon, fail }: OpenedContext,
  tools: Pick<CodeTools, "onFloatingFailure">,
): Promise<void> {
  const work = module[call];
  assert(work !== undefined, `a migration is not planned without its ${call}`);
  const stopListening = tools.onFloatingFailure(fail);
  try {
    await work(context);
    await close();
  } catch (error) {
    await abandon();
    throw error;
  } finally {
    stopListening();
  }
}

/** The line of a module in the stack of what was thrown; undefined when it is not in it. */
export function lineOf(thrown: unknown, { file }: CodeStep): number | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line) && line.includes(name));
  const [, line] = /:(\d+):\d+\)?$/.exec(frames[0] ?? "") ?? [];
  return line === undefined ? undefined : Number(line);
}
