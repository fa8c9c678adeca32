// A target that fails at one chosen call, or from it on, before or after the call had its effect; the runner lives, and hears of it
// what a real one says: no answer to a statement, no agreement, no outcome of a write, no reading.
import type { MemoryClock } from "../../src/adapters/memory/memory-clock.ts";
import { ToolError } from "../../src/base/errors.ts";
import type { ExecuteOptions, StepOutcome, Target } from "../../src/engine/ports.ts";
import type { StatementStep } from "../../src/plan/plan.ts";
import { aroundEveryCall, type PortCall } from "./dying-target.ts";

export interface Stumble {
  /** Number of the call, from 1; only calls that `concerns` count. */
  readonly call: number;
  /** "later": of a statement alone, its effect comes seconds after the answer was given up. */
  readonly when: "before" | "after" | "later";
  /** "once": that call alone; "on": that and every later one. */
  readonly lasts: "once" | "on";
  readonly concerns: (call: PortCall) => boolean;
}

export interface Stumbling {
  readonly wrap: (target: Target) => Target;
  readonly hasStumbled: () => boolean;
}

const LATER_MS = 5_000;

/** @param clock by which "later" is */
export function stumbling(stumble: Stumble, clock: Pick<MemoryClock, "sleep">): Stumbling {
  let callCount = 0;

  function fails(call: PortCall): boolean {
    if (!stumble.concerns(call)) return false;
    callCount += 1;
    return stumble.lasts === "once" ? callCount === stumble.call : callCount >= stumble.call;
  }

  return {
    wrap: (target) => {
      const around = async <Result>(carryOut: () => Promise<Result>, call: PortCall): Promise<Result> => {
        // Its failure is an outcome, not an error.
        if (call === "execute" || !fails(call)) return carryOut();
        if (stumble.when === "after") await carryOut();
        throw failureOf(call);
      };
      const execute = async (step: StatementStep, options: ExecuteOptions): Promise<StepOutcome> => {
        if (!fails("execute")) return target.execute(step, options);
        if (stumble.when === "after") await target.execute(step, options);
        if (stumble.when === "later") void clock.sleep(LATER_MS).then(() => target.execute(step, options));
        return { kind: "unknown", message: "no answer in time" };
      };
      return aroundEveryCall({ ...target, execute }, around);
    },
    hasStumbled: () => callCount >= stumble.call,
  };
}

function failureOf(call: PortCall): ToolError {
  if (call === "awaitAgreement") return new ToolError("agreement-not-reached", "a node is down");
  return new ToolError("server-failed", `${call} got no answer`);
}
