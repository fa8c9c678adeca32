// What is odd about a statement or a server is taken as PostgreSQL takes it: strings that go on behind comments, results that nobody
// reads, and a server that takes no writes.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Tidemark } from "../../../src/tidemark.ts";
import { withRunner } from "./run-transaction.ts";
import { withDatabase, withPostgres } from "./server.ts";

const ROWS = 400_000;
const HEAP_MAX = 80_000_000;

withPostgres("odd statements and servers", (url) => {
  async function withFile(own: string, text: string, use: (tidemark: Tidemark) => Promise<void>): Promise<void> {
    const migrationsDir = await mkdtemp(join(tmpdir(), "tidemark-odd-"));
    try {
      await writeFile(join(migrationsDir, "V001__x.sql"), text);
      const tidemark = await Tidemark.open({ url: own, migrationsDir });
      await use(tidemark).finally(() => tidemark.close());
    } finally {
      await rm(migrationsDir, { recursive: true });
    }
  }

  test("a string that goes on behind a comment is one string", () =>
    withDatabase(url, ({ client, url: own }) => {
      const text =
        "CREATE TABLE t (a text);\nINSERT INTO t VALUES (E'a' -- it''s';\n -- b\n '\\';c');\nINSERT INTO t VALUES ('d');";
      return withFile(own, text, async (tidemark) => {
        await tidemark.migrate();
        const { rows } = await client.query("SELECT a FROM t ORDER BY a");
        assert.deepEqual(rows, [{ a: "a';c" }, { a: "d" }]);
      });
    }));

  test("the rows of a SELECT in a migration take no memory", () =>
    withDatabase(url, ({ url: own }) =>
      withRunner(own, async ({ run, execute }) => {
        const text = `SELECT g::text AS a, g::text AS b, g::text AS c, g::text AS d FROM generate_series(1, ${ROWS}) g`;
        const before = process.memoryUsage().heapUsed;
        let most = before;
        const watch = setInterval(() => {
          most = Math.max(most, process.memoryUsage().heapUsed);
        }, 20);
        try {
          assert.equal((await run(text)).kind, "done");
          const outcome = await execute(text);
          assert.deepEqual(outcome.kind === "done" && outcome.rows, []);
        } finally {
          clearInterval(watch);
        }
        assert.ok(most - before < HEAP_MAX, `the heap grew by ${most - before}`);
      }),
    ));

  test("a server without a history that takes no writes is not said to get one", () =>
    withDatabase(url, async ({ client, name, url: own }) => {
      await withFile(own, "SELECT 1;", async (tidemark) => {
        const { isInitialized, isReadOnly } = await tidemark.status();
        assert.deepEqual([isInitialized, isReadOnly], [false, undefined]);
      });
      await client.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      await withFile(own, "SELECT 1;", async (tidemark) => {
        const { isInitialized, isReadOnly } = await tidemark.status();
        assert.deepEqual([isInitialized, isReadOnly], [false, true]);
      });
    }));
});
