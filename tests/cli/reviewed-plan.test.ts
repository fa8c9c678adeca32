// Goal: what was reviewed is what runs, or nothing runs and the reason is said, on each kind of database.
// Method: a plan is written, the world is changed in one way, and the plan is carried out.
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, type CliResult, documentOf, errorOf, type Files } from "./cli.ts";
import { tablesOf, withCliWorld } from "./keyspace.ts";
import { onEachDatabase, type SqlWorld } from "./sql-database.ts";

/** What of a world of either kind is used here. */
type World = Pick<SqlWorld, "run" | "write" | "path">;

const PASSWORD = "never-shown";

async function writePlan(world: World, ...more: readonly string[]): Promise<CliResult> {
  const result = await world.run(["plan", "--out", "plan.json", ...more]);
  assertExit(result, 0);
  return result;
}

function migratePlan(world: World, ...more: readonly string[]): Promise<CliResult> {
  return world.run(["migrate", "--plan", "plan.json", ...more]);
}

async function assertStale(world: World, pattern: RegExp): Promise<void> {
  for (const more of [[], ["--dry-run"]]) {
    const result = await migratePlan(world, ...more);
    assertExit(result, 4);
    assert.match(result.stderr, pattern);
  }
  const error = errorOf(await migratePlan(world, "--json"));
  assert.deepEqual([error.code, error.exitCode], ["plan-stale", 4]);
}

async function classesIn(world: World): Promise<readonly string[]> {
  const document = JSON.parse(await readFile(world.path("plan.json"), "utf8"));
  return document.migrations.flatMap((migration: { steps: readonly { class: string }[] }) =>
    migration.steps.map((step) => step.class),
  );
}

const SQL: Files = {
  "migrations/V001__users.sql":
    "CREATE TABLE users (id int PRIMARY KEY, name text);\nINSERT INTO users (id) VALUES (0);\nCREATE INDEX users_by_name ON users (name);\n-- @down\nDROP TABLE users;\n",
  "migrations/V002__change.sql":
    "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();\nINSERT INTO users (id) VALUES (1);\nALTER TABLE users DROP COLUMN name;\n",
};

onEachDatabase("a reviewed plan", (withWorld) =>
  withWorld({ files: SQL }, async (world) => {
    assertExit(await world.run(["init"]), 0);
    const shown = await writePlan(world);
    assert.match(shown.stdout, /wrote plan\.json/);
    assert.match(shown.stdout, /undo {2}001 {2}its down side, 1 statement; if it fails, nothing of it stays/);
    assert.match(shown.stdout, /undo {2}002 {2}nothing: rollback stops here/);
    const before = await readFile(world.path("plan.json"), "utf8");
    await writePlan(world);
    assert.equal(await readFile(world.path("plan.json"), "utf8"), before, "the same plan is the same file");
    assert.deepEqual(await classesIn(world), ["metadata", "data", "build", "rewrite", "data", "loss"]);
    assert.match(JSON.parse(before).target.server, /^(PostgreSQL|CockroachDB)/);

    await world.write({ "migrations/V003__more.sql": "SELECT 1;" });
    await assertStale(world, /003: V003__more\.sql was added/);
    await rm(world.path("migrations/V003__more.sql"));

    await world.execute("CREATE TABLE by_hand (id int PRIMARY KEY)");
    await assertStale(world, /the live schema.*table by_hand is new/);
    await world.execute("DROP TABLE by_hand");

    assertExit(await world.run(["migrate", "--target", "1"]), 0);
    assertExit(await migratePlan(world, "--dry-run"), 0);
    assertExit(await migratePlan(world), 0);
    const again = await migratePlan(world);
    assertExit(again, 0);
    assert.match(again.stdout, /is up to date/);

    await world.write({ "migrations/V004__role.sql": `CREATE ROLE ann WITH PASSWORD '${PASSWORD}';` });
    await writePlan(world, "--target", "4");
    const written = await readFile(world.path("plan.json"), "utf8");
    assert.ok(!written.includes(PASSWORD) && written.includes("CREATE ROLE ann"));
  }),
);

onEachDatabase("a plan with a statement that would be refused is not written", (withWorld) =>
  withWorld({ files: { "migrations/V001__users.sql": "CREATE TABLE users (id itn);\n" } }, async (world) => {
    assertExit(await world.run(["init"]), 0);
    const result = await world.run(["plan", "--out", "plan.json"]);
    assertExit(result, 1);
    assert.match(result.stderr, /plan\.json is not written/);
    await assert.rejects(readFile(world.path("plan.json")));
    assert.equal(documentOf(await world.run(["plan", "--out", "plan.json", "--json"])).file, null);
  }),
);

onEachDatabase("a plan file that is none, was edited, or stands beside a target", (withWorld) =>
  withWorld({ files: SQL }, async (world) => {
    assertExit(await world.run(["init"]), 0);
    await writePlan(world);
    const text = await readFile(world.path("plan.json"), "utf8");
    for (const [content, pattern] of [
      [text.replace('"until": null', '"until": "1"'), /plan\.json was edited/],
      ["{}", /plan\.json is no plan of tidemark/],
      ["no", /plan\.json is no JSON/],
    ] as const) {
      await world.write({ "plan.json": content });
      const result = await migratePlan(world);
      assertExit(result, 2);
      assert.match(result.stderr, pattern);
    }
    assertExit(await world.run(["migrate", "--plan", "missing.json"]), 2);
    await world.write({ "plan.json": text });
    assertExit(await migratePlan(world, "--target", "1"), 2);
    assertExit(await migratePlan(world), 0);
  }),
);

onEachDatabase("a reviewed plan and the settings of the session", (withWorld) => {
  const config =
    '  settings: { app.key: "never-shown" }\nprofiles:\n  other: { database: { lock_timeout: 9s, settings: { search_path: old, app.key: b } } }\n';
  return withWorld({ files: SQL, config }, async (world) => {
    assertExit(await world.run(["init"]), 0);
    await writePlan(world);
    const written = await readFile(world.path("plan.json"), "utf8");
    assert.ok(!written.includes(PASSWORD) && written.includes('"app.key": "sha256:'));
    const result = await migratePlan(world, "--profile", "other");
    assertExit(result, 4);
    assert.match(result.stderr, /the settings of the session are others.*: app\.key, lock_timeout, search_path/);
    await world.write({ "plan.json": `\uFEFF${written}` });
    assertExit(await migratePlan(world), 0);
    await world.write({ "migrations/V003__more.sql": "SELECT 1;" });
    assertExit(await migratePlan(world), 0);
  });
});

const CQL: Files = {
  "migrations/V001__users.cql":
    "CREATE TABLE users (id int PRIMARY KEY, name text);\nINSERT INTO users (id) VALUES (0);\nCREATE INDEX users_by_name ON users (name);\n-- @down\nDROP TABLE users;\n",
  "migrations/V002__change.cql":
    "ALTER TABLE users ADD age int;\nALTER TABLE users WITH compaction = {'class': 'LeveledCompactionStrategy'};\nINSERT INTO users (id) VALUES (1);\nCREATE TYPE address (street text);\nDROP INDEX users_by_name;\n",
  "migrations/V003__drop.cql": "CREATE TABLE orders (id int PRIMARY KEY);\nDROP TABLE orders;\n",
};

withServer("reviewed plans on Cassandra", (server) => {
  test("a reviewed plan is what runs on a keyspace, or nothing", () =>
    withCliWorld(server, { files: CQL }, async (world) => {
      await writePlan(world);
      assert.deepEqual(await classesIn(world), [
        ...["metadata", "data", "build"],
        ...["metadata", "rewrite", "data", "metadata", "metadata"],
        ...["metadata", "loss"],
      ]);
      await world.client.execute(`CREATE TYPE ${world.keyspace}.by_hand (a int)`);
      await assertStale(world, new RegExp(`type ${world.keyspace}\\.by_hand is new`));
      await world.client.execute(`DROP TYPE ${world.keyspace}.by_hand`);

      // What has run is what the simulator said that it would change: all else is compared.
      for (const target of ["1", "2"]) {
        assertExit(await world.run(["migrate", "--target", target]), 0);
        assertExit(await migratePlan(world, "--dry-run"), 0);
      }
      await world.client.execute(`CREATE TYPE ${world.keyspace}.by_hand (a int)`);
      await assertStale(world, new RegExp(`type ${world.keyspace}\\.by_hand is new`));
      await world.client.execute(`DROP TYPE ${world.keyspace}.by_hand`);
      assertExit(await migratePlan(world), 0);
      assertExit(await migratePlan(world), 0);
      assert.deepEqual(await tablesOf(world), ["users"]);
    }));
});
