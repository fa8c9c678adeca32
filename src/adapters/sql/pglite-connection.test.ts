// Goal: the embedded database answers as a server does, and lets nobody into another's transaction.
// Method: connections to one database in memory.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { SqlConnection } from "./connection.ts";
import { pgliteConnector } from "./pglite-connector.ts";

const connector = pgliteConnector("memory");
let connection: SqlConnection;

before(async () => {
  connection = await connector.open();
});
after(() => connector.close());

async function rowsOf(text: string, values: readonly unknown[] = [], on: SqlConnection = connection) {
  const { results, failure } = await on.pipeline([{ text, values }]);
  assert.equal(failure, undefined);
  return results[0]?.rows;
}

test("each statement has its rows, its count and its notices", async () => {
  const { results, failure } = await connection.pipeline([
    { text: "CREATE TABLE counted (n int8, t text)" },
    { text: "INSERT INTO counted VALUES ($1, $2), (2, NULL)", values: [1n, "é'"] },
    { text: "DO $$ BEGIN RAISE NOTICE 'hello'; RAISE WARNING 'careful'; END $$" },
    { text: "SELECT * FROM counted ORDER BY n" },
    { text: "-- nothing" },
  ]);
  assert.equal(failure, undefined);
  assert.deepEqual(
    results.map(({ rows, rowCount, notices }) => ({ rows, rowCount, notices })),
    [
      { rows: [], rowCount: undefined, notices: [] },
      { rows: [], rowCount: 2, notices: [] },
      {
        rows: [],
        rowCount: undefined,
        notices: [
          { severity: "NOTICE", message: "hello", code: "00000" },
          { severity: "WARNING", message: "careful", code: "01000" },
        ],
      },
      {
        rows: [
          { n: 1n, t: "é'" },
          { n: 2n, t: null },
        ],
        rowCount: 2,
        notices: [],
      },
      { rows: [], rowCount: undefined, notices: [] },
    ],
  );
});

test("values are of the types that both drivers give", async () => {
  const [row] =
    (await rowsOf(
      `SELECT 1::int2 a, 1.50::numeric b, '2026-01-02 03:04:05+00'::timestamptz c, '{"x":[1]}'::jsonb d, '\\x01ff'::bytea e,
       true f, ARRAY[1,NULL]::int4[] g, '2026-01-02'::date h, $1::text[] i, $2::bytea j`,
      [["a", 'b"'], new Uint8Array([0, 7])],
    )) ?? [];
  assert.deepEqual(row, {
    a: 1,
    b: "1.50",
    c: new Date("2026-01-02T03:04:05Z"),
    d: { x: [1] },
    e: new Uint8Array([1, 255]),
    f: true,
    g: [1, null],
    h: "2026-01-02",
    i: ["a", 'b"'],
    j: new Uint8Array([0, 7]),
  });
});

test("after the first that fails the rest is skipped, and the failure has its place in characters", async () => {
  const { results, failure } = await connection.pipeline([
    { text: "SELECT 1 AS one" },
    { text: "SELECT 'éé' AS two, nope" },
    { text: "CREATE TABLE never ()" },
  ]);
  assert.equal(results.length, 1);
  assert.deepEqual(
    { kind: failure?.kind, code: failure?.code, position: failure?.position, message: failure?.message },
    { kind: "refused", code: "42703", position: 21, message: 'column "nope" does not exist' },
  );
  assert.deepEqual(await rowsOf("SELECT to_regclass('never') AS found"), [{ found: null }]);
});

test("a pipeline without BEGIN is carried out as a whole or not at all", async () => {
  const { failure } = await connection.pipeline([{ text: "CREATE TABLE half ()" }, { text: "SELECT 1/0" }]);
  assert.equal(failure?.code, "22012");
  assert.deepEqual(await rowsOf("SELECT to_regclass('half') AS found"), [{ found: null }]);
});

test("a deferred constraint that fails at the end is a failure", async () => {
  await connection.pipeline([
    { text: "CREATE TABLE later (id int PRIMARY KEY, other int REFERENCES later DEFERRABLE INITIALLY DEFERRED)" },
  ]);
  const { results, failure } = await connection.pipeline([{ text: "INSERT INTO later VALUES (1, 2)" }]);
  assert.deepEqual([results.length, failure?.code], [1, "23503"]);
  assert.deepEqual(await rowsOf("SELECT * FROM later"), []);
});

test("a failed transaction stays open until ROLLBACK, and keeps others waiting until then", async () => {
  const other = await connector.open();
  const begun = await connection.pipeline([
    { text: "BEGIN" },
    { text: "CREATE TABLE mine ()" },
    { text: "SELECT nope" },
  ]);
  assert.equal(begun.failure?.code, "42703");
  let hasAnswered = false;
  const waiting = rowsOf("SELECT to_regclass('mine') AS found", [], other).finally(() => {
    hasAnswered = true;
  });
  await sleep(30);
  assert.ok(!hasAnswered);
  assert.equal((await connection.pipeline([{ text: "SELECT 1" }])).failure?.code, "25P02");
  await connection.pipeline([{ text: "ROLLBACK" }]);
  assert.deepEqual(await waiting, [{ found: null }]);
  await other.close();
});

test("closing a connection undoes what it leaves open", async () => {
  const leaving = await connector.open();
  await leaving.pipeline([{ text: "BEGIN" }, { text: "CREATE TABLE left_open ()" }]);
  await leaving.close();
  assert.ok(leaving.isLost);
  assert.equal((await leaving.pipeline([{ text: "SELECT 1" }])).failure?.kind, "lost");
  assert.deepEqual(await rowsOf("SELECT to_regclass('left_open') AS found"), [{ found: null }]);
});

test("many connections at once each get their own answers", async () => {
  await connection.pipeline([{ text: "CREATE TABLE tally (n int)" }, { text: "INSERT INTO tally VALUES (0)" }]);
  const connections = await Promise.all(Array.from({ length: 8 }, () => connector.open()));
  await Promise.all(
    connections.map(async (each) => {
      for (let round = 0; round < 5; round += 1) {
        await each.pipeline([{ text: "BEGIN" }]);
        const [current] = (await rowsOf("SELECT n FROM tally", [], each)) ?? [];
        await each.pipeline([
          { text: "UPDATE tally SET n = $1", values: [Number(current?.n) + 1] },
          { text: "COMMIT" },
        ]);
      }
    }),
  );
  assert.deepEqual(await rowsOf("SELECT n FROM tally"), [{ n: 40 }]);
});

test("COPY that waits for rows is refused at once", async () => {
  const { failure } = await connection.pipeline([
    { text: "CREATE TABLE copied (n int)" },
    { text: "COPY copied FROM STDIN" },
    { text: "SELECT 1" },
  ]);
  assert.match(failure?.message ?? "", /rows from a client are not supported here/);
});

test("endless recursion is an error, and the database lives on", async () => {
  await connection.pipeline([
    { text: "CREATE FUNCTION deep(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN deep(n + 1); END $$" },
  ]);
  const { failure } = await connection.pipeline([{ text: "SELECT deep(1)" }]);
  assert.deepEqual([failure?.kind, failure?.code], ["refused", "54001"]);
  assert.deepEqual(await rowsOf("SELECT 1 AS alive"), [{ alive: 1 }]);
});

test("an index is built concurrently when it comes alone", async () => {
  await connection.pipeline([{ text: "CREATE TABLE indexed (n int)" }]);
  const alone = await connection.pipeline([{ text: "CREATE INDEX CONCURRENTLY indexed_n ON indexed (n)" }]);
  assert.equal(alone.failure, undefined);
  const within = await connection.pipeline([
    { text: "BEGIN" },
    { text: "CREATE INDEX CONCURRENTLY indexed_m ON indexed (n)" },
  ]);
  assert.equal(within.failure?.code, "25001");
  await connection.pipeline([{ text: "ROLLBACK" }]);
});

test("timers go on while many statements are carried out", async () => {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 5);
  await connection.pipeline(
    Array.from({ length: 300 }, (_, index) => ({ text: `CREATE TABLE many_${index} (n int)` })),
  );
  clearInterval(timer);
  assert.ok(ticks >= 3, `${ticks} ticks`);
});

test("who waits for a transaction that never ends hears when the database is closed", async () => {
  const own = pgliteConnector("memory");
  const holder = await own.open();
  await holder.pipeline([{ text: "BEGIN" }]);
  const others = await Promise.all([own.open(), own.open()]);
  const waiting = others.map((other) => other.pipeline([{ text: "SELECT 1" }]));
  await sleep(10);
  await own.close();
  for (const { failure } of await Promise.all(waiting)) assert.equal(failure?.kind, "lost");
  assert.ok(holder.isLost);
});
