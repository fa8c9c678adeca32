// Goal: what went wrong in a file of SQL is said in whole sentences, with what helps there, and names whoever it is of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Database } from "../../src/database.ts";
import { assertExit, type CliResult, type Files, runCli, withDirectory } from "./cli.ts";

const URL = ["--url", "pglite:./shop"] as const;

async function migrate(files: Files, use: (result: CliResult, cwd: string) => Promise<void> | void): Promise<void> {
  await withDirectory(files, async (cwd) => {
    assertExit(await runCli(["init", ...URL], { cwd }), 0);
    await use(await runCli(["migrate", ...URL], { cwd }), cwd);
  });
}

test("a hint of the server and what to run then are one sentence", () =>
  migrate({ "migrations/V1__a.sql": "SELECT nope(1);\n" }, ({ stderr }) => {
    assert.match(stderr, /explicit type casts; then run tidemark migrate again: nothing of the migration was done/);
  }));

test("a procedure that commits is told of `-- @no-transaction`, and works with it", async () => {
  const text = "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;\nCALL p();\n";
  await migrate({ "migrations/V1__a.sql": text }, (result) => {
    assertExit(result, 1);
    assert.match(result.stderr, /`-- @no-transaction` at the head of the file; then run/);
  });
  await migrate({ "migrations/V1__a.sql": `-- @no-transaction\n${text}` }, (result) => assertExit(result, 0));
});

test("a savepoint under `-- @no-transaction` is gone with its statement, and that is said", () =>
  migrate({ "migrations/V1__a.sql": "-- @no-transaction\nSAVEPOINT a;\nROLLBACK TO a;\n" }, (result) => {
    assertExit(result, 1);
    assert.match(result.stderr, /a savepoint counts within one transaction/);
  }));

for (const text of ["DROP TABLE tidemark_history", "DROP SCHEMA public CASCADE"]) {
  test(`refused before anything runs: ${text}`, () =>
    migrate({ "migrations/V1__a.sql": `CREATE TABLE a (id int);\n${text};\n` }, (result) => {
      assertExit(result, 2);
      assert.match(result.stderr, /^error: migrations\/V1__a\.sql:2:/m);
    }));
}

test("drift says what is so, not what is to be done", () =>
  migrate({ "migrations/V1__a.sql": "CREATE TABLE a (id int);\n" }, async (_result, cwd) => {
    const database = Database.fromUrl(`pglite:${cwd}/shop`);
    await database.execute("ALTER TABLE a ADD COLUMN age int");
    await database.close();
    const { stdout } = await runCli(["drift", ...URL], { cwd });
    assert.match(stdout, /column age integer only live/);
  }));
