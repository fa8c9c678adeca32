// Lets works go one after the other, and knows those that nobody waits for. Pure.

export interface Turns {
  /** Runs `work` once all before it have ended. */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Returns when nothing is under way and nothing waits. @returns what works failed with that were under way when it was called */
  settle(): Promise<readonly unknown[]>;
  isBusy(): boolean;
}

export function takeTurns(): Turns {
  const underWay = new Set<Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work) {
      const turn = last.then(work);
      const ended = turn.then(
        () => undefined,
        () => undefined,
      );
      last = ended;
      underWay.add(turn);
      void ended.then(() => underWay.delete(turn));
      return turn;
    },
    isBusy: () => underWay.size > 0,
    async settle() {
      const failures: unknown[] = [];
      while (underWay.size > 0) {
        for (const end of await Promise.allSettled(underWay)) if (end.status === "rejected") failures.push(end.reason);
      }
      return failures;
    },
  };
}
