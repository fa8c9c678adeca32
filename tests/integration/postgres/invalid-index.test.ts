// An index that a failed CREATE INDEX CONCURRENTLY has left invalid is dropped before the next try, and one that somebody else has
// left is neither dropped nor taken for the index that was asked for.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import type { EngineEvent } from "../../../src/engine/event.ts";
import type { ExecuteOptions, StepOutcome } from "../../../src/engine/ports.ts";
import { statementStep } from "../../../src/plan/plan.ts";
import { classify } from "../../../src/sql/classify.ts";
import { Tidemark } from "../../../src/tidemark.ts";
import { type TestDatabase, withDatabase, withPostgres } from "./server.ts";
import { sqlOptions } from "./sql-options.ts";

interface World extends TestDatabase {
  execute(text: string, options?: ExecuteOptions): Promise<StepOutcome>;
  /** Names of the indexes of a table, and whether they are valid. */
  indexes(table: string): Promise<Readonly<Record<string, boolean>>>;
  /** Runs the one migration of this text. */
  migrate(text: string, onEvent?: (event: EngineEvent) => void): Promise<void>;
}

const TWICE = "(id int, email text); INSERT INTO";

withPostgres("invalid indexes", (url) => {
  function claim(title: string, use: (world: World) => Promise<void>): void {
    test(title, () =>
      withDatabase(url, async (database) => {
        const { client, url: own } = database;
        await client.query(`CREATE SCHEMA s2; CREATE TABLE users ${TWICE} users VALUES (1, 'a'), (2, 'a')`);
        await client.query(`CREATE TABLE s2.t ${TWICE} s2.t VALUES (1, 'a'), (2, 'a')`);
        const target = await openSqlTarget(sqlOptions(own, { lockTimeoutMs: 300 }), "postgres");
        const directory = await mkdtemp(join(tmpdir(), "tidemark-index-"));
        const place = { index: 0, keyspace: "public", file: "x.sql", line: 1 };
        try {
          await use({
            ...database,
            execute: (text, options = {}) => target.execute(statementStep(text, classify(text), place), options),
            async indexes(table) {
              const text = `SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = '${table}'::regclass`;
              const { rows } = await client.query(text);
              return Object.fromEntries(rows.map(({ relname, indisvalid }) => [relname, indisvalid]));
            },
            async migrate(text, onEvent) {
              await writeFile(join(directory, "V001__x.sql"), text);
              const tidemark = await Tidemark.open({ url: own, migrationsDir: directory, lockTimeout: "300ms" });
              try {
                await tidemark.migrate(onEvent && { onEvent });
              } finally {
                await tidemark.close();
              }
            },
          });
        } finally {
          await target.close();
          await rm(directory, { recursive: true });
        }
      }),
    );
  }

  const CREATE = "CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)";

  claim("what a failed try has left is dropped by the next, and the index made again", async (world) => {
    const failed = await world.execute(CREATE);
    assert.ok(failed.kind === "failed");
    assert.match(failed.message, /it has left the invalid index public\.users_email/);
    await world.client.query("DELETE FROM users WHERE id = 2");
    for (const options of [{ isRetried: true }, { earlierFailure: failed.message }]) {
      await world.client.query("UPDATE pg_index SET indisvalid = false WHERE indrelid = 'users'::regclass");
      const outcome = await world.execute(CREATE, options);
      assert.ok(outcome.kind === "done", JSON.stringify(outcome));
      assert.match(outcome.warnings.join(), /^tidemark has dropped the invalid index public\.users_email/);
      assert.deepEqual(await world.indexes("users"), { users_email: true });
    }
  });

  claim("on a first try an invalid index is somebody else's, with a guard or without", async (world) => {
    await assert.rejects(world.client.query(CREATE));
    for (const text of [CREATE, CREATE.replace("users_email", "IF NOT EXISTS users_email")]) {
      const outcome = await world.execute(text, { earlierFailure: "x.sql:1: canceling statement due to lock timeout" });
      assert.ok(outcome.kind === "failed");
      assert.match(outcome.message, /^the index public\.users_email already exists, on users, and is invalid$/);
      assert.match(outcome.hint ?? "", /DROP INDEX CONCURRENTLY public\.users_email/);
    }
    assert.deepEqual(await world.indexes("users"), { users_email: false });
  });

  claim("an invalid index of another table is left alone by a try that is repeated", async (world) => {
    await assert.rejects(world.client.query(CREATE));
    await world.client.query("CREATE TABLE other (email text)");
    const text = "CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON other (email)";
    const outcome = await world.execute(text, { isRetried: true });
    assert.ok(outcome.kind === "failed");
    assert.match(outcome.message, /already exists, on users, and is invalid/);
    assert.deepEqual(await world.indexes("users"), { users_email: false });
  });

  claim("an invalid index in another schema than the managed one is found", async ({ client, indexes, migrate }) => {
    const text = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_email ON s2.t (email);";
    await assert.rejects(migrate(text), { code: "step-failed", message: /left the invalid index s2\.t_email/ });
    await assert.rejects(migrate(text), { code: "step-failed", message: /could not create unique index/ });
    await client.query("DELETE FROM s2.t WHERE id = 2");
    await migrate(text);
    assert.deepEqual(await indexes("s2.t"), { t_email: true });
  });

  claim("an invalid index that was there first stays, however often it is tried", async (world) => {
    await assert.rejects(world.client.query(CREATE));
    for (let count = 0; count < 3; count += 1) {
      await assert.rejects(world.migrate(`${CREATE};`), { code: "step-failed", message: /and is invalid/ });
    }
    assert.deepEqual(await world.indexes("users"), { users_email: false });
  });

  claim("a REINDEX drops what its own earlier try has left, of its own table", async (world) => {
    const { client } = world;
    await client.query(
      "CREATE INDEX a ON users (id); CREATE INDEX a_ccnew ON users (id); CREATE INDEX b_ccnew ON s2.t (id)",
    );
    await client.query(
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('a_ccnew'::regclass, 's2.b_ccnew'::regclass)",
    );
    const text = "REINDEX TABLE CONCURRENTLY users";
    assert.equal((await world.execute(text)).kind, "done");
    assert.deepEqual(await world.indexes("users"), { a: true, a_ccnew: false });
    assert.equal((await world.execute(text, { isRetried: true })).kind, "done");
    assert.deepEqual(await world.indexes("users"), { a: true });
    assert.deepEqual(await world.indexes("s2.t"), { b_ccnew: false });
  });

  /** Another session, which ends what it has begun after a while. */
  async function meanwhile(own: string, text: string, afterMs: number, use: () => Promise<void>): Promise<void> {
    const other = new pg.Client({ connectionString: own });
    await other.connect();
    try {
      await other.query(`BEGIN; ${text}`);
      const ending = sleep(afterMs).then(() => other.query("COMMIT"));
      await use();
      await ending;
    } finally {
      await other.end();
    }
  }

  claim("an index waits for transactions that are older for longer than for a lock", ({ url: own, execute }) =>
    meanwhile(own, "INSERT INTO users VALUES (3, 'b')", 1_500, async () => {
      const outcome = await execute("CREATE INDEX CONCURRENTLY users_id ON users (id)");
      assert.equal(outcome.kind, "done", JSON.stringify(outcome));
    }),
  );

  claim("what stands alone is tried again when a lock was not free, and that is said", ({ url: own, migrate }) =>
    meanwhile(own, "LOCK TABLE users", 1_500, async () => {
      const repeated: EngineEvent[] = [];
      await migrate("VACUUM users;", (event) => {
        if (event.kind === "step-repeated") repeated.push(event);
      });
      assert.ok(repeated.length > 0);
      for (const event of repeated) {
        assert.ok(event.kind === "step-repeated" && event.waitMs !== undefined);
        assert.match(event.reason, /lock timeout/);
      }
    }),
  );
});
