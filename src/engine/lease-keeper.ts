// Keeps a held lease alive: renews it every third of its time, and knows when it can no longer be relied on.
import { messageOf, ToolError } from "../base/errors.ts";
import type { EmitEvent } from "./event.ts";
import type {
  HistoryChange,
  HistoryStore,
  LeaseRequest,
  Runtime,
  TransactionEnd,
  TransactionRequest,
  Transactions,
} from "./ports.ts";

export interface LeaseKeeper {
  readonly owner: string;
  /** @throws ToolError "lock-lost" when the lease is lost, or was not renewed in time: nothing may be done any more. */
  assertHeld(): void;
  /**
   * As `assertHeld`, and the database says so too, unless it has just done so. A runner that stood still since its last write
   * may have lost the lease before its time: to a person who broke it.
   */
  confirm(): Promise<void>;
  /** Writes under the lease. @throws ToolError "lock-lost" when the database refuses: another runner may hold it now. */
  write(change: HistoryChange): Promise<void>;
  /** A transaction, which the database commits only for the holder. @throws ToolError "lock-lost" when it did not */
  transact(transactions: Transactions, request: Omit<TransactionRequest, "owner">): Promise<HeldTransactionEnd>;
  /** Stops renewing and gives the lease back, unless it is lost. Waits for the database no longer than the lease lasts. */
  release(): Promise<void>;
}

export type HeldTransactionEnd = Exclude<TransactionEnd, { readonly kind: "lease-lost" }>;

/** Longer than a write of the journal takes. */
const CONFIRMED_MS = 250;

/** A machine that was suspended notices by the clock on the wall: the monotonic one may have stood still (Linux). */
interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/**
 * @param acquiredAtMs on the monotonic clock, before the acquiring request was sent.
 * @param emit hears of the first of renewals in a row that failed
 */
export function keepLease(
  store: HistoryStore,
  runtime: Runtime,
  request: LeaseRequest,
  acquiredAtMs: number,
  emit: EmitEvent = () => undefined,
): LeaseKeeper {
  const { owner, ttlMs } = request;
  const stop = new AbortController();
  let heldSince: Moment = {
    monotonicMs: acquiredAtMs,
    wallMs: runtime.now() - (runtime.monotonicMs() - acquiredAtMs),
  };
  /** When the last request was sent that the database could only grant to the holder. */
  let confirmed = heldSince;
  let isLost = false;
  /** It was given back: whatever still runs in the holder's name is to stop. */
  let isOver = false;
  let renewing: Promise<boolean> | undefined;
  /** Why the last renewal got no answer; undefined: it got one. */
  let unrenewed: string | undefined;

  function now(): Moment {
    return { monotonicMs: runtime.monotonicMs(), wallMs: runtime.now() };
  }

  function msSince({ monotonicMs, wallMs }: Moment): number {
    return Math.max(runtime.monotonicMs() - monotonicMs, runtime.now() - wallMs);
  }

  function leftMs(): number {
    return ttlMs - msSince(heldSince);
  }

  /** One at a time: a thousand who ask at once wait for the same answer. @returns false when it is lost. */
  function renew(): Promise<boolean> {
    if (renewing !== undefined) return renewing;
    const sentAt = now();
    const done = sendRenewal(sentAt).finally(() => {
      renewing = undefined;
    });
    renewing = done;
    return done;
  }

  async function sendRenewal(sentAt: Moment): Promise<boolean> {
    isLost ||= !(await store.renew(request));
    unrenewed = undefined;
    if (!isLost) {
      heldSince = sentAt;
      confirmed = sentAt;
    }
    return !isLost;
  }

  async function renewForever(): Promise<void> {
    let pauseMs = ttlMs / 3;
    while (!stop.signal.aborted && !isLost) {
      await runtime.sleep(pauseMs, stop.signal);
      if (stop.signal.aborted) return;
      try {
        await renew();
        pauseMs = ttlMs / 3;
      } catch (error) {
        noteUnrenewed(messageOf(error));
        // The server did not answer: try again soon; the deadline decides when it is too late.
        pauseMs = ttlMs / 10;
      }
    }
  }
  void renewForever();

  function noteUnrenewed(message: string): void {
    if (unrenewed === undefined && !stop.signal.aborted) {
      emit({
        kind: "warning",
        message: `the lock could not be renewed (${message}); it is tried again until it expires`,
      });
    }
    unrenewed = message;
  }

  function reportLost(): never {
    isLost = true;
    throw new ToolError(
      "lock-lost",
      unrenewed === undefined
        ? "the lock was lost: it was not renewed in time, somebody broke it, or another runner has taken it"
        : `the lock was lost: it could not be renewed in time: ${unrenewed}`,
      {
        hint: "nothing was done after the loss; run the command again: it goes on where this one stopped. If this happens often, raise lock.ttl",
      },
    );
  }

  function assertHeld(): void {
    if (isLost || isOver || leftMs() <= 0) reportLost();
  }

  return {
    owner,
    assertHeld,
    async confirm() {
      assertHeld();
      // A renewal that is under way may have been sent before this was asked.
      const isUnderWay = renewing !== undefined;
      if (msSince(confirmed) > CONFIRMED_MS && !(await renew())) reportLost();
      if (isUnderWay && msSince(confirmed) > CONFIRMED_MS && !(await renew())) reportLost();
      assertHeld();
    },
    async write(change) {
      if (isOver) reportLost();
      const sentAt = now();
      if (!(await store.write(owner, change))) reportLost();
      confirmed = sentAt;
    },
    async transact(transactions, request) {
      assertHeld();
      const end = await transactions.run({ ...request, owner });
      if (end.kind === "lease-lost") reportLost();
      return end;
    },
    async release() {
      stop.abort();
      isOver = true;
      if (isLost) return;
      // A renewal under way may come later than this: it changes nothing then.
      const giving = store.release(owner);
      const given = new AbortController();
      try {
        await Promise.race([giving, runtime.sleep(Math.max(0, leftMs()), given.signal)]);
      } finally {
        given.abort();
      }
    },
  };
}
