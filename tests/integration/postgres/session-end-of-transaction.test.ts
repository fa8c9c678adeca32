// What a transaction leaves by the functions that it calls is gone before the next; its end says where it failed; and the limits
// and formats of the server are not those of a migration.
import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { type Runner, withRunner } from "./run-transaction.ts";
import { type TestDatabase, withDatabase, withPostgres } from "./server.ts";

const SETS = (change: string): string =>
  `CREATE FUNCTION leave() RETURNS text LANGUAGE plpgsql AS $$ BEGIN ${change}; RETURN 'x'; END $$`;

withPostgres("the end of a transaction", (url) => {
  function claim(title: string, use: (runner: Runner, database: TestDatabase) => Promise<void>): void {
    test(title, () => withDatabase(url, (database) => withRunner(database.url, (runner) => use(runner, database))));
  }

  claim("a setting made by a function that an INSERT calls does not reach the next", async ({ run }, { client }) => {
    await client.query(
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p); CREATE TABLE t (a text)",
    );
    await client.query(SETS("PERFORM set_config('session_replication_role', 'replica', false)"));
    assert.equal((await run("INSERT INTO t VALUES (leave())")).kind, "done");
    assert.equal((await run("INSERT INTO c VALUES (99)")).kind, "failed");
  });

  claim("a temporary table made by a trigger does not hide a table from the next", async ({ run }, { client }) => {
    await client.query(`CREATE TABLE users (id int); CREATE TABLE t (a int);
CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE users (id int); RETURN NEW; END $$;
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION leave()`);
    assert.equal((await run("INSERT INTO t VALUES (1)")).kind, "done");
    assert.equal((await run("ALTER TABLE users ADD COLUMN email text")).kind, "done");
    const { rows } = await client.query(
      "SELECT attname FROM pg_attribute WHERE attrelid = 'public.users'::regclass AND attname = 'email'",
    );
    assert.equal(rows.length, 1);
  });

  claim("a constraint that is deferred fails in its own place, and names no statement", async ({ run }, { client }) => {
    await client.query(
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
    );
    const end = await run("INSERT INTO c VALUES (99)", "SELECT 1");
    assert.ok(end.kind === "failed");
    assert.equal(end.index, undefined);
    assert.match(end.message, /^at its deferred constraints and triggers: .*foreign key/);
  });

  claim("what cannot be recorded says so, and names no statement", async ({ run }, { client }) => {
    await client.query(`CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;
CREATE TRIGGER g BEFORE UPDATE ON tidemark_history_lock FOR EACH ROW EXECUTE FUNCTION no()`);
    const end = await run("SELECT 1");
    assert.ok(end.kind === "failed");
    assert.equal(end.index, undefined);
    assert.match(end.message, /^while it was recorded: not today/);
  });

  claim("an error of another connection refuses its statement", async ({ run }) => {
    for (let time = 0; time < 2; time += 1) {
      const end = await run("DO $$ BEGIN RAISE EXCEPTION 'gone' USING ERRCODE = '08006'; END $$");
      assert.ok(end.kind === "failed");
      assert.deepEqual([end.index, end.mayPass], [0, undefined]);
      assert.match(end.message, /^gone/);
    }
    assert.equal((await run("SELECT 1")).kind, "done");
  });

  test("limits of the server for transactions are not those of a migration", () =>
    withDatabase(url, async ({ url: ours, name, client }) => {
      const { rows } = await client.query("SHOW server_version_num");
      await client.query(`ALTER DATABASE ${name} SET idle_in_transaction_session_timeout = '200ms'`);
      if (Number(rows[0]?.server_version_num) >= 170_000) {
        await client.query(`ALTER DATABASE ${name} SET transaction_timeout = '300ms'`);
      }
      await withRunner(ours, async ({ run, target }) => {
        assert.equal((await run("SELECT pg_sleep(0.5)")).kind, "done");
        const open = await target.transactions?.begin({ keyspace: "public" });
        assert.equal((await open?.send("SELECT 1", []))?.kind, "done");
        await new Promise((resolve) => setTimeout(resolve, 600));
        assert.equal((await open?.send("SELECT 1", []))?.kind, "done");
        await open?.rollback();
      });
    }));

  test("texts are read and written in one way, whatever the database has set", () =>
    withDatabase(url, async ({ url: ours, name }) => {
      const client = new pg.Client({ connectionString: ours });
      await client.connect();
      await client.query(`ALTER DATABASE ${name} SET datestyle = 'SQL, DMY'`);
      await client.query(`ALTER DATABASE ${name} SET standard_conforming_strings = off`);
      await client.query(`ALTER DATABASE ${name} SET bytea_output = escape`);
      await client.end();
      await withRunner(ours, async ({ target }) => {
        const text = String.raw`SELECT '\n' AS a, date '01/02/2026' AS b, timestamptz '2026-01-01 00:00:00Z' AS c, '\x00ff'::bytea AS d`;
        const { rows } = await target.query({ text, keyspace: "public", pageSize: 10 });
        const [row] = rows;
        assert.deepEqual(
          [row?.a, row?.c, Buffer.from(row?.d as Uint8Array).toString("hex")],
          [String.raw`\n`, new Date("2026-01-01T00:00:00Z"), "00ff"],
        );
        assert.equal(row?.b, "2026-02-01", "the order of day and month is the database's");
      });
    }));
});
