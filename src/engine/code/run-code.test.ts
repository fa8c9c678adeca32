import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../../adapters/memory/memory-database.ts";
import type { CodeMigration } from "../../migration/code-migration.ts";
import { type MemoryRunnerOptions, memoryRunner, migrationsOf } from "../../testing/memory-runner.ts";
import { type MigrateResult, migrate } from "../migrate.ts";
import { settle } from "../repair.ts";
import { rollback } from "../rollback.ts";
import { readHistory } from "../status.ts";

const FILE = "20260101_001_fill.ts";
const MIGRATIONS = migrationsOf({ [FILE]: "export default defineMigration({});" });
const TABLE = "CREATE TABLE t (id int PRIMARY KEY, a int)";
const INSERT = "INSERT INTO t (id) VALUES (?)";

async function run(
  database: MemoryDatabase,
  migration: CodeMigration,
  options: MemoryRunnerOptions = {},
): Promise<MigrateResult> {
  const { context, planOptions } = memoryRunner(database, { ...options, code: { [FILE]: migration } });
  return migrate(context, { ...planOptions, migrations: MIGRATIONS });
}

function sentTo({ executions }: MemoryDatabase): readonly string[] {
  return executions.map(({ text }) => text);
}

test("what it sends is sent in order, and it is applied once", async () => {
  const database = memoryDatabase(["shop"]);
  const migration: CodeMigration = {
    async upgrade(context) {
      await context.execute(TABLE);
      await context.execute(INSERT, [1]);
      await context.execute(INSERT, [2]);
    },
  };
  assert.equal((await run(database, migration)).executed.length, 1);
  assert.equal((await run(database, migration)).executed.length, 0);
  assert.deepEqual(sentTo(database), [TABLE, INSERT, INSERT]);
});

test("each write has a later timestamp than the one before, however fast they come", async () => {
  const database = memoryDatabase(["shop"]);
  await run(database, {
    async upgrade(context) {
      await context.execute(TABLE);
      await Promise.all([1, 2, 3].map((id) => context.execute(INSERT, [id])));
    },
  });
  const times = database.executions.slice(1).map(({ timestampMicros = 0 }) => timestampMicros);
  assert.equal(new Set(times).size, 3);
});

for (const statement of ["DROP TABLE t", "TRUNCATE t", "ALTER TABLE t DROP a", "drop index i"]) {
  test(`${statement} is refused before it is sent, unless the migration says that it may`, async () => {
    const upgrade: CodeMigration["upgrade"] = async (context) => {
      await context.execute(TABLE);
      await context.execute(statement);
    };
    const database = memoryDatabase(["shop"]);
    await assert.rejects(run(database, { upgrade }), {
      code: "step-failed",
      message: /upgrade failed: this migration may not remove anything, and this was not sent/,
    });
    assert.deepEqual(sentTo(database), [TABLE]);
    const other = memoryDatabase(["shop"]);
    await run(other, { upgrade, allowDestructive: true }).catch(() => undefined);
    assert.deepEqual(sentTo(other).slice(0, 2), statement.includes("index") ? [TABLE] : [TABLE, statement]);
  });
}

test("what once has finished does not run again after a failure, and the rest does", async () => {
  const database = memoryDatabase(["shop"]);
  const ran: string[] = [];
  const migrationThat = (fails: boolean): CodeMigration => ({
    async upgrade(context) {
      await context.once("table", async () => {
        ran.push("table");
        await context.execute(TABLE);
      });
      await context.once("rows", async () => {
        ran.push("rows");
        await context.execute(INSERT, [1]);
        if (fails) throw new Error("out of luck");
      });
    },
  });
  await assert.rejects(run(database, migrationThat(true)), /out of luck/);
  await run(database, migrationThat(false));
  assert.deepEqual(ran, ["table", "rows", "rows"]);
  assert.equal(sentTo(database).filter((text) => text === TABLE).length, 1);
});

test("a table that an earlier try has made is not made again, though nothing guards it", async () => {
  const database = memoryDatabase(["shop"]);
  let fails = true;
  const migration: CodeMigration = {
    async upgrade(context) {
      await context.execute(TABLE);
      if (fails) throw new Error("out of luck");
    },
  };
  await assert.rejects(run(database, migration), /out of luck/);
  fails = false;
  await run(database, migration);
  assert.deepEqual(sentTo(database), [TABLE]);
});

test("a failure is recorded with its reason, and the migration is half applied", async () => {
  const database = memoryDatabase(["shop"]);
  const migration: CodeMigration = {
    async upgrade(context) {
      await context.execute(TABLE);
      await context.execute("CREATE TABLE t (id int PRIMARY KEY)");
    },
  };
  await assert.rejects(run(database, migration), { name: "StepError", code: "step-failed" });
  const { context } = memoryRunner(database);
  const [event] = await readHistory(context.target.store);
  assert.equal(event?.kind, "failed");
  assert.match(event?.error ?? "", /fill\.ts:\d+: CREATE TABLE t .*already exists/);
  assert.notEqual((await context.target.store.read())?.journal, undefined);
});

test("one that fails before it has sent anything leaves nothing half done", async () => {
  const database = memoryDatabase(["shop"]);
  const upgrade = (): void => {
    throw new Error("not today");
  };
  await assert.rejects(run(database, { upgrade }), /not today/);
  assert.equal((await memoryRunner(database).context.target.store.read())?.journal, undefined);
});

test("a call that is not awaited is waited for, and its failure is the migration's", async () => {
  const database = memoryDatabase(["shop"]);
  const floating: CodeMigration = {
    async upgrade(context) {
      await context.execute(TABLE);
      context.execute("INSERT INTO nowhere (id) VALUES (1)").catch(() => undefined);
    },
  };
  await assert.rejects(run(database, floating), /nowhere does not exist/);
});

test("a call after the end is refused", async () => {
  const database = memoryDatabase(["shop"]);
  let late: (() => Promise<unknown>) | undefined;
  await run(database, {
    upgrade(context) {
      late = () => context.execute(TABLE);
    },
  });
  await assert.rejects(async () => late?.(), /the migration had ended/);
  assert.deepEqual(sentTo(database), []);
});

test("an interrupt ends it at the next call, and the next run goes on", async () => {
  const database = memoryDatabase(["shop"]);
  const interrupt = new AbortController();
  const migration: CodeMigration = {
    async upgrade(context) {
      await context.once("table", () => context.execute(TABLE).then(() => undefined));
      interrupt.abort();
      await context.execute(INSERT, [1]);
    },
  };
  await assert.rejects(run(database, migration, { signal: interrupt.signal }), { code: "interrupted" });
  const journal = (await memoryRunner(database).context.target.store.read())?.journal;
  assert.deepEqual([journal?.checkpoints, journal?.intended], [["table"], undefined]);
  await run(database, migration);
  assert.deepEqual(sentTo(database), [TABLE, INSERT]);
});

for (const [what, text] of [
  ["two statements", "INSERT INTO t (id) VALUES (1); INSERT INTO t (id) VALUES (2)"],
  ["an empty text", " -- nothing\n"],
  ["USE", "USE other"],
] as const) {
  test(`execute refuses ${what}`, async () => {
    const database = memoryDatabase(["shop", "other"]);
    const upgrade: CodeMigration["upgrade"] = async (context) => void (await context.execute(text));
    await assert.rejects(run(database, { upgrade }), { code: "step-failed" });
    assert.deepEqual(sentTo(database), []);
  });
}

test("query refuses what is no SELECT", async () => {
  const database = memoryDatabase(["shop"]);
  const upgrade: CodeMigration["upgrade"] = async (context) => void (await context.query("TRUNCATE t").first());
  await assert.rejects(run(database, { upgrade }), /query is for SELECT/);
});

test("a name of once that stands twice is a mistake", async () => {
  const upgrade: CodeMigration["upgrade"] = async (context) => {
    await context.once("a", () => undefined);
    await context.once("a", () => undefined);
  };
  await assert.rejects(run(memoryDatabase(["shop"]), { upgrade }), /once\("a"\) stands twice/);
});

test("what is there is told as the run goes on", async () => {
  const told: boolean[] = [];
  await run(memoryDatabase(["shop"]), {
    async upgrade(context) {
      told.push(await context.tableExists("t"));
      await context.execute(TABLE);
      told.push(
        await context.tableExists("t"),
        await context.columnExists("t", "A"),
        await context.columnExists("t", '"A"'),
      );
    },
  });
  assert.deepEqual(told, [false, true, true, false]);
});

for (const [value, instead] of [
  [new Map([["a", 1]]), /Object\.fromEntries/],
  [new Set(["a"]), /\[\.\.\.set\]/],
] as const) {
  test(`a ${value.constructor.name} is refused, for the driver would lose what is in it`, async () => {
    const database = memoryDatabase(["shop"]);
    const upgrade: CodeMigration["upgrade"] = async (context) => {
      await context.execute(TABLE);
      await context.execute(INSERT, [value]);
    };
    await assert.rejects(run(database, { upgrade }), { message: /bind marker 1/, hint: instead });
    assert.deepEqual(sentTo(database), [TABLE]);
  });
}

const copied = (database: MemoryDatabase): number => sentTo(database).filter((text) => text === INSERT).length;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test("a phase is finished when what it started without awaiting it is done", async () => {
  const database = memoryDatabase(["shop"]);
  let atCheckpoint = 0;
  const wrap: MemoryRunnerOptions["wrap"] = (target) => ({
    ...target,
    store: {
      ...target.store,
      async write(owner, change) {
        if (change.journal?.checkpoints !== undefined && atCheckpoint === 0) atCheckpoint = copied(database);
        return target.store.write(owner, change);
      },
    },
  });
  const upgrade: CodeMigration["upgrade"] = async (context) => {
    await context.execute(TABLE);
    await context.once("copy", () => {
      for (const id of [1, 2, 3]) {
        void context.execute(INSERT, [id]).then(() => context.execute(INSERT, [id + 10]));
      }
    });
  };
  await run(database, { upgrade }, { wrap });
  assert.deepEqual([atCheckpoint, copied(database)], [6, 6]);
});

test("a call of a phase that comes after its end takes the checkpoint back, and fails the migration", async () => {
  const database = memoryDatabase(["shop"]);
  const upgrade: CodeMigration["upgrade"] = async (context) => {
    await context.execute(TABLE);
    await context.once("copy", () => {
      void pause().then(() => context.execute(INSERT, [1]).catch(() => undefined));
    });
    await pause();
    await pause();
    await pause();
  };
  await assert.rejects(run(database, { upgrade }), /once\("copy"\) had ended, and a call of it came later/);
  const journal = (await memoryRunner(database).context.target.store.read())?.journal;
  assert.equal(journal?.checkpoints, undefined);
});

test("code that catches an interrupt and goes on has not done its work", async () => {
  const database = memoryDatabase(["shop"]);
  const interrupt = new AbortController();
  const upgrade: CodeMigration["upgrade"] = async (context) => {
    await context.execute(TABLE);
    interrupt.abort();
    await context.execute(INSERT, [1]).catch(() => undefined);
  };
  await assert.rejects(run(database, { upgrade }, { signal: interrupt.signal }), { code: "interrupted" });
  assert.notEqual((await memoryRunner(database).context.target.store.read())?.journal, undefined);
});

test("after a failure nothing more is sent, and the lock is given back when all has ended", async () => {
  const database = memoryDatabase(["shop"]);
  const upgrade: CodeMigration["upgrade"] = async (context) => {
    await context.execute(TABLE);
    const work = async (): Promise<void> => {
      for (let id = 0; ; id += 1) {
        await context.execute(INSERT, [id]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const fail = async (): Promise<void> => {
      await pause();
      throw new Error("out of luck");
    };
    await Promise.all([work().catch(() => undefined), fail()]);
  };
  await assert.rejects(run(database, { upgrade }), /out of luck/);
  const sent = copied(database);
  await pause();
  assert.equal(copied(database), sent);
  assert.equal((await memoryRunner(database).context.target.store.read())?.lease, undefined);
});

test("a SELECT with more rows than come at once is refused by execute", async () => {
  const upgrade: CodeMigration["upgrade"] = async (context) => {
    await context.execute(TABLE);
    await context.execute("SELECT id FROM t");
  };
  const wrap: MemoryRunnerOptions["wrap"] = (target) => ({
    ...target,
    async execute(step, options) {
      const outcome = await target.execute(step, options);
      return step.statementKind === "select" && outcome.kind === "done" ? { ...outcome, hasMore: true } : outcome;
    },
  });
  await assert.rejects(run(memoryDatabase(["shop"]), { upgrade }, { wrap }), { hint: /use query/ });
});

test("no more than 256 statements are under way, however many are started", async () => {
  const database = memoryDatabase(["shop"]);
  let underWay = 0;
  let most = 0;
  const wrap: MemoryRunnerOptions["wrap"] = (target) => ({
    ...target,
    async execute(step, options) {
      underWay += 1;
      most = Math.max(most, underWay);
      await pause();
      underWay -= 1;
      return target.execute(step, options);
    },
  });
  const upgrade: CodeMigration["upgrade"] = async (context) => {
    await context.execute(TABLE);
    await Promise.all(Array.from({ length: 1_000 }, (_, id) => context.execute(INSERT, [id])));
  };
  await run(database, { upgrade }, { wrap });
  assert.deepEqual([most, copied(database)], [256, 1_000]);
});

test("the history is not for migrations", async () => {
  const text = "UPDATE tidemark_history SET running = null WHERE scope = 'shop'";
  const upgrade: CodeMigration["upgrade"] = async (context) => void (await context.execute(text));
  await assert.rejects(run(memoryDatabase(["shop"]), { upgrade }), /tidemark's own table/);
});

test("another file in the place of code that is half done is not taken for it", async () => {
  const database = memoryDatabase(["shop"]);
  const failing: CodeMigration = {
    async upgrade(context) {
      await context.execute(TABLE);
      throw new Error("out of luck");
    },
  };
  await assert.rejects(run(database, failing), /out of luck/);
  for (const name of ["20260101_001_other.cql", "20260101_001_other.ts"]) {
    const { context, planOptions } = memoryRunner(database, { code: { [name]: { upgrade: () => undefined } } });
    const migrations = migrationsOf({ [name]: "CREATE TABLE u (id int PRIMARY KEY);" });
    await assert.rejects(migrate(context, { ...planOptions, migrations }), { code: "history-diverged" });
  }
});

test("settled to be tried again, code stays half done, and finds what it made", async () => {
  const database = memoryDatabase(["shop"]);
  let fails = true;
  const migration: CodeMigration = {
    async upgrade(context) {
      await context.execute(TABLE);
      if (fails) throw new Error("out of luck");
    },
  };
  await assert.rejects(run(database, migration), /out of luck/);
  const { context, planOptions } = memoryRunner(database);
  await settle(context, { ...planOptions, migrations: MIGRATIONS }, { version: "20260101_001", kind: "retry" });
  fails = false;
  await run(database, migration);
  assert.deepEqual(sentTo(database), [TABLE]);
});

test("a phase that sent nothing stays finished after a failure", async () => {
  const database = memoryDatabase(["shop"]);
  let runs = 0;
  const migrationThat = (fails: boolean): CodeMigration => ({
    async upgrade(context) {
      await context.once("elsewhere", () => {
        runs += 1;
      });
      if (fails) throw new Error("out of luck");
    },
  });
  await assert.rejects(run(database, migrationThat(true)), /out of luck/);
  await run(database, migrationThat(false));
  assert.equal(runs, 1);
});

test("a rollback that half done code is in the way of says that it starts again", async () => {
  const database = memoryDatabase(["shop"]);
  const failing: CodeMigration = {
    async upgrade(context) {
      await context.execute(TABLE);
      throw new Error("out of luck");
    },
  };
  await assert.rejects(run(database, failing), /out of luck/);
  const { context, planOptions } = memoryRunner(database);
  const extent = { kind: "steps", steps: 1 } as const;
  const rolling = rollback(context, { ...planOptions, migrations: MIGRATIONS, extent });
  await assert.rejects(rolling, { code: "history-diverged", hint: /migrate starts it again/ });
});
