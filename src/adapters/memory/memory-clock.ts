// A clock that stands still while anybody works, and jumps to the next waiter once all wait: a wait of five minutes
// takes no time, and the same waits always end in the same order.

export interface MemoryClock {
  /** Milliseconds; never goes back. */
  nowMs(): number;
  /** Ends early when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

interface Waiter {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Work between two waits must be promises alone: the clock goes on when the event loop has nothing else to do. */
export function memoryClock(startMs = 0): MemoryClock {
  let nowMs = startMs;
  let isScheduled = false;
  const waiters: Waiter[] = [];

  function schedule(): void {
    if (isScheduled || waiters.length === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      const first = waiters.shift();
      if (first === undefined) return;
      nowMs = Math.max(nowMs, first.atMs);
      first.wake();
      schedule();
    });
  }

  function add(waiter: Waiter): void {
    const index = waiters.findIndex(({ atMs }) => atMs > waiter.atMs);
    waiters.splice(index < 0 ? waiters.length : index, 0, waiter);
    schedule();
  }

  return {
    nowMs: () => nowMs,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const waiter = { atMs: nowMs + Math.max(0, ms), wake };
        function wake(): void {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        }
        function giveUp(): void {
          waiters.splice(waiters.indexOf(waiter), 1);
          wake();
        }
        signal?.addEventListener("abort", giveUp, { once: true });
        add(waiter);
      });
    },
  };
}
