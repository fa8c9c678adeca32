// Goal: wherever a runner of a migration in code dies, the next one finishes it: each change of the schema once, each finished
// phase once, and the migrations around it once.
// Method: die before and after every call of the ports in turn, and at random twice in a row, then run again on what survived.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEffect, type MemoryDatabase, memoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { migrate } from "../../src/engine/migrate.ts";
import { rollback } from "../../src/engine/rollback.ts";
import type { CodeMigration } from "../../src/migration/code-migration.ts";
import { type MemoryRunner, memoryRunner, migrationsOf } from "../../src/testing/memory-runner.ts";
import { type DeathPoint, mortality } from "./dying-target.ts";
import { mulberry } from "./mulberry.ts";

const FILE = "20260101_001_fill.ts";
const MIGRATIONS = migrationsOf({
  "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY, name text);\n-- @down\nDROP TABLE users;",
  [FILE]: "export default defineMigration({});",
  "V20270101__after.cql": "CREATE TABLE after (id int PRIMARY KEY);\n-- @down\nDROP TABLE after;",
});
const LEASE_MS = 30_000;
const BUILD_MS = 33_000;
const WHENS = ["before", "after"] as const;
const PAIRS = 150;
const SEED = 7;

/** Phases that ran to their end and were recorded; what is not recorded may run again. */
const CODE: CodeMigration = {
  async upgrade(context) {
    await context.execute("CREATE TABLE names (name text PRIMARY KEY, id int)");
    await context.once("copy", async () => {
      for await (const row of context.query("SELECT id, name FROM users")) assert.fail(`no row, and not ${row}`);
      await Promise.all(
        [1, 2, 3].map((id) => context.execute("INSERT INTO names (name, id) VALUES (?, ?)", ["n", id])),
      );
    });
    await context.execute("ALTER TABLE users ADD shown text");
    await context.once("index", async () => {
      if (!(await context.indexExists("by_id"))) await context.execute("CREATE INDEX by_id ON names (id)");
    });
    await context.execute("UPDATE users SET shown = ? WHERE id = ?", ["n", 1]);
  },
  async downgrade(context) {
    await context.execute("DROP TABLE names");
    await context.execute("ALTER TABLE users DROP shown");
  },
};

type Command = "migrate" | "rollback";

async function runCommand(command: Command, { context, planOptions }: MemoryRunner): Promise<unknown> {
  const options = { ...planOptions, migrations: MIGRATIONS };
  if (command === "migrate") return migrate(context, options);
  return rollback(context, { ...options, extent: { kind: "target", target: "0" } });
}

async function begin(command: Command): Promise<MemoryDatabase> {
  const database = memoryDatabase(["shop"], { buildMs: BUILD_MS });
  if (command === "rollback") await runCommand("migrate", memoryRunner(database, { code: { [FILE]: CODE } }));
  return database;
}

/** @returns whether it died */
async function runAndDie(command: Command, database: MemoryDatabase, death: DeathPoint): Promise<boolean> {
  const { wrap, isDead } = mortality(death);
  try {
    await runCommand(command, memoryRunner(database, { name: "victim", wrap, code: { [FILE]: CODE } }));
  } catch (error) {
    if (!isDead()) throw error;
  }
  return isDead();
}

async function takeUp(command: Command, database: MemoryDatabase): Promise<void> {
  await database.clock.sleep(LEASE_MS + 1_000);
  await runCommand(command, memoryRunner(database, { name: "survivor", code: { [FILE]: CODE } }));
}

async function assertAsUndisturbed(database: MemoryDatabase, undisturbed: MemoryDatabase): Promise<void> {
  assert.deepEqual(withoutTimes(describeEffect(database)), withoutTimes(describeEffect(undisturbed)));
  const changes = database.executions.map(({ text }) => text).filter((text) => /^(CREATE|ALTER|DROP)/.test(text));
  assert.equal(new Set(changes).size, changes.length, `each change of the schema once: ${changes}`);
  const snapshot = await memoryRunner(database).context.target.store.read();
  assert.deepEqual([snapshot?.journal, snapshot?.lease], [undefined, undefined]);
  const applied = snapshot?.events.map(({ kind, version }) => `${kind} ${version}`) ?? [];
  assert.equal(new Set(applied).size, applied.length, `each migration once: ${applied}`);
}

/** What runs again in code has the time of its last try. */
function withoutTimes(effect: unknown): unknown {
  return JSON.parse(JSON.stringify(effect, (key, value) => (typeof value === "number" && key !== "id" ? 0 : value)));
}

async function countCalls(command: Command): Promise<number> {
  const { wrap, callCount } = mortality({ call: 1_000, when: "before" });
  await runCommand(command, memoryRunner(await begin(command), { wrap, code: { [FILE]: CODE } }));
  return callCount();
}

for (const command of ["migrate", "rollback"] as const) {
  test(`${command} of code that dies at any call is finished by the next`, async () => {
    const undisturbed = await begin(command);
    await runCommand(command, memoryRunner(undisturbed, { code: { [FILE]: CODE } }));
    const count = await countCalls(command);
    assert.ok(count > 15, `${count} calls`);
    for (let call = 1; call <= count; call += 1) {
      for (const when of WHENS) {
        const database = await begin(command);
        assert.ok(await runAndDie(command, database, { call, when }), `dies ${when} call ${call}`);
        await takeUp(command, database);
        await assertAsUndisturbed(database, undisturbed);
      }
    }
  });

  test(`${command} of code that dies twice is finished by the third`, async () => {
    const undisturbed = await begin(command);
    await runCommand(command, memoryRunner(undisturbed, { code: { [FILE]: CODE } }));
    const count = await countCalls(command);
    const random = mulberry(SEED);
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [first, second] = [count, count + 10].map((calls): DeathPoint => {
        return { call: 1 + Math.floor(random() * calls), when: random() < 0.5 ? "before" : "after" };
      });
      assert.ok(first !== undefined && second !== undefined);
      const database = await begin(command);
      await runAndDie(command, database, first);
      await database.clock.sleep(LEASE_MS + 1_000);
      await runAndDie(command, database, second);
      await takeUp(command, database);
      await assertAsUndisturbed(database, undisturbed);
    }
  });
}
