// Runs the one step of a migration in code, from its beginning to its end.
import { assert } from "../../base/assert.ts";
import type { CodeModule } from "../../migration/code-module.ts";
import type { CodeStep } from "../../plan/plan.ts";
import { freshDoubtMs } from "../send-step.ts";
import { callCode } from "./call-code.ts";
import { openCodeContext } from "./code-context.ts";
import { type LiveCodeOptions, liveCode } from "./live-code.ts";

/** @throws what the code throws, and ToolError "lock-lost", "interrupted" */
export async function runCode(step: CodeStep, module: CodeModule | undefined, options: LiveCodeOptions): Promise<void> {
  const { context, migration } = options;
  const { runtime, signal, target, code } = context;
  assert(module !== undefined && code !== undefined, "the modules of a plan are loaded before it is made");
  const { inDoubt } = migration;
  if (inDoubt !== undefined) await runtime.sleep(freshDoubtMs(context, inDoubt.timestampMicros), signal);
  const types = await code.valueTypes();
  const { keyspace, allowsDestructive } = step;
  const backend = liveCode(options);
  const { dialect, historyTable } = target;
  const frame = { dialect, keyspace, types, signal, allowsDestructive, tools: code, historyTable };
  await callCode(step, module, openCodeContext(frame, backend), code);
  await backend.settle();
}
