// Holds a world that was disturbed against its reference: schema, rows and history must be the same, and nothing left open.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import cassandra, { type Client, type types } from "cassandra-driver";
import { retryRead } from "../../src/adapters/cassandra/retry-read.ts";
import { HISTORY_TABLE, readHistory } from "./read-history.ts";
import { LOCK_TTL_MS, type TortureWorld } from "./world.ts";

const SCHEMA_TABLES = ["tables", "columns", "indexes", "types", "views", "dropped_columns"] as const;
/** What differs from keyspace to keyspace, or with the time. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(["keyspace_name", "id", "dropped_time"]);

export interface UndisturbedOptions {
  /** Servers were disturbed, which statements that failed may tell of: their events do not count. */
  readonly withoutFailures?: boolean;
}

/** Values of uuid() and now() apart. @throws AssertionError with the first difference. */
export async function assertAsUndisturbed(world: TortureWorld, options: UndisturbedOptions = {}): Promise<void> {
  const { client, keyspace, reference } = world;
  assert.deepEqual(await readSchema(client, keyspace), await readSchema(client, reference), "the schema");
  for (const table of await readTables(client, reference)) {
    assert.deepEqual(await readRows(client, keyspace, table), await readRows(client, reference, table), table);
  }
  await awaitFreeLock(world);
  const { events, owner, running } = await readHistory(client, keyspace);
  const counting = options.withoutFailures ? successesOf(events) : events;
  assert.deepEqual(counting, (await readHistory(client, reference)).events, "the history");
  assert.deepEqual({ owner, running }, { owner: null, running: null }, "nobody holds the lock, nothing is under way");
}

/** A runner that was killed after its last write still holds it, until it expires. */
async function awaitFreeLock({ client, keyspace }: TortureWorld): Promise<void> {
  const untilMs = performance.now() + 2 * LOCK_TTL_MS;
  while (performance.now() < untilMs && (await readHistory(client, keyspace)).owner !== null) await sleep(200);
}

type Events = Awaited<ReturnType<typeof readHistory>>["events"];

/** Numbered as if nothing had failed between them. */
function successesOf(events: Events): Events {
  return events.filter(({ kind }) => kind !== "failed").map((event, index) => ({ ...event, seq: index + 1 }));
}

/**
 * Somebody else writes some of the rows that the story shares, on both sides: what the migrations do afterwards, in another
 * try, must leave them as they are. Only while migrating, and not while rolling back.
 * @returns how many
 */
export async function writeAsApplication({ client, keyspace, reference, story, round }: TortureWorld): Promise<number> {
  if (!(await readTables(client, keyspace)).includes("plain") || story.sharedIds.length === 0) return 0;
  const { rows } = await client.execute(
    `SELECT id, v FROM ${keyspace}.plain WHERE id IN (${story.sharedIds.join(", ")})`,
  );
  const ids = rows.filter(({ v }) => v === "migration" && round.random() < 0.5).map(({ id }) => Number(id));
  for (const name of [keyspace, reference]) {
    for (const id of ids) await client.execute(`UPDATE ${name}.plain SET v = 'application' WHERE id = ${id}`);
  }
  if (ids.length > 0) round.log(`the application writes ${ids.join(", ")}`);
  return ids.length;
}

async function readSchema(client: Client, keyspace: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const table of SCHEMA_TABLES) {
    const { rows } = await client.execute(`SELECT * FROM system_schema.${table} WHERE keyspace_name = '${keyspace}'`);
    for (const row of rows) {
      const columns = row.keys().filter((name) => !OWN_COLUMNS.has(name));
      found.push([table, ...columns.map((name) => [name, row.get(name)])]);
    }
  }
  return found;
}

async function readTables(client: Client, keyspace: string): Promise<readonly string[]> {
  const { rows } = await client.execute(
    `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace}'`,
  );
  return rows.map(({ table_name }) => String(table_name)).filter((name) => name !== HISTORY_TABLE);
}

/**
 * At every node; sorted, because tables with uuid() have no order of their own. A node that was away tells of a schema version
 * a moment before it has loaded the tables, and fails a read until then.
 */
async function readRows(client: Client, keyspace: string, table: string): Promise<readonly string[]> {
  const { all } = cassandra.types.consistencies;
  const query = `SELECT * FROM ${keyspace}.${table}`;
  const { rows } = await retryRead(() => client.execute(query, [], { consistency: all }));
  return rows.map(encodeRow).sort();
}

function encodeRow(row: types.Row): string {
  const values = row.values().map((value) => (value instanceof cassandra.types.Uuid ? "a uuid" : value));
  return JSON.stringify([row.keys(), values]);
}
