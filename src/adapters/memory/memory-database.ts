// What survives a runner: the keyspaces of a database in memory, with the objects, rows and histories in them.
import { type MemoryClock, memoryClock } from "./memory-clock.ts";

/** A double for tests: it keeps what statements did, and answers no query. */
export interface MemoryDatabase {
  /** By it leases expire. */
  readonly clock: MemoryClock;
  readonly keyspaces: Map<string, MemoryKeyspace>;
  /** How long it goes on building an index, in the background. */
  readonly buildMs: number;
  /** Everything that was carried out, in order. */
  readonly executions: Execution[];
}

export interface MemoryKeyspace {
  /** By kind and name: "table users". */
  readonly objects: Map<string, MemoryObject>;
  /** Statements that are the same twice, with the highest client timestamp they were carried out with. */
  readonly rows: Map<string, number>;
  /** How often statements were carried out that do something each time: counters, list appends, access. */
  readonly counts: Map<string, number>;
  history: HistoryPartition | undefined;
}

export interface MemoryObject {
  /** Columns that were added or dropped since the object was made. */
  readonly columns: Map<string, "added" | "dropped">;
  /** Of an index: when it is built, by the database's clock. */
  readonly builtAtMs?: number;
}

export interface MemoryDatabaseOptions {
  readonly clock?: MemoryClock;
  readonly buildMs?: number;
}

/** The one partition of a scope. Texts are JSON, so that nobody shares an object with the database. */
export interface HistoryPartition {
  epoch: number;
  /** Grows with every write. */
  revision: number;
  lease: { readonly owner: string; readonly holder: string; readonly expiresAtMs: number } | undefined;
  running: string | undefined;
  stepHashes: ReadonlyMap<number, string>;
  readonly log: Map<number, string>;
}

export interface Execution {
  readonly keyspace: string;
  readonly text: string;
  readonly timestampMicros: number | undefined;
}

/** @param keyspaces that exist from the beginning */
export function memoryDatabase(
  keyspaces: readonly string[] = [],
  { clock = memoryClock(), buildMs = 0 }: MemoryDatabaseOptions = {},
): MemoryDatabase {
  return { clock, buildMs, keyspaces: new Map(keyspaces.map((name) => [name, emptyKeyspace()])), executions: [] };
}

export function emptyKeyspace(): MemoryKeyspace {
  return { objects: new Map(), rows: new Map(), counts: new Map(), history: undefined };
}

/** What all statements together have made, as plain data in a settled order: equal effects are deeply equal. */
export function describeEffect(database: MemoryDatabase): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    inOrder(database.keyspaces).map(([name, { objects, rows, counts }]) => [
      name,
      {
        objects: inOrder(objects).map(([object, { columns }]) => [object, inOrder(columns)]),
        rows: [...rows.keys()].sort(),
        counts: inOrder(counts),
      },
    ]),
  );
}

function inOrder<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
