// Goal: what a user sees over the whole life of a SQL database, command by command, is what was decided, to the letter, and the same
// on an embedded database and on a server.
// Method: one session on each, its times and names masked, held against golden/sql-life.txt.
import assert from "node:assert/strict";
import { rename, rm } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withDatabase, withPostgres } from "../integration/postgres/server.ts";
import { assertExit, documentOf, type Files, runCli, withDirectory } from "./cli.ts";
import { onEachDatabase, type SqlWorld } from "./sql-database.ts";
import { assertGolden, maskText, renderResult } from "./transcript.ts";

const FILES: Files = {
  "migrations/V001__create_users.sql":
    "CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE INDEX users_by_name ON users (name);\n\n-- @down\nDROP TABLE users;\n",
  "migrations/V002__seed_users.sql": `INSERT INTO users (id, name) VALUES (1, 'Ann; \${greeting}');\n\n-- @down\nDELETE FROM users;\n`,
  "migrations/V003__seed_test_users.sql": "-- @env dev\nINSERT INTO users (id, name) VALUES (2, 'Test');\n",
  "migrations/V004__create_orders.sql":
    "CREATE TABLE orders (id int PRIMARY KEY);\nCREATE TABLE order_lines (id int PRIMARY KEY, order_id itn);\n\n-- @down\nDROP TABLE order_lines;\nDROP TABLE orders;\n",
};
const FIXED = (FILES["migrations/V004__create_orders.sql"] ?? "").replace("itn", "int");
const LOOSE =
  "ALTER TABLE users ADD COLUMN email text;\nCREATE UNIQUE INDEX CONCURRENTLY users_by_email ON users (email);\nINSERT INTO users (id, email) VALUES (3, 'a'), (4, 'a');\n\n-- @down\nDROP INDEX CONCURRENTLY users_by_email;\nALTER TABLE users DROP COLUMN email;\n";
const CONFIG =
  "  schema: billing\n  settings: { app.environment: test }\nmigrations:\n  variables: { greeting: hello }\nprofiles:\n  dev: {}\n";

type Act = string | ((world: SqlWorld) => Promise<string>);

/** Command lines, and what the user does between them. */
const SESSION: readonly Act[] = [
  "status",
  "migrate",
  "init",
  "init",
  "status",
  "pending",
  "plan",
  "migrate --dry-run --target 2",
  "migrate --target 1",
  "lock status",
  "migrate",
  "status",
  "history",
  "validate",
  async (world) => {
    await world.write({ "migrations/V004__create_orders.sql": FIXED });
    return "# V004 is corrected";
  },
  "migrate",
  "migrate",
  "validate",
  "pending --profile dev",
  async (world) => {
    await world.write({ "migrations/V005__find_users.sql": LOOSE });
    return "# V005 has a part that cannot run in a transaction, and one that fails";
  },
  "plan",
  "migrate",
  "status",
  "validate",
  async (world) => {
    await world.write({ "migrations/V005__find_users.sql": LOOSE.replace("(4, 'a')", "(4, 'b')") });
    return "# V005 is corrected";
  },
  "migrate",
  "snapshot",
  "drift",
  async (world) => {
    await world.execute("ALTER TABLE billing.users ADD COLUMN by_hand int");
    return "# somebody adds a column by hand";
  },
  "drift",
  async (world) => {
    await world.execute("ALTER TABLE billing.users DROP COLUMN by_hand");
    return "# and takes it away";
  },
  "rollback --dry-run",
  "rollback",
  "rollback --yes",
  "rollback --target 1 --yes",
  "migrate --target 9",
  "migrate",
  "rollback --steps 3 --yes",
  async (world) => {
    await world.write({
      "migrations/V001__create_users.sql": `${FILES["migrations/V001__create_users.sql"]}-- more\n`,
      "migrations/V002.5__late.sql": "SELECT * FROM users;",
    });
    await rename(world.path("migrations/V002__seed_users.sql"), world.path("migrations/V002__fill_users.sql"));
    return "# V001 is edited, V002 renamed, V002.5 comes late";
  },
  "validate",
  "migrate",
  "repair --yes",
  async (world) => {
    await rm(world.path("migrations/V002.5__late.sql"));
    await world.write({ "migrations/V006__ending.sql": "CREATE TABLE a ();\nCOMMIT;\n" });
    return "# V002.5 is gone, V006 ends its transaction";
  },
  "migrate",
  async (world) => {
    await rm(world.path("migrations/V006__ending.sql"));
    await world.write({ "migrations/V006__create_stock.sql": "CREATE TABLE stock (id int PRIMARY KEY);\n" });
    return "# V006 is another one, and there already";
  },
  "baseline 6 --yes",
  "rollback --yes",
  "history",
  "sync",
  "generate more",
  "snapshot --format typescript",
  "snapshot --format cql",
  "status --keyspace shop",
  "status --schema other",
];

onEachDatabase("the life of a SQL database reads as golden/sql-life.txt", (withWorld) =>
  withWorld({ config: CONFIG, files: FILES }, async (world) => {
    // As on a server, the database is there, and its schema is not.
    await world.execute("SELECT 1");
    const parts: string[] = [];
    for (const act of SESSION) {
      if (typeof act === "string") parts.push(renderResult(act, await world.run(act.split(" "))));
      else parts.push(`${await act(world)}\n`);
    }
    await assertGolden("sql-life.txt", maskText(parts.join("\n").replaceAll(world.title, "shop")));
  }),
);

onEachDatabase("JSON documents of a SQL database name database and schema", (withWorld) =>
  withWorld({ files: { "migrations/V1__a.sql": "CREATE TABLE a (id int);" } }, async (world) => {
    const init = await world.run(["init", "--json"]);
    assertExit(init, 0);
    assert.deepEqual(documentOf(init), {
      format: 1,
      command: "init",
      database: world.title,
      schema: "public",
      directory: "migrations",
      hasCreatedSchema: false,
      hasCreatedHistory: true,
      absent: [],
      warnings: [],
    });
    const status = documentOf(await world.run(["status", "--json"]));
    assert.deepEqual([status.database, status.schema, status.keyspace], [world.title, "public", undefined]);
    assertExit(await world.run(["preflight"]), 0);
  }),
);

withPostgres("a lock that is not free is waited for", (server) => {
  test("a migration that meets a lock says so, and is tried again until it is free", () =>
    withDatabase(server, async ({ url, client }) => {
      await client.query("CREATE TABLE a (id int)");
      await client.query("BEGIN");
      await client.query("LOCK TABLE a");
      const files = { "migrations/V1__alter.sql": "ALTER TABLE a ADD COLUMN b int;" };
      const config = `database:\n  url: ${url}\n  lock_timeout: 100ms\n`;
      await withDirectory({ "tidemark.yaml": config, ...files }, async (cwd) => {
        const running = runCli(["migrate", "--no-preflight"], { cwd });
        await sleep(1_500);
        await client.query("COMMIT");
        const result = await running;
        assertExit(result, 0);
        assert.match(result.stderr, /V1__alter\.sql:1: .*; nothing of the transaction was done, trying again in /);
      });
    }));
});
