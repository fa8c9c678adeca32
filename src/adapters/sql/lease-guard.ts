// The lease that this session holds, with the revision that its next write is made for; and what became of a write whose answer
// was lost.
import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../../base/errors.ts";
import type { HistoryChange } from "../../engine/ports.ts";
import type { SqlConnection, SqlStatement } from "./connection.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import type { HeldLease, HistoryStatements } from "./history-statements.ts";

/** "never": it was not carried out, and will not be. "lease-lost": the same, and another may hold the lease. */
export type Settled = "carried-out" | "never" | "lease-lost" | "unreachable";

export interface LeaseGuard {
  acquired(lease: HeldLease): void;
  /** The lease, if it was acquired here in this name. */
  heldBy(owner: string): HeldLease | undefined;
  /** What was sent for this revision was carried out. */
  moved(lease: HeldLease): void;
  /** One write under the lease at a time: each is made for the revision after the last. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Settles a write that was sent for this revision and not answered: waits for it if it is still under way, and sees to it that
   * it is never carried out later. Fails never; waits for a server that is away.
   */
  settle(lease: HeldLease, change: Pick<HistoryChange, "events">): Promise<Settled>;
}

/** How long a server that is away is waited for. */
const SETTLE_MS = 60_000;
/** How long a transaction that is still under way may keep the row: longer than the server waits for its client. */
const ROW_LOCK_MS = 40_000;
const PAUSE_MS = 250;

export function leaseGuard(pool: ConnectionPool, statements: HistoryStatements): LeaseGuard {
  let held: HeldLease | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function moveTo({ owner }: HeldLease, revision: number): void {
    if (held?.owner === owner) held = { owner, revision };
  }

  async function settleOnce(lease: HeldLease, { events }: Pick<HistoryChange, "events">): Promise<Settled | undefined> {
    return pool.use(async (connection) => {
      const fenced = await askLocked(connection, statements.fence(lease.owner));
      if (fenced === undefined) return undefined;
      const [row] = fenced;
      if (row !== undefined) {
        const revision = Number(row.revision);
        moveTo(lease, revision);
        // A fence moves it by two and is perhaps sent twice; what was sent for the revision moved it by one, if at all.
        return (revision - lease.revision) % 2 === 1 ? "carried-out" : "never";
      }
      // Another has taken the lease, or it was broken: what was not carried out before that never is.
      const [event] = events ?? [];
      if (event === undefined) return "lease-lost";
      const { results, failure } = await connection.pipeline([statements.hasEvent(event)]);
      if (failure !== undefined) return undefined;
      return results[0]?.rows.length === 1 ? "carried-out" : "lease-lost";
    });
  }

  return {
    acquired(lease) {
      held = lease;
    },
    heldBy: (owner) => (held?.owner === owner ? held : undefined),
    moved: (lease) => moveTo(lease, lease.revision + 1),
    inTurn(work) {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
    },
    async settle(lease, change) {
      for (const untilMs = performance.now() + SETTLE_MS; ; await sleep(PAUSE_MS)) {
        try {
          const settled = await settleOnce(lease, change);
          if (settled !== undefined) return settled;
        } catch (error) {
          if (!(error instanceof ToolError)) throw error;
        }
        if (performance.now() > untilMs) return "unreachable";
      }
    },
  };
}

/** @returns undefined when it was not answered, or a row was not free in time */
async function askLocked(
  connection: SqlConnection,
  statement: SqlStatement,
): Promise<readonly Readonly<Record<string, unknown>>[] | undefined> {
  const { results, failure } = await connection.pipeline([
    { text: "BEGIN" },
    { text: "SELECT set_config('lock_timeout', $1, true)", values: [String(ROW_LOCK_MS)] },
    statement,
    { text: "COMMIT" },
  ]);
  if (failure === undefined) return results[2]?.rows ?? [];
  if (failure.kind === "refused") await connection.pipeline([{ text: "ROLLBACK" }]);
  return undefined;
}
