// Goal: when a part of the history is gone, nothing is run again unasked. Method: tables and rows are taken away between commands.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Tidemark } from "../../../src/tidemark.ts";
import { withDatabase, withPostgres } from "./server.ts";

type Use = (tidemark: () => Promise<Tidemark>, sql: (text: string) => Promise<readonly unknown[]>) => Promise<void>;

withPostgres("a history of which a part is lost", (url) => {
  /** Two migrations are applied; each call opens a program of its own. */
  function claim(title: string, use: Use): void {
    test(title, () =>
      withDatabase(url, async ({ url: own, client }) => {
        const directory = await mkdtemp(join(tmpdir(), "tidemark-lost-"));
        const opened: Tidemark[] = [];
        const open = async (): Promise<Tidemark> => {
          const tidemark = await Tidemark.open({ url: own, migrationsDir: directory });
          opened.push(tidemark);
          return tidemark;
        };
        try {
          await writeFile(
            join(directory, "V001__a.sql"),
            "CREATE TABLE IF NOT EXISTS a (n int);\nINSERT INTO a VALUES (1);\n",
          );
          await writeFile(join(directory, "V002__b.sql"), "INSERT INTO a VALUES (2);\n");
          await (await open()).migrate();
          await use(open, async (text) => (await client.query({ text, rowMode: "array" })).rows.flat());
        } finally {
          for (const each of opened) await each.close();
          await rm(directory, { recursive: true });
        }
      }),
    );
  }

  for (const [what, text] of [
    ["dropped", "DROP TABLE tidemark_history"],
    ["emptied", "TRUNCATE tidemark_history"],
    ["cut off at its end", "DELETE FROM tidemark_history WHERE seq = (SELECT max(seq) FROM tidemark_history)"],
  ] as const) {
    claim(`a log that was ${what} stops every command, and nothing is run again`, async (open, sql) => {
      await sql(text);
      for (let time = 0; time < 2; time += 1) {
        const tidemark = await open();
        for (const command of [
          () => tidemark.migrate(),
          () => tidemark.plan(),
          () => tidemark.status(),
          () => tidemark.pending(),
          () => tidemark.rollback({ steps: 1 }),
          () => tidemark.assertCompatible({ min: "1" }),
        ]) {
          await assert.rejects(command(), {
            code: "history-diverged",
            hint: /backup.*tidemark baseline VERSION.*drop/,
          });
        }
        await tidemark.init();
      }
      assert.deepEqual(await sql("SELECT n FROM a"), [1, 2]);
    });

    claim(`of a log that was ${what}, baseline says what is applied`, async (open, sql) => {
      await sql(text);
      await (await open()).baseline("2");
      const tidemark = await open();
      assert.deepEqual((await tidemark.status()).pendingVersions, []);
      assert.deepEqual((await tidemark.migrate()).executed, []);
      assert.deepEqual(await sql("SELECT n FROM a"), [1, 2]);
    });
  }

  claim("without log and lock nothing is applied, and that is believed", async (open, sql) => {
    await sql("DROP TABLE tidemark_history, tidemark_history_lock");
    const tidemark = await open();
    assert.equal((await tidemark.status()).isInitialized, false);
    assert.equal((await tidemark.migrate()).executed.length, 2);
  });

  for (const [what, text] of [
    ["table", "DROP TABLE tidemark_history_lock"],
    ["row", "DELETE FROM tidemark_history_lock"],
  ] as const) {
    claim(`without the ${what} of the lock the log counts, and the next writer makes it again`, async (open, sql) => {
      await sql(text);
      const tidemark = await open();
      assert.deepEqual((await tidemark.status()).pendingVersions, []);
      assert.deepEqual(await tidemark.pending(), []);
      assert.deepEqual((await tidemark.plan()).migrations, []);
      assert.deepEqual((await tidemark.migrate()).executed, []);
      await tidemark.createMigration({ description: "c", up: "INSERT INTO a VALUES (3);", down: "" });
      assert.equal((await tidemark.migrate()).executed.length, 1);
      assert.deepEqual(await sql("SELECT n FROM a"), [1, 2, 3]);
      assert.deepEqual(await sql("SELECT last_seq::int4 FROM tidemark_history_lock"), [3]);
      await sql("DELETE FROM tidemark_history");
      await assert.rejects((await open()).status(), { code: "history-diverged" });
    });
  }

  claim("a lock that was taken before anything was recorded is no lost log", async (open, sql) => {
    await sql("DELETE FROM tidemark_history");
    await sql("UPDATE tidemark_history_lock SET last_seq = 0, epoch = 7, revision = 9");
    assert.equal((await (await open()).migrate()).executed.length, 2);
  });

  claim("a history of a newer format is refused by all that reads it", async (open, sql) => {
    await sql("UPDATE tidemark_history_lock SET format = 2");
    const tidemark = await open();
    for (const command of [
      () => tidemark.migrate(),
      () => tidemark.status(),
      () => tidemark.baseline("2"),
      () => tidemark.assertCompatible({ min: "1" }),
    ]) {
      await assert.rejects(command(), { code: "history-too-new" });
    }
  });
});
