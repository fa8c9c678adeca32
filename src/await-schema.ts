// Waits until a program can use the schema of a configured target as it is.
import type { Config } from "./config/config.ts";
import { titleOf } from "./config/title-of.ts";
import { awaitCompatible, type CompatibleSchema, settleRequirement } from "./engine/compatibility.ts";
import { nodeRuntime } from "./engine/node-runtime.ts";
import type { Target } from "./engine/ports.ts";
import type { AssertCompatibleCall } from "./tidemark-calls.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** @throws ToolError "schema-incompatible", "usage", "interrupted", "connection-failed" */
export function awaitSchema(
  { onEvent, signal, ...requirement }: AssertCompatibleCall,
  config: Config,
  target: () => Promise<Target>,
): Promise<CompatibleSchema> {
  const { range, waitMs } = settleRequirement(requirement);
  const context = {
    runtime: nodeRuntime(TOOL_VERSION),
    emit: onEvent ?? ((): void => undefined),
    signal: signal ?? new AbortController().signal,
    scope: titleOf(config),
    read: async () => (await target()).store.glimpse(),
  };
  return awaitCompatible(context, range, waitMs);
}
