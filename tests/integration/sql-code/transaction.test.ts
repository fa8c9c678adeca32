// Goal: a migration in code on a SQL database happens as a whole, or not at all. Method: real databases, looked at from beside.
import assert from "node:assert/strict";
import { Database } from "../../../src/database.ts";
import type { SqlCodeMigration } from "../../../src/migration/sql-code-migration.ts";
import type { SqlSession } from "../../../src/sql/session.ts";
import { onEachUrl, onPostgresUrl } from "./each-database.ts";
import { runCode } from "./run-code.ts";

async function look(url: string, text: string): Promise<readonly unknown[]> {
  const database = Database.fromUrl(url);
  try {
    return await database.execute(text);
  } finally {
    await database.close();
  }
}

onEachUrl("schema, rows and record are committed together", async (url) => {
  const { snapshot, events } = await runCode(url, {
    async upgrade(ctx) {
      assert.equal(await ctx.tableExists("t"), false);
      await ctx.execute("CREATE TABLE t (id int PRIMARY KEY, n int)");
      await ctx.execute("CREATE INDEX t_n ON t (n)");
      assert.deepEqual(
        [
          await ctx.tableExists("t"),
          await ctx.columnExists("t", "n"),
          await ctx.indexExists("t_n"),
          await ctx.columnExists("t", "x"),
        ],
        [true, true, true, false],
      );
      await ctx.insert(
        "t",
        Array.from({ length: 2_500 }, (_, id) => ({ id, n: 0 })),
      );
      let rows = 0;
      for await (const page of ctx
        .query<{ id: number }>("SELECT id FROM t WHERE id >= $1 ORDER BY id", [500])
        .pages()) {
        rows += page.length;
        await ctx.execute("UPDATE t SET n = n + 1 WHERE id = ANY($1)", [page.map(({ id }) => id)]);
      }
      assert.equal(rows, 2_000);
      assert.equal((await ctx.query("SELECT id FROM t").first())?.id !== undefined, true);
      ctx.log("done");
    },
  });
  assert.deepEqual(
    snapshot?.events.map(({ kind }) => kind),
    ["applied"],
  );
  assert.ok(events.some((event) => event.kind === "code-said" && event.message === "done"));
  assert.deepEqual(await look(url, "SELECT count(*)::int AS n, sum(n)::int AS s FROM t"), [{ n: 2_500, s: 2_000 }]);
});

onEachUrl("of one that throws nothing is kept, a failure that it caught included", async (url) => {
  const failing: readonly SqlCodeMigration["upgrade"][] = [
    async (ctx) => {
      await ctx.execute("CREATE TABLE t (id int PRIMARY KEY)");
      throw new Error("out of luck");
    },
    async (ctx) => {
      await ctx.execute("CREATE TABLE t (id int PRIMARY KEY)");
      await ctx.execute("SELECT 1/0").catch(() => undefined);
    },
    async (ctx) => {
      await ctx.execute("CREATE TABLE t (id int PRIMARY KEY)");
      void ctx.execute("SELECT 1/0").catch(() => undefined);
    },
  ];
  for (const upgrade of failing) await assert.rejects(runCode(url, { upgrade }));
  assert.deepEqual(await look(url, "SELECT to_regclass('t') IS NULL AS gone"), [{ gone: true }]);
  assert.deepEqual(await look(url, "SELECT 1 FROM tidemark_history WHERE kind <> 'failed'"), []);
});

onEachUrl("a transaction within it is a savepoint", async (url) => {
  await runCode(url, {
    async upgrade(ctx) {
      await ctx.execute("CREATE TABLE t (id int PRIMARY KEY)");
      await ctx.insert("t", { id: 1 });
      await ctx.transaction((inner) => inner.insert("t", [{ id: 2 }, { id: 1 }])).catch(() => undefined);
      await ctx.transaction((inner) => inner.insert("t", { id: 3 }));
    },
  });
  assert.deepEqual(await look(url, "SELECT id FROM t ORDER BY id"), [{ id: 1 }, { id: 3 }]);
});

for (const [what, upgrade, message] of [
  [
    "once",
    async (ctx) => void (await ctx.once("a", () => undefined)),
    /once needs a migration that says transaction: false/,
  ],
  ["batches", async (ctx) => void (await ctx.batches({ table: "t", key: "id" }, () => undefined)), /batches needs/],
  ["DROP", async (ctx) => void (await ctx.execute("DROP TABLE kept")), /may not remove anything/],
  ["dropTable", async (ctx) => ctx.dropTable("kept"), /may not remove anything/],
  ["TRUNCATE", async (ctx) => void (await ctx.execute("TRUNCATE kept")), /may not remove anything/],
  [
    "CREATE INDEX CONCURRENTLY",
    async (ctx) => void (await ctx.execute("CREATE INDEX CONCURRENTLY i ON kept (id)")),
    /cannot run in a transaction/,
  ],
  [
    "an index without a name",
    async (ctx) => void (await ctx.execute("CREATE INDEX CONCURRENTLY ON kept (id)")),
    /without a name/,
  ],
  ["COMMIT", async (ctx) => void (await ctx.execute("COMMIT")), /keeps its transactions itself/],
  ["SET", async (ctx) => void (await ctx.execute("SET search_path = other")), /not the migration's to change/],
  [
    "the history",
    async (ctx) => void (await ctx.execute("UPDATE tidemark_history_lock SET revision = 0")),
    /tidemark's own tables/,
  ],
] as readonly (readonly [string, SqlCodeMigration["upgrade"], RegExp])[]) {
  onEachUrl(`${what} is refused before it is sent`, async (url) => {
    await look(url, "CREATE TABLE kept (id int)");
    await assert.rejects(runCode(url, { upgrade }), { message });
    assert.deepEqual(await look(url, "SELECT to_regclass('kept') IS NOT NULL AS kept"), [{ kept: true }]);
  });
}

const IN_THE_WAY = "DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '40001'; END $$";

for (const transaction of [true, false]) {
  const where = transaction ? "a migration" : "a transaction of a migration";
  onEachUrl(`${where} that catches a 40001 and throws its own error runs again`, async (url) => {
    let tries = 0;
    const work = async (session: SqlSession): Promise<void> => {
      tries += 1;
      await session.execute("CREATE TABLE t (id int PRIMARY KEY)");
      if (tries > 1) return;
      await session.execute(IN_THE_WAY).catch(() => {
        throw new Error("mine");
      });
    };
    await runCode(url, { transaction, upgrade: (ctx) => (transaction ? work(ctx) : ctx.transaction(work)) });
    assert.equal(tries, 2);
    assert.deepEqual(await look(url, "SELECT * FROM t"), []);
  });
}

onEachUrl("one that another is always in the way of is given up, and says how often it was tried", async (url) => {
  const upgrade: SqlCodeMigration["upgrade"] = (ctx) =>
    ctx.transaction((session) => session.execute(IN_THE_WAY).then(() => undefined), { attempts: 2 });
  await assert.rejects(runCode(url, { transaction: false, upgrade }), { message: /in the way.* \(2 tries\)$/ });
});

onPostgresUrl("what another transaction is in the way of is done on a second try", async (url) => {
  await look(url, "CREATE TABLE t (id int PRIMARY KEY, n int)");
  await look(url, "INSERT INTO t VALUES (1, 0), (2, 0)");
  const other = Database.fromUrl(url, { settings: { deadlock_timeout: "10s" } });
  let tries = 0;
  let disturbing: Promise<unknown> = Promise.resolve();
  try {
    await runCode(url, {
      async upgrade(ctx) {
        tries += 1;
        await ctx.execute("SET LOCAL deadlock_timeout = '50ms'");
        await ctx.execute("UPDATE t SET n = n + 1 WHERE id = 1");
        if (tries === 1) {
          let hasBegun: () => void = () => undefined;
          const begun = new Promise<void>((resolve) => {
            hasBegun = resolve;
          });
          disturbing = other.transaction(async (session) => {
            await session.execute("UPDATE t SET n = n + 10 WHERE id = 2");
            hasBegun();
            await session.execute("UPDATE t SET n = n + 10 WHERE id = 1");
          });
          await begun;
        }
        await ctx.execute("UPDATE t SET n = n + 1 WHERE id = 2");
      },
    });
    await disturbing;
    assert.equal(tries, 2);
    assert.deepEqual(await look(url, "SELECT n FROM t"), [{ n: 11 }, { n: 11 }]);
  } finally {
    await other.close();
  }
});
