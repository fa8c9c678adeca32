// A machine in memory: the time of a memory clock, chance from a seed.
import type { Runtime } from "../../engine/ports.ts";
import type { MemoryClock } from "./memory-clock.ts";

export interface MemoryRuntimeOptions {
  /** Names the machine, and begins its random ids: two runners on one clock need two. */
  readonly name?: string;
  readonly random?: () => number;
}

/** Random ids are the name and a number: the same run always gives the same. */
export function memoryRuntime(clock: MemoryClock, options: MemoryRuntimeOptions = {}): Runtime {
  const { name = "runner", random = () => 0.5 } = options;
  let idCount = 0;
  return {
    now: clock.nowMs,
    monotonicMs: clock.nowMs,
    sleep: clock.sleep,
    randomId: () => {
      idCount += 1;
      return `${name}-${idCount}`;
    },
    random,
    user: "tester",
    host: name,
    pid: 1,
    toolVersion: "0.0.0",
  };
}
