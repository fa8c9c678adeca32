// What migrations in code need of Node.
import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import { type CodeTools, type Phase, THROWN_TO_CODE } from "./code-tools.ts";

export function codeRuntime(): Pick<CodeTools, "breathe" | "phases" | "onFloatingFailure"> {
  return {
    breathe: () => setImmediate(),
    phases() {
      const storage = new AsyncLocalStorage<Phase>();
      return { run: (phase, work) => storage.run(phase, work), current: () => storage.getStore() };
    },
    onFloatingFailure(listener) {
      const onRejection = (reason: unknown): void => {
        if (reason instanceof Error && THROWN_TO_CODE in reason) listener(reason);
        // As without a listener, unless the program has others.
        else if (process.listenerCount("unhandledRejection") === 1) throw reason;
      };
      process.on("unhandledRejection", onRejection);
      return () => process.off("unhandledRejection", onRejection);
    },
  };
}
