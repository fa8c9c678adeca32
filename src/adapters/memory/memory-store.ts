// History, lease and journal in memory: the same conditions on every write as on a real server.
import { assert } from "../../base/assert.ts";
import { ToolError } from "../../base/errors.ts";
import type { HistoryChange, HistoryStore, Journal, LeaseHeld, LeaseRequest, Snapshot } from "../../engine/ports.ts";
import type { HistoryEvent, NewHistoryEvent } from "../../migration/history.ts";
import type { HistoryPartition, MemoryDatabase } from "./memory-database.ts";

/** A session's view of the history of `scope`. */
export function memoryStore(database: MemoryDatabase, scope: string): HistoryStore {
  /** What was written since then, by a runner that was dying, makes what was read stale. */
  let seenRevision: number | undefined;

  function find(): HistoryPartition | undefined {
    const keyspace = database.keyspaces.get(scope);
    if (keyspace === undefined) {
      throw new ToolError("target-missing", `the keyspace ${scope} does not exist`, {
        hint: "create it with the configured replication: tidemark init",
      });
    }
    return keyspace.history;
  }

  function held(partition: HistoryPartition): LeaseHeld | undefined {
    const { lease, epoch } = partition;
    const nowMs = database.clock.nowMs();
    if (lease === undefined || nowMs >= lease.expiresAtMs) return undefined;
    return { owner: lease.owner, holder: JSON.parse(lease.holder), epoch, expiresInMs: lease.expiresAtMs - nowMs };
  }

  function holds(partition: HistoryPartition | undefined, owner: string): partition is HistoryPartition {
    return partition !== undefined && held(partition)?.owner === owner;
  }

  function grant(partition: HistoryPartition, { owner, holder, ttlMs }: LeaseRequest): void {
    const expiresAtMs = database.clock.nowMs() + ttlMs;
    partition.lease = { owner, holder: JSON.stringify(holder), expiresAtMs };
  }

  return {
    async read(): Promise<Snapshot | undefined> {
      const partition = find();
      if (partition === undefined) return undefined;
      const { epoch, revision, running, stepHashes, log } = partition;
      seenRevision = revision;
      const journal: Journal | undefined =
        running === undefined ? undefined : { ...JSON.parse(running), stepHashes: listHashes(stepHashes) };
      return { epoch, lease: held(partition), journal, events: decodeLog(log) };
    },
    async readLease() {
      const partition = find();
      return partition && held(partition);
    },
    async glimpse() {
      const partition = find();
      if (partition === undefined) return undefined;
      const { running, log } = partition;
      const journal = running === undefined ? undefined : JSON.parse(running);
      return { lease: held(partition), journal, events: decodeLog(log) };
    },
    async readDownText(seq) {
      const text = find()?.log.get(seq);
      const event: NewHistoryEvent | undefined = text === undefined ? undefined : JSON.parse(text);
      return event?.downText;
    },
    async acquire(request) {
      const partition = find();
      assert(partition !== undefined, "the history is initialised before a lease is taken");
      const isAsRead = partition.epoch === request.epoch && (seenRevision ?? partition.revision) === partition.revision;
      if (held(partition) !== undefined || !isAsRead) return false;
      grant(partition, request);
      partition.epoch += 1;
      return true;
    },
    async renew(request) {
      const partition = find();
      if (!holds(partition, request.owner)) return false;
      grant(partition, request);
      return true;
    },
    async release(owner) {
      const partition = find();
      if (holds(partition, owner)) partition.lease = undefined;
    },
    async write(owner, change) {
      return writeHeld(database, find(), owner, change);
    },
  };
}

/** Whether `owner` holds the lease; then the change is made. */
export function writeHeld(
  database: MemoryDatabase,
  partition: HistoryPartition | undefined,
  owner: string,
  change: HistoryChange,
): boolean {
  const lease = partition?.lease;
  if (partition === undefined || lease?.owner !== owner || database.clock.nowMs() >= lease.expiresAtMs) return false;
  applyChange(partition, change);
  return true;
}

function applyChange(partition: HistoryPartition, { journal, newStepHashes, events = [] }: HistoryChange): void {
  partition.revision += 1;
  partition.running = journal === null ? undefined : JSON.stringify(journal);
  if (newStepHashes !== undefined) {
    const { from, hashes } = newStepHashes;
    const kept = from === 0 ? [] : partition.stepHashes;
    partition.stepHashes = new Map([...kept, ...hashes.map((hash, index) => [from + index, hash] as const)]);
  } else if (journal === null) partition.stepHashes = new Map();
  for (const event of events) {
    partition.log.set(event.seq, JSON.stringify({ ...event, durationMs: Math.round(event.durationMs) }));
  }
}

function decodeLog(log: HistoryPartition["log"]): readonly HistoryEvent[] {
  return [...log].sort(([one], [other]) => one - other).map(([, text]) => decodeEvent(text));
}

function decodeEvent(text: string): HistoryEvent {
  const { downText: _readOnDemand, ...event }: NewHistoryEvent = JSON.parse(text);
  return event;
}

function listHashes(stored: ReadonlyMap<number, string>): readonly string[] {
  const hashes: string[] = [];
  for (const [index, hash] of stored) hashes[index] = hash;
  return hashes;
}
