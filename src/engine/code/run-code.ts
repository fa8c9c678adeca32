// Runs the one step of a migration in code, from its beginning to its end.
import { assert } from "../../base/assert.ts";
import type { CodeModule } from "../../migration/code-module.ts";
import type { CodeStep } from "../../plan/plan.ts";
import { callCode } from "./call-code.ts";
import { openCodeContext } from "./code-context.ts";
import { type LiveCodeOptions, liveCode } from "./live-code.ts";

/** The last thing that a dead runner sent may still be under way in a server that answers. */
const FRESH_DOUBT_MS = 5_000;

/** @throws what the code throws, and ToolError "lock-lost", "interrupted" */
export async function runCode(step: CodeStep, module: CodeModule | undefined, options: LiveCodeOptions): Promise<void> {
  const { context, migration } = options;
  const { runtime, signal, target, code } = context;
  assert(module !== undefined && code !== undefined, "the modules of a plan are loaded before it is made");
  const { inDoubt } = migration;
  if (inDoubt !== undefined) {
    const sinceMs = runtime.now() - inDoubt.timestampMicros / 1_000;
    await runtime.sleep(Math.min(Math.max(FRESH_DOUBT_MS - sinceMs, 0), FRESH_DOUBT_MS), signal);
  }
  const types = await code.valueTypes();
  const { keyspace, allowsDestructive } = step;
  const backend = liveCode(options);
  const { dialect, historyTable } = target;
  const frame = { dialect, keyspace, types, signal, allowsDestructive, tools: code, historyTable };
  await callCode(step, module, openCodeContext(frame, backend), code);
  await backend.settle();
}
