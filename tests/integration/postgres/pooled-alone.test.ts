// Through a pooler that hands out sessions by transaction: what runs outside of transactions is refused before anything of it is sent,
// and no session keeps what was set for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startTransactionPooler } from "../../postgres/transaction-pooler.ts";
import { withRunner } from "./run-transaction.ts";
import { withDatabase, withPostgres } from "./server.ts";

withPostgres("alone, through a pooler", (url) => {
  test("a statement outside of transactions is refused, others are taken, and no session is left changed", () =>
    withDatabase(url, async ({ client, url: own }) => {
      const pooler = await startTransactionPooler(own, 3);
      try {
        await withRunner(
          pooler.url,
          async ({ run, execute, target }) => {
            assert.equal(
              (await run("CREATE TABLE users (id int)", "SET work_mem = '7MB'", "LISTEN news")).kind,
              "done",
            );
            const outcome = await execute("CREATE INDEX CONCURRENTLY by_id ON users (id)");
            assert.ok(outcome.kind === "failed");
            assert.match(outcome.message, /pooler/);
            assert.match(outcome.hint ?? "", /URL that leads to the server itself/);
            assert.equal((await execute("CREATE INDEX by_id ON users (id)")).kind, "done");
            for (let count = 0; count < 9; count += 1) {
              const text =
                "SELECT current_setting('lock_timeout') AS own, current_setting('work_mem') AS memory, (SELECT count(*)::int FROM pg_listening_channels()) AS heard";
              const { rows } = await target.query({ text, keyspace: "shop", pageSize: 1 });
              assert.deepEqual(rows, [{ own: "5s", memory: "4MB", heard: 0 }]);
            }
          },
          { schema: "shop" },
        );
        const { rows } = await client.query(
          "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relname = 'by_id'",
        );
        assert.deepEqual(rows, [{ nspname: "shop" }]);
      } finally {
        await pooler.close();
      }
    }));
});
