// A lock that is not free in time: the message names who holds it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withRunner } from "./run-transaction.ts";
import { type TestDatabase, withDatabase, withPostgres } from "./server.ts";

withPostgres("who holds a lock", (url) => {
  async function withHeld(use: (database: TestDatabase) => Promise<void>): Promise<void> {
    await withDatabase(url, async (database) => {
      const { client } = database;
      await client.query(
        "CREATE TABLE users (id int); CREATE TABLE others (id int); SET application_name = 'the shop'",
      );
      await client.query("BEGIN");
      await client.query("SELECT count(*)\n FROM users");
      await use(database);
      await client.query("ROLLBACK");
    });
  }

  test("the session is named, with what it does and did last", () =>
    withHeld((database) =>
      withRunner(
        database.url,
        async ({ run, execute }) => {
          const end = await run("CREATE TABLE a (id int)", "ALTER TABLE public.users ADD COLUMN name text");
          assert.ok(end.kind === "failed" && end.mayPass === true && end.index === 1);
          const held = /held by pid \d+ \(the shop, idle in transaction for [^)]+\): SELECT count\(\*\) FROM users$/;
          assert.match(end.message, held);
          const alone = await execute("DROP TABLE users");
          assert.ok(alone.kind === "failed");
          assert.match(alone.message, held);
        },
        { lockTimeoutMs: 200 },
      ),
    ));

  test("who only reads is not in the way of an index", () =>
    withHeld(async (database) => {
      await database.client.query("INSERT INTO others VALUES (1)");
      await withRunner(
        database.url,
        async ({ run }) => {
          assert.equal((await run("CREATE INDEX by_id ON users (id)")).kind, "done");
          const end = await run("CREATE INDEX by_other ON others (id)");
          assert.ok(end.kind === "failed");
          assert.match(end.message, /held by pid \d+/);
        },
        { lockTimeoutMs: 200 },
      );
    }));
});
