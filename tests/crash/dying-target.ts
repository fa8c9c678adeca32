// A runner that dies at one chosen call of its ports, before or after the call had its effect; from then on every call fails.
import type { HistoryStore, Target, Transactions } from "../../src/engine/ports.ts";

export class Crash extends Error {
  override readonly name = "Crash";
}

export interface DeathPoint {
  /** Number of the call, from 1; of all targets that were wrapped. */
  readonly call: number;
  readonly when: "before" | "after";
}

export interface Mortality {
  readonly wrap: (target: Target) => Target;
  readonly isDead: () => boolean;
  readonly callCount: () => number;
}

export function mortality(death: DeathPoint): Mortality {
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

  return {
    wrap: (target) => aroundEveryCall(target, live),
    isDead: () => isDead,
    callCount: () => callCount,
  };
}

/** The calls of the ports, and the store's own under their names. */
export type PortCall =
  | "initialize"
  | "execute"
  | "query"
  | "awaitAgreement"
  | "readBuilds"
  | "inspect"
  | "readSchema"
  | "transact"
  | "amend"
  | keyof HistoryStore;

/** A target with something around every call of its ports. */
export function aroundEveryCall(
  target: Target,
  around: <Result>(carryOut: () => Promise<Result>, call: PortCall) => Promise<Result>,
): Target {
  const { store } = target;
  const wrapped: HistoryStore = {
    read: () => around(() => store.read(), "read"),
    readLease: () => around(() => store.readLease(), "readLease"),
    glimpse: () => around(() => store.glimpse(), "glimpse"),
    readDownText: (seq) => around(() => store.readDownText(seq), "readDownText"),
    acquire: (request) => around(() => store.acquire(request), "acquire"),
    renew: (request) => around(() => store.renew(request), "renew"),
    release: (owner) => around(() => store.release(owner), "release"),
    write: (owner, change) => around(() => store.write(owner, change), "write"),
  };
  return {
    ...target,
    store: wrapped,
    initialize: (options) => around(() => target.initialize(options), "initialize"),
    execute: (step, options) => around(() => target.execute(step, options), "execute"),
    query: (request) => around(() => target.query(request), "query"),
    awaitAgreement: () => around(() => target.awaitAgreement(), "awaitAgreement"),
    readBuilds: (steps, without) => around(() => target.readBuilds(steps, without), "readBuilds"),
    inspect: (steps, extent) => around(() => target.inspect(steps, extent), "inspect"),
    readSchema: (scope) => around(() => target.readSchema(scope), "readSchema"),
    ...(target.transactions !== undefined && { transactions: aroundTransactions(target.transactions, around) }),
  };
}

function aroundTransactions(
  transactions: Transactions,
  around: <Result>(carryOut: () => Promise<Result>, call: PortCall) => Promise<Result>,
): Transactions {
  return {
    ...transactions,
    run: (request) => around(() => transactions.run(request), "transact"),
    amend: (owner, seq, warnings) => around(() => transactions.amend(owner, seq, warnings), "amend"),
  };
}
