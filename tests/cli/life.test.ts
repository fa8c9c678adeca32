// Goal: what a user sees over the whole life of a keyspace, command by command, is what was decided, to the letter.
// Method: one session on a real server, its times and names masked, held against golden/life.txt.
import { rename, rm } from "node:fs/promises";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import type { Files } from "./cli.ts";
import { type CliWorld, withCliWorld } from "./keyspace.ts";
import { assertGolden, mask, renderResult } from "./transcript.ts";

const FILES: Files = {
  "migrations/V001__create_users.cql":
    "CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE INDEX users_by_name ON users (name);\n\n-- @down\nDROP TABLE users;\n",
  "migrations/V002__seed_users.cql": `INSERT INTO users (id, name) VALUES (1, 'Ann; \${greeting}');\n\n-- @down\nTRUNCATE users;\n`,
  "migrations/V003__seed_test_users.cql": "-- @env dev\nINSERT INTO users (id, name) VALUES (2, 'Test');\n",
  "migrations/V004__create_orders.cql":
    "CREATE TABLE orders (id int PRIMARY KEY);\nCREATE TABLE order_lines (id int PRIMARY KEY, order id);\n\n-- @down\nDROP TABLE order_lines;\nDROP TABLE orders;\n",
};
const FIXED =
  "CREATE TABLE orders (id int PRIMARY KEY);\nCREATE TABLE order_lines (id int PRIMARY KEY, order_id int);\n\n-- @down\nDROP TABLE order_lines;\nDROP TABLE orders;\n";
const CONFIG = "migrations:\n  variables: { greeting: hello }\nprofiles:\n  dev: {}\n";

type Act = string | ((world: CliWorld) => Promise<string>);

/** Command lines, and what the user does between them. */
const SESSION: readonly Act[] = [
  "status",
  async (world) => {
    await world.client.execute(`DROP KEYSPACE ${world.keyspace}`);
    return "# the keyspace does not exist";
  },
  "status",
  "migrate",
  "init",
  "init",
  "status",
  "history",
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
    await world.write({ "migrations/V004__create_orders.cql": FIXED });
    return "# V004 is corrected";
  },
  "validate",
  "plan",
  "migrate",
  "migrate",
  "validate",
  "pending",
  "pending --profile dev",
  "status --profile dev",
  "rollback --dry-run",
  "rollback",
  "rollback --yes",
  "rollback --target 1 --yes",
  "status",
  "migrate --target V00",
  "migrate --target 9",
  "migrate",
  "migrate --target 2",
  async (world) => {
    await world.write({
      "migrations/V001__create_users.cql": `${FILES["migrations/V001__create_users.cql"]}-- more\n`,
      "migrations/V002.5__late.cql": "SELECT * FROM users;",
    });
    await rename(world.path("migrations/V002__seed_users.cql"), world.path("migrations/V002__fill_users.cql"));
    return "# V001 is edited, V002 renamed, V002.5 comes late";
  },
  "validate",
  "migrate",
  "repair",
  "repair --yes",
  "repair --yes",
  "validate",
  async (world) => {
    await rm(world.path("migrations/V002.5__late.cql"));
    await rm(world.path("migrations/V004__create_orders.cql"));
    return "# V002.5 and V004 are gone: an older release";
  },
  "validate",
  "migrate",
  "status",
  "rollback --yes",
  async (world) => {
    await world.write({ "migrations/V005__create_stock.cql": "CREATE TABLE stock (id int PRIMARY KEY);\n" });
    return "# V005 is there already";
  },
  "baseline 5 --yes",
  "baseline 5 --yes",
  "history",
  "rollback --yes",
  "profiles",
];

withServer("the life of a keyspace, as a transcript", (server) => {
  test("the life of a keyspace reads as golden/life.txt", () =>
    withCliWorld(server, { config: CONFIG, files: FILES }, async (world) => {
      const parts: string[] = [];
      for (const act of SESSION) {
        if (typeof act === "string") parts.push(renderResult(act, await world.run(act.split(" "))));
        else parts.push(`${await act(world)}\n`);
      }
      await assertGolden("life.txt", mask(parts.join("\n"), world));
    }));
});
