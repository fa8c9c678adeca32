// A target whose runner dies at one chosen call, before or after the call had its effect; from then on every call fails.
import type { HistoryStore, Target } from "../../src/engine/ports.ts";

export class Crash extends Error {
  override readonly name = "Crash";
}

export interface DeathPoint {
  /** Number of the call, from 1. */
  readonly call: number;
  readonly when: "before" | "after";
}

export interface DyingTarget {
  readonly target: Target;
  readonly isDead: () => boolean;
}

export function dyingTarget(target: Target, death: DeathPoint): DyingTarget {
  let callCount = 0;
  let isDead = false;

  async function live<Result>(carryOut: () => Promise<Result>): Promise<Result> {
    if (isDead) throw new Crash("the runner is dead");
    callCount += 1;
    const isLast = callCount === death.call;
    if (isLast && death.when === "before") return die();
    const result = await carryOut();
    return isLast ? die() : result;
  }

  function die(): never {
    isDead = true;
    throw new Crash(`the runner died ${death.when} its call ${death.call}`);
  }

  return { target: aroundEveryCall(target, live), isDead: () => isDead };
}

/** A target with something around every call of its ports. */
export function aroundEveryCall(
  target: Target,
  around: <Result>(carryOut: () => Promise<Result>) => Promise<Result>,
): Target {
  const { store } = target;
  const wrapped: HistoryStore = {
    read: () => around(() => store.read()),
    readLease: () => around(() => store.readLease()),
    readDownText: (seq) => around(() => store.readDownText(seq)),
    acquire: (request) => around(() => store.acquire(request)),
    renew: (request) => around(() => store.renew(request)),
    release: (owner) => around(() => store.release(owner)),
    write: (owner, change) => around(() => store.write(owner, change)),
  };
  return {
    ...target,
    store: wrapped,
    initialize: (options) => around(() => target.initialize(options)),
    execute: (step, options) => around(() => target.execute(step, options)),
    awaitAgreement: () => around(() => target.awaitAgreement()),
  };
}
