// The migrations that the crash tests run, and what must hold once a disturbed run was taken up again.
import assert from "node:assert/strict";
import { describeEffect, type MemoryDatabase, memoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { HistoryError } from "../../src/engine/disagreement.ts";
import { migrate } from "../../src/engine/migrate.ts";
import { settle } from "../../src/engine/repair.ts";
import { rollback } from "../../src/engine/rollback.ts";
import type { Migration } from "../../src/migration/migration.ts";
import { type MemoryRunner, memoryRunner, migrationsOf } from "../../src/testing/memory-runner.ts";

export type Command = "migrate" | "rollback";

/** No text stands in it twice, so that an execution tells which statement it was. */
export const MIGRATIONS: readonly Migration[] = migrationsOf({
  "V1__users.cql": `
    CREATE TABLE users (id int PRIMARY KEY);
    INSERT INTO users (id) VALUES (1);
    INSERT INTO users (id) VALUES (2);
    UPDATE users SET logins = logins + 1 WHERE id = 1;
    ALTER TABLE users ADD name text;
    UPDATE users SET name = 'ann' WHERE id = 1;
    -- @down
    DELETE FROM users WHERE id = 1;
    UPDATE users SET logins = logins - 1 WHERE id = 2;
    ALTER TABLE users DROP name;
    DROP TABLE users;`,
  "V2__nothing.cql": "-- to come\n-- @down\nSELECT release_version FROM system.local;",
  "V3__orders.cql": `
    CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY);
    INSERT INTO orders (id) VALUES (1) IF NOT EXISTS;
    INSERT INTO orders (id) VALUES (2);
    USE audit;
    CREATE TYPE entry (a int);
    -- @down
    DELETE FROM orders WHERE id = 2;
    DROP TABLE IF EXISTS orders;
    DROP TYPE audit.entry;`,
});

const LEASE_MS = 30_000;

export function freshDatabase(): MemoryDatabase {
  return memoryDatabase(["shop", "audit", "system"]);
}

/** Everything applied, by a run that nothing disturbed. */
export async function migratedDatabase(): Promise<MemoryDatabase> {
  const database = freshDatabase();
  await runCommand("migrate", memoryRunner(database));
  return database;
}

export async function runCommand(command: Command, { context, planOptions }: MemoryRunner): Promise<unknown> {
  const options = { ...planOptions, migrations: MIGRATIONS };
  if (command === "migrate") return migrate(context, options);
  return rollback(context, { ...options, extent: { kind: "target", target: "0" } });
}

/** What to do on a world whose runner died: wait for its lease to expire, and run again; a person settles a doubt. */
export async function takeUp(command: Command, database: MemoryDatabase): Promise<void> {
  await database.clock.sleep(LEASE_MS + 1_000);
  for (let doubts = 0; doubts < 10; doubts += 1) {
    try {
      await runCommand(command, memoryRunner(database, { name: "survivor" }));
      return;
    } catch (error) {
      await settleDoubt(error, database);
    }
  }
  assert.fail("still in doubt after ten words of a person");
}

async function settleDoubt(error: unknown, database: MemoryDatabase): Promise<void> {
  assert.ok(error instanceof HistoryError, `the next run stops only for a doubt, not for ${error}`);
  const [doubt, ...others] = error.disagreements;
  assert.deepEqual(others, []);
  assert.ok(doubt?.kind === "in-doubt", `a doubt, not ${doubt?.kind}`);
  const { context, planOptions } = memoryRunner(database, { name: "person" });
  const statement = statementOf(planOptions, doubt.version, doubt.direction, doubt.statementNumber);
  assert.equal(statement.onRetry, "ask", statement.text);
  const isDone = database.executions.some(({ text }) => text === statement.text);
  const verdict = isDone
    ? ({ kind: "applied", statementNumber: doubt.statementNumber } as const)
    : ({ kind: "retry" } as const);
  await settle(context, { ...planOptions, migrations: MIGRATIONS }, { version: doubt.label, ...verdict });
}

function statementOf(
  { dialect }: MemoryRunner["planOptions"],
  version: string,
  direction: "up" | "down",
  number: number,
): { readonly text: string; readonly onRetry: string } {
  const migration = MIGRATIONS.find((each) => each.version === version);
  const side = direction === "up" ? migration?.up : migration?.down;
  const statement = side && dialect.split(side.source, side.span).statements[number - 1];
  assert.ok(statement !== undefined);
  return { text: statement.text, onRetry: statement.facts.onRetry };
}

/** The world is as after a run that nothing disturbed: nothing lost, nothing done twice, and nothing left open. */
export async function assertAsUndisturbed(database: MemoryDatabase, undisturbed: MemoryDatabase): Promise<void> {
  assert.deepEqual(describeEffect(database), describeEffect(undisturbed));
  assertExecutedOnce(database);
  const [snapshot, expected] = await Promise.all([read(database), read(undisturbed)]);
  assert.equal(snapshot.journal, undefined);
  assert.equal(snapshot.lease, undefined);
  const facts = ({ seq, kind, version, name, checksum, direction }: (typeof snapshot.events)[number]): unknown => [
    seq,
    kind,
    version,
    name,
    checksum,
    direction,
  ];
  assert.deepEqual(snapshot.events.map(facts), expected.events.map(facts));
  for (const { seq } of expected.events) {
    assert.equal(await downText(database, seq), await downText(undisturbed, seq), `down text of event ${seq}`);
  }
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
