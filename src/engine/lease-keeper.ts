// Keeps a held lease alive: renews it every third of its time, and knows when it can no longer be relied on.
import { ToolError } from "../base/errors.ts";
import type { HistoryStore, LeaseRequest, Runtime } from "./ports.ts";

export interface LeaseKeeper {
  readonly owner: string;
  /** @throws ToolError "lock-lost" when the lease is lost, or was not renewed in time: nothing may be done any more. */
  assertHeld(): void;
  /** The database refused a write: another runner may hold the lease now. @throws ToolError "lock-lost" */
  reportLost(): never;
  /** Stops renewing and gives the lease back, unless it is lost. */
  release(): Promise<void>;
}

/** @param acquiredAtMs on the monotonic clock, before the acquiring request was sent. */
export function keepLease(
  store: HistoryStore,
  runtime: Runtime,
  request: LeaseRequest,
  acquiredAtMs: number,
): LeaseKeeper {
  const { owner, ttlMs } = request;
  const stop = new AbortController();
  let deadlineMs = acquiredAtMs + ttlMs;
  let isLost = false;

  async function renewForever(): Promise<void> {
    let pauseMs = ttlMs / 3;
    while (!stop.signal.aborted && !isLost) {
      await runtime.sleep(pauseMs, stop.signal);
      if (stop.signal.aborted) return;
      const sentAtMs = runtime.monotonicMs();
      try {
        if (await store.renew(request)) {
          deadlineMs = sentAtMs + ttlMs;
          pauseMs = ttlMs / 3;
        } else isLost = true;
      } catch {
        // The server did not answer: try again soon; the deadline decides when it is too late.
        pauseMs = ttlMs / 10;
      }
    }
  }
  const renewing = renewForever();

  function reportLost(): never {
    isLost = true;
    throw new ToolError("lock-lost", "the lock was lost: it was not renewed in time, or another runner has taken it", {
      hint: "nothing was done after the loss; run the command again: it goes on where this one stopped. If this happens often, raise lock.ttl",
    });
  }

  return {
    owner,
    assertHeld() {
      if (isLost || runtime.monotonicMs() >= deadlineMs) reportLost();
    },
    reportLost,
    async release() {
      stop.abort();
      await renewing;
      if (!isLost) await store.release(owner);
    },
  };
}
