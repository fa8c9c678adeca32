// Goal: a database connects when it is needed, and lets go of all of it. Method: a connector that writes down what it is asked.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SqlConnector } from "./adapters/sql/connection.ts";
import { databaseOver } from "./database-over.ts";

function connectorInto(log: string[]): () => Promise<SqlConnector> {
  return async () => {
    log.push("connector");
    return {
      kind: "server",
      title: "shop",
      async open() {
        log.push("open");
        return {
          async pipeline(statements) {
            for (const { text, values = [] } of statements) log.push([text, ...values].join(" "));
            const results = statements.map(() => ({ rows: [], rowCount: 0, notices: [], durationMs: 0 }));
            return { results, failure: undefined };
          },
          isLost: false,
          async close() {
            log.push("close connection");
          },
        };
      },
      async close() {
        log.push("close connector");
      },
    };
  };
}

test("nothing is opened before the first call, and schema and settings come before it", async () => {
  const log: string[] = [];
  const { session, close } = databaseOver(connectorInto(log), { schema: "ops", settings: { a: "b" } });
  assert.deepEqual(log, []);
  await session.execute("one");
  await session.execute("two");
  await Promise.all([close(), close()]);
  assert.deepEqual(log, [
    "connector",
    "open",
    "SELECT set_config('search_path', quote_ident($1), false) ops",
    "SELECT set_config($1, $2, false) a b",
    "SELECT set_config($1, $2, false) datestyle ISO",
    "one",
    "two",
    "close connection",
    "close connector",
  ]);
  await assert.rejects(session.execute("three"), /is closed/);
});

test("one that was never used is closed without being opened", async () => {
  const log: string[] = [];
  await databaseOver(connectorInto(log), {}).close();
  assert.deepEqual(log, []);
});
