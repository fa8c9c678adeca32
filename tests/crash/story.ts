// The migrations that the crash tests run, and what must hold once a disturbed run was taken up again.
import assert from "node:assert/strict";
import { describeEffect, type MemoryDatabase, memoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { ToolError } from "../../src/base/errors.ts";
import { HistoryError } from "../../src/engine/disagreement.ts";
import { migrate } from "../../src/engine/migrate.ts";
import type { ReviewedPlan } from "../../src/engine/plan-document.ts";
import type { Target } from "../../src/engine/ports.ts";
import { settle } from "../../src/engine/repair.ts";
import { rollback } from "../../src/engine/rollback.ts";
import type { HistoryEvent } from "../../src/migration/history.ts";
import type { Migration } from "../../src/migration/migration.ts";
import type { Statement } from "../../src/plan/statement.ts";
import {
  type MemoryRunner,
  type MemoryRunnerOptions,
  memoryRunner,
  migrationsOf,
} from "../../src/testing/memory-runner.ts";
import { watchAgreement } from "./watch-agreement.ts";
import { watchBuilds } from "./watch-builds.ts";

export type Command = "migrate" | "rollback";

/**
 * No text stands in it twice, so that an execution tells which statement it was. Every statement is valid on a server, so
 * that the schema which is looked at is the one that a server would have.
 */
export const MIGRATIONS: readonly Migration[] = migrationsOf({
  "V1__users.cql": `
    CREATE TYPE address (street text);
    CREATE TABLE users (id int PRIMARY KEY, home frozen<address>);
    INSERT INTO users (id) VALUES (1);
    INSERT INTO users (id) VALUES (2);
    ALTER TABLE users ADD name text;
    UPDATE users SET name = 'ann' WHERE id = 1;
    CREATE INDEX users_by_name ON users (name);
    ALTER TYPE address ADD zip int;
    -- @down
    DELETE FROM users WHERE id = 1;
    DROP INDEX users_by_name;
    ALTER TABLE users DROP name;
    DROP TABLE users;
    DROP TYPE address;`,
  "V2__nothing.cql": "-- to come\n-- @down\nSELECT release_version FROM system.local;",
  "V3__orders.cql": `
    CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY, tags list<text>, at timestamp, total int);
    ALTER TABLE orders ADD IF NOT EXISTS note text;
    CREATE INDEX IF NOT EXISTS orders_by_note ON orders (note);
    INSERT INTO orders (id) VALUES (1) IF NOT EXISTS;
    INSERT INTO orders (id) VALUES (2);
    UPDATE orders SET tags = tags + ['new'] WHERE id = 1;
    INSERT INTO orders (id, at) VALUES (3, toTimestamp(now()));
    ALTER TABLE orders WITH comment = 'what was ordered';
    USE audit;
    CREATE TYPE entry (a int);
    -- @down
    DELETE FROM orders WHERE id = 2;
    UPDATE orders SET tags = tags - ['new'] WHERE id = 1;
    DROP INDEX IF EXISTS orders_by_note;
    DROP TABLE IF EXISTS orders;
    DROP TYPE audit.entry;`,
  "V4__visits.cql": `
    CREATE TABLE visits (page text PRIMARY KEY, hits counter);
    UPDATE visits SET hits = hits + 1 WHERE page = 'home';
    BEGIN COUNTER BATCH
      UPDATE visits SET hits = hits + 2 WHERE page = 'home';
      UPDATE visits SET hits = hits + 2 WHERE page = 'shop';
    APPLY BATCH;
    -- @down
    UPDATE visits SET hits = hits - 1 WHERE page = 'home';
    TRUNCATE visits;
    DROP TABLE visits;`,
  "V5__moved.cql": `
    CREATE TABLE places (id int PRIMARY KEY, kind text);
    ALTER TABLE places RENAME id TO place_id;
    ALTER TABLE orders DROP total;
    ALTER TABLE orders DROP IF EXISTS at;
    BEGIN BATCH
      INSERT INTO places (place_id, kind) VALUES (1, 'shop');
      INSERT INTO places (place_id, kind) VALUES (2, 'store');
    APPLY BATCH;
    CREATE TABLE leftovers (id int PRIMARY KEY);
    DROP TABLE leftovers;
    -- @down
    ALTER TABLE orders ADD IF NOT EXISTS at timestamp;
    DROP TABLE places;`,
});

const LEASE_MS = 30_000;
/** Longer than it takes until somebody else takes up: who does may have to wait, too. */
const BUILD_MS = LEASE_MS + 3_000;

export function freshDatabase(): MemoryDatabase {
  return memoryDatabase(["shop", "audit", "system"], { buildMs: BUILD_MS });
}

/** Everything applied, by a run that nothing disturbed. */
export async function migratedDatabase(options: StoryOptions = {}): Promise<MemoryDatabase> {
  const database = freshDatabase();
  await runCommand("migrate", memoryRunner(database, options));
  return database;
}

/** Of a story that is told otherwise than on Cassandra. */
export type StoryOptions = Pick<MemoryRunnerOptions, "dialect">;

/** @param reviewed what `migrate` is given to carry out */
export async function runCommand(command: Command, runner: MemoryRunner, reviewed?: ReviewedPlan): Promise<unknown> {
  const { planOptions } = runner;
  const { target } = runner.context;
  // In a transaction nodes and builds are the database's own affair.
  const isWatched = target.transactions === undefined;
  const watched = isWatched ? watchBuilds(watchAgreement(target, hasSchemaSteps), hasIndexes) : target;
  const context = { ...runner.context, target: watched };
  const options = { ...planOptions, migrations: MIGRATIONS };
  if (command === "migrate") return migrate(context, { ...options, reviewed });
  return rollback(context, { ...options, extent: { kind: "target", target: "0" } });
}

function hasIndexes(version: string): boolean {
  return version === "1" || version === "3";
}

/** All but the one without a statement change the schema, in both directions. */
function hasSchemaSteps(version: string): boolean {
  return version !== "2";
}

export interface TakeUpOptions extends StoryOptions {
  /** Around the target of the runner that takes up; a person who settles a doubt is never disturbed. */
  readonly wrap?: (target: Target) => Target;
  readonly reviewed?: ReviewedPlan;
}

/**
 * What to do on a world whose runner died: wait for its lease to expire, and run again; a person settles each doubt.
 * @returns how many doubts there were.
 */
export async function takeUp(
  command: Command,
  database: MemoryDatabase,
  { wrap = (target: Target): Target => target, reviewed, ...story }: TakeUpOptions = {},
): Promise<number> {
  await database.clock.sleep(LEASE_MS + 1_000);
  for (let doubts = 0; doubts < 10; doubts += 1) {
    try {
      await runCommand(command, memoryRunner(database, { name: "survivor", wrap, ...story }), reviewed);
      return doubts;
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      await settleDoubt(error, database, story);
    }
  }
  return assert.fail("still in doubt after ten words of a person");
}

async function settleDoubt(error: HistoryError, database: MemoryDatabase, story: StoryOptions): Promise<void> {
  const [doubt, ...others] = error.disagreements;
  assert.deepEqual(others, []);
  assert.ok(doubt?.kind === "in-doubt", `a doubt, not ${doubt?.kind}`);
  const { context, planOptions } = memoryRunner(database, { name: "person", ...story });
  const { version, direction, statementNumber } = doubt;
  const statement = statementOf(planOptions, version, direction, statementNumber);
  assertMayBeInDoubt(statement);
  const isDone = database.executions.some(({ text }) => text === statement.text);
  const verdict = isDone ? ({ kind: "applied", statementNumber } as const) : ({ kind: "retry" } as const);
  await settle(context, { ...planOptions, migrations: MIGRATIONS }, { version: doubt.label, ...verdict });
}

/** A schema tells of itself, and what is the same twice runs again: a person is asked of other data alone. */
function assertMayBeInDoubt({ text, facts }: Statement): void {
  assert.deepEqual({ effect: facts.effect, onRetry: facts.onRetry }, { effect: "data", onRetry: "ask" }, text);
}

/** A run that ended because its database was not well: how it may end. */
export function assertMayEndSo(error: unknown, command: Command): void {
  assert.ok(error instanceof ToolError, `a failure of the world, not ${error}`);
  const { code, details } = error;
  assert.ok(POSSIBLE_ENDS.has(code), String(error));
  if (code !== "step-in-doubt") return;
  const { planOptions } = memoryRunner(freshDatabase());
  const direction = command === "migrate" ? "up" : "down";
  assertMayBeInDoubt(statementOf(planOptions, String(details.version), direction, Number(details.statement)));
}

const POSSIBLE_ENDS: ReadonlySet<string> = new Set([
  "step-in-doubt",
  "connection-failed",
  "agreement-not-reached",
  "server-failed",
  "lock-lost",
]);

function statementOf(
  { dialect }: MemoryRunner["planOptions"],
  version: string,
  direction: "up" | "down",
  number: number,
): Statement {
  const migration = MIGRATIONS.find((each) => each.version === version);
  const side = direction === "up" ? migration?.up : migration?.down;
  const statement = side && dialect.split(side.source, side.span).statements[number - 1];
  assert.ok(statement !== undefined);
  return statement;
}

/**
 * The world is as after a run that nothing disturbed: nothing lost, nothing done twice, and nothing left open.
 * @param failures whether the history may tell of statements that failed, or that were not agreed on in time
 */
export async function assertAsUndisturbed(
  database: MemoryDatabase,
  undisturbed: MemoryDatabase,
  failures: "none" | "any" = "none",
): Promise<void> {
  assert.deepEqual(describeEffect(database), describeEffect(undisturbed));
  assertExecutedOnce(database);
  const [snapshot, expected] = await Promise.all([read(database), read(undisturbed)]);
  assert.equal(snapshot.journal, undefined);
  assert.equal(snapshot.lease, undefined);
  assert.deepEqual(
    snapshot.events.map(({ seq }) => seq),
    snapshot.events.map((_, index) => index + 1),
  );
  const events = snapshot.events.filter(({ kind }) => kind !== "failed");
  if (failures === "none") assert.equal(events.length, snapshot.events.length, "nothing failed");
  assert.deepEqual(events.map(factsOf), expected.events.map(factsOf));
  for (const [index, { seq }] of events.entries()) {
    const text = await downText(undisturbed, expected.events[index]?.seq ?? 0);
    assert.equal(await downText(database, seq), text, `down text of event ${seq}`);
  }
}

function factsOf({ kind, version, name, checksum, direction }: HistoryEvent): unknown {
  return [kind, version, name, checksum, direction];
}

/** What may not run twice ran once; what may ran with one timestamp. */
function assertExecutedOnce({ executions }: MemoryDatabase): void {
  const byText = new Map<string, (number | undefined)[]>();
  for (const { text, timestampMicros } of executions) byText.set(text, [...(byText.get(text) ?? []), timestampMicros]);
  for (const [text, timestamps] of byText) {
    const onRetry = RETRY_BY_TEXT.get(text);
    assert.ok(onRetry !== undefined, text);
    if (onRetry === "ask") assert.equal(timestamps.length, 1, `${text} ran ${timestamps.length} times`);
    if (onRetry === "same-timestamp") assert.equal(new Set(timestamps).size, 1, `${text} ran at ${timestamps}`);
  }
}

const RETRY_BY_TEXT: ReadonlyMap<string, string> = new Map(
  MIGRATIONS.flatMap(({ up, down }) => [up, down]).flatMap((side) => {
    const { dialect } = memoryRunner(freshDatabase()).planOptions;
    const statements = side === undefined ? [] : dialect.split(side.source, side.span).statements;
    return statements.map(({ text, facts }) => [text, facts.onRetry] as const);
  }),
);

async function read(database: MemoryDatabase): Promise<NonNullable<Awaited<ReturnType<typeof readStore>>>> {
  const snapshot = await readStore(database);
  assert.ok(snapshot !== undefined);
  return snapshot;
}

function readStore(database: MemoryDatabase): ReturnType<MemoryRunner["context"]["target"]["store"]["read"]> {
  return memoryRunner(database).context.target.store.read();
}

function downText(database: MemoryDatabase, seq: number): Promise<string | undefined> {
  return memoryRunner(database).context.target.store.readDownText(seq);
}
