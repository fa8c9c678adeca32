// Goal: what docs/library.md says of `Database` is so on real databases.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Database } from "../../../src/database.ts";
import { onEachDatabase, onPostgres } from "./each-database.ts";

onEachDatabase("values come back as they went in", async (open) => {
  const database = open();
  await database.execute(`CREATE TABLE v (id int8 PRIMARY KEY, small int2, amount numeric, share float8, at timestamptz,
    day date, note text, raw bytea, doc jsonb, tags text[], is_on bool, code uuid)`);
  const row = {
    id: 9007199254740993n,
    small: 7,
    amount: "12345678901234567890.123456789",
    share: 0.1,
    at: new Date("2026-02-03T04:05:06.789Z"),
    day: "2026-02-03",
    note: 'O\'Brien; -- \\ "x" $1 é 💧',
    raw: new Uint8Array([0, 255, 39, 92]),
    doc: { a: [1, "x", null] },
    tags: ["a,b", 'c"d', "NULL", "{}"],
    is_on: true,
    code: "0b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
  };
  const [stored] = await database.insert("v", row);
  const [read] = await database.select("v", { where: { id: row.id } });
  for (const each of [stored, read]) {
    assert.deepEqual({ ...each, raw: new Uint8Array(each?.raw as Uint8Array) }, row);
  }
});

onEachDatabase("names and values in any form are names and values", async (open) => {
  const database = open();
  const name = `t"; DROP TABLE kept; --`;
  await database.execute("CREATE TABLE kept (id int)");
  await database.execute(`CREATE TABLE "${name.replaceAll('"', '""')}" ("a b" int, "c""d" text)`);
  const evil = "'; DROP TABLE kept; --";
  await database.insert(name, [
    { "a b": 1, 'c"d': evil },
    { "a b": 2, 'c"d': null },
  ]);
  const rows = await database.select(name, { where: { 'c"d': [evil] }, columns: ["a b"], orderBy: 'c"d' });
  assert.deepEqual(rows, [{ "a b": 1 }]);
  assert.equal((await database.select(name, { where: { 'c"d': [evil, null] } })).length, 2);
  await database.dropTable(name);
  assert.deepEqual(await database.select("kept"), []);
});

onEachDatabase("two statements in one text are refused", async (open) => {
  const database = open();
  await database.execute("CREATE TABLE kept (id int)");
  await assert.rejects(database.execute("SELECT 1; DROP TABLE kept"), {
    message: /^execute takes one statement/,
    details: { sqlstate: "42601" },
  });
  assert.deepEqual(await database.select("kept"), []);
});

onEachDatabase("what a transaction throws undoes it, and a savepoint itself alone", async (open) => {
  const database = open();
  await database.execute("CREATE TABLE t (id int PRIMARY KEY)");
  await assert.rejects(
    database.transaction(async (session) => {
      await session.insert("t", { id: 1 });
      throw new Error("no");
    }),
    /no/,
  );
  await database.transaction(async (session) => {
    await session.insert("t", { id: 2 });
    const again = session.transaction((inner) => inner.insert("t", [{ id: 3 }, { id: 2 }]));
    await assert.rejects(again, { details: { sqlstate: "23505", constraint: "t_pkey", table: "t" } });
    await session.insert("t", { id: 4 });
  });
  assert.deepEqual(await database.select("t", { orderBy: "id" }), [{ id: 2 }, { id: 4 }]);
});

onEachDatabase("a failure that is caught within a transaction is not lost: nothing is committed", async (open) => {
  const database = open();
  await database.execute("CREATE TABLE t (id int PRIMARY KEY)");
  const working = database.transaction(async (session) => {
    await session.insert("t", { id: 1 });
    await session.insert("t", { id: 1 }).catch(() => undefined);
  });
  await assert.rejects(working, { details: { sqlstate: "23505", constraint: "t_pkey", table: "t" } });
  assert.deepEqual(await database.select("t"), []);
});

onEachDatabase("many rows are inserted, all of them", async (open) => {
  const database = open();
  await database.execute("CREATE TABLE t (id int PRIMARY KEY, a int, b text)");
  const rows = Array.from({ length: 30_000 }, (_, id) => ({ id, a: id % 7, b: null }));
  assert.equal((await database.insert("t", rows)).length, 30_000);
  assert.deepEqual(await database.execute("SELECT count(*) AS n, sum(id) AS s FROM t"), [
    { n: 30_000n, s: 449_985_000n },
  ]);
});

onEachDatabase("a table is dropped, and one that is not there only when that is allowed", async (open) => {
  const database = open();
  await database.execute("CREATE TABLE t (id int)");
  await database.dropTable("t");
  await assert.rejects(database.dropTable("t"), { code: "step-failed", details: { sqlstate: "42P01" } });
  await database.dropTable("t", { ifExists: true });
});

onEachDatabase("schema and settings are those of the session", async (open) => {
  const database = open({ schema: "Odd schema", settings: { "app.environment": "staging" } });
  await database.execute('CREATE SCHEMA "Odd schema"');
  await database.execute("CREATE TABLE t (id int)");
  assert.deepEqual(await database.select("Odd schema.t"), []);
  assert.deepEqual(await database.execute("SELECT current_setting('app.environment') AS e"), [{ e: "staging" }]);
});

onEachDatabase("a schema that does not exist is named", async (open) => {
  await assert.rejects(open({ schema: "nope" }).execute("CREATE TABLE t (id int)"), {
    message: /the schema nope does not exist/,
  });
});

onPostgres("two transactions that cannot be serialized are both done, one of them on a second try", async (open) => {
  const [one, other] = [open(), open()];
  await one.execute("CREATE TABLE t (id int PRIMARY KEY, n int)");
  await one.insert("t", [
    { id: 1, n: 0 },
    { id: 2, n: 0 },
  ]);
  let runs = 0;
  let arrived = 0;
  let release: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  const write = (database: Database, from: number, to: number): Promise<void> =>
    database.transaction(
      async (session) => {
        runs += 1;
        const [row] = await session.select<{ n: number }>("t", { where: { id: from }, columns: ["n"] });
        // Both have read before one of them writes.
        arrived += 1;
        if (arrived === 2) release();
        await both;
        await session.execute("UPDATE t SET n = $1 WHERE id = $2", [(row?.n ?? 0) + 1, to]);
      },
      { isolation: "serializable" },
    );
  await Promise.all([write(one, 1, 2), write(other, 2, 1)]);
  assert.equal(runs, 3);
  // As if one had run after the other.
  const rows = await one.select<{ n: number }>("t", { orderBy: "n", columns: ["n"] });
  assert.deepEqual(rows, [{ n: 1 }, { n: 2 }]);
});

onPostgres("a deadlock ends with both transactions done", async (open) => {
  const [one, other] = [
    open({ settings: { deadlock_timeout: "50ms" } }),
    open({ settings: { deadlock_timeout: "50ms" } }),
  ];
  await one.execute("CREATE TABLE t (id int PRIMARY KEY, n int)");
  await one.insert("t", [
    { id: 1, n: 0 },
    { id: 2, n: 0 },
  ]);
  const add = (database: Database, ids: readonly number[]): Promise<void> =>
    database.transaction(async (session) => {
      for (const id of ids) {
        await session.execute("UPDATE t SET n = n + 1 WHERE id = $1", [id]);
        await session.execute("SELECT pg_sleep(0.1)");
      }
    });
  await Promise.all([add(one, [1, 2]), add(other, [2, 1])]);
  assert.deepEqual(await one.select("t", { columns: ["n"] }), [{ n: 2 }, { n: 2 }]);
});

onPostgres("a connection that the server ends fails its transaction, and the next call has a new one", async (open) => {
  const [database, killer] = [open({ settings: { "app.x": "y" } }), open()];
  await database.execute("CREATE TABLE t (id int)");
  const working = database.transaction(async (session) => {
    const [row] = await session.execute("SELECT pg_backend_pid() AS pid");
    await session.insert("t", { id: 1 });
    await killer.execute("SELECT pg_terminate_backend($1)", [row?.pid]);
    await session.insert("t", { id: 2 });
  });
  await assert.rejects(working, { code: "connection-failed" });
  assert.deepEqual(await database.select("t"), []);
  assert.deepEqual(await database.execute("SELECT current_setting('app.x') AS x"), [{ x: "y" }]);
});

onPostgres("no error shows the password of the URL, or a value that was sent", async (open, url) => {
  const withPassword = url.replace("://postgres@", "://postgres:s3cret@").replace(/\/[^/]+$/, "/absent");
  const absent = Database.fromUrl(withPassword);
  await assert.rejects(absent.execute("SELECT 1"), (error: Error) => {
    assert.ok(!`${error.message} ${JSON.stringify(error)} ${error.stack}`.includes("s3cret"));
    return true;
  });
  await absent.close();
  await assert.rejects(open().execute("SELECT $1::int8 AS n", ["s3cret"]), (error: Error) => {
    assert.ok(!`${error.message} ${JSON.stringify(error)}`.includes("s3cret"), error.message);
    return true;
  });
});

test("a time to connect is a duration, or a number of seconds", async () => {
  for (const connectTimeout of ["500ms", "1s", 0.5, "2"]) {
    await Database.fromUrl("postgres://h/d", { connectTimeout }).close();
  }
  for (const connectTimeout of ["soon", "0s", 0, -1, Number.NaN]) {
    assert.throws(() => Database.fromUrl("postgres://h/d", { connectTimeout }), { code: "usage" });
  }
});

test("a URL of another kind is refused before anything is opened", () => {
  for (const url of ["mysql://x", "shop", "", "postgres://h"])
    assert.throws(() => Database.fromUrl(url), { code: "usage" });
});

onEachDatabase(
  "instants are read as Date under any DateStyle, and the order of days and months stays",
  async (open) => {
    for (const datestyle of ["SQL, DMY", "German", "Postgres, DMY"]) {
      const database = open({ settings: { datestyle } });
      const [row] = await database.execute(
        "SELECT timestamptz '2026-08-20 12:00:00+00' AS at, ARRAY[timestamptz '2026-08-20 12:00:00+00'] AS list, '1/2/2026'::date AS day",
      );
      const at = new Date("2026-08-20T12:00:00Z");
      assert.deepEqual(row, { at, list: [at], day: "2026-02-01" });
    }
  },
);

onPostgres("instants are read as Date whatever DateStyle the database has", async (open, url) => {
  await open().execute(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET datestyle = 'SQL, DMY'`);
  const [row] = await open().execute("SELECT timestamptz '2026-08-20 12:00:00+00' AS at, '1/2/2026'::date AS day");
  assert.deepEqual(row, { at: new Date("2026-08-20T12:00:00Z"), day: "2026-02-01" });
});
