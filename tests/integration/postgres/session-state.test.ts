// What a migration leaves in its session is taken back, so that the next one, and whoever a pooler gives the session to, finds none of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Runner, withRunner } from "./run-transaction.ts";
import { type TestDatabase, withDatabase, withPostgres } from "./server.ts";

/** What is done to the session, and how it shows. */
const CASES: Readonly<Record<string, readonly [change: string, shows: string]>> = {
  "a setting": ["SET work_mem = '7MB'", "SELECT current_setting('work_mem') = '7MB' AS is_left"],
  "a setting by a function": [
    "SELECT set_config('app.x', 'y', false)",
    "SELECT COALESCE(current_setting('app.x', true), '') <> '' AS is_left",
  ],
  "a setting by code": [
    "DO $$ BEGIN PERFORM set_config('app.x', 'y', false); END $$",
    "SELECT COALESCE(current_setting('app.x', true), '') <> '' AS is_left",
  ],
  "a role": ["SET ROLE pg_monitor", "SELECT current_user = 'pg_monitor' AS is_left"],
  "an authorization": ["SET SESSION AUTHORIZATION pg_monitor", "SELECT session_user = 'pg_monitor' AS is_left"],
  "a temporary table": ["CREATE TEMP TABLE books (id int)", "SELECT to_regclass('books') IS NOT NULL AS is_left"],
  "a channel": ["LISTEN news", "SELECT EXISTS (SELECT FROM pg_listening_channels()) AS is_left"],
  "a prepared statement": ["PREPARE p AS SELECT 1", "SELECT EXISTS (SELECT FROM pg_prepared_statements) AS is_left"],
  "a lock of the session": [
    "SELECT pg_advisory_lock(7)",
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS is_left",
  ],
};

withPostgres("the session after a migration", (url) => {
  function claim(title: string, use: (runner: Runner, database: TestDatabase) => Promise<void>): void {
    test(title, () => withDatabase(url, (database) => withRunner(database.url, (runner) => use(runner, database))));
  }

  for (const [name, [change, shows]] of Object.entries(CASES)) {
    claim(`${name} is taken back`, async ({ run, runCode, execute, target }) => {
      const look = async (): Promise<unknown> =>
        (await target.query({ text: shows, keyspace: "public", pageSize: 10 })).rows[0]?.is_left;
      assert.equal((await run(change)).kind, "done");
      assert.equal(await look(), false, "after a transaction");
      await runCode(change);
      assert.equal(await look(), false, "after code");
      assert.equal((await execute(change)).kind, "done");
      assert.equal(await look(), false, "after a lone statement");
      assert.equal((await run(change, "SELECT 1 / 0")).kind, "failed");
      assert.equal(await look(), false, "after a failure");
    });
  }

  claim("under another role the record is written all the same, by ours", async ({ run, runCode }, { client }) => {
    for (const change of ["SET ROLE pg_monitor", "SET LOCAL ROLE pg_monitor", "SET SESSION AUTHORIZATION pg_monitor"]) {
      assert.deepEqual((await run(change)).kind, "done", change);
      assert.equal((await runCode(change))[0]?.kind, "done");
    }
    const { rows } = await client.query("SELECT tableowner FROM pg_tables WHERE tablename LIKE 'tidemark%'");
    assert.ok(rows.every(({ tableowner }) => tableowner === "postgres"));
  });

  claim(
    "a trigger that is deferred to the commit finds the search path of the migration",
    async ({ run }, { client }) => {
      await client.query(`CREATE TABLE books (id int); CREATE TABLE seen (path text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.seen VALUES (current_setting('search_path')); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON books DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note()`);
      assert.equal((await run("SELECT 1", "INSERT INTO books VALUES (1)")).kind, "done");
      assert.deepEqual((await client.query("SELECT path FROM seen")).rows, [{ path: "public" }]);
    },
  );
});
