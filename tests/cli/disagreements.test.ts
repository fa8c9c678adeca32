// Goal: whatever stands between files and history is found, said with what to do, and settled by what is said.
// Method: one kind a test, on a real server: validate finds it, migrate refuses or goes on, the advice settles it.
import assert from "node:assert/strict";
import { readFile, rename, rm } from "node:fs/promises";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, documentOf } from "./cli.ts";
import { type CliWorld, tablesOf, withCliWorld } from "./keyspace.ts";

const V1 = "CREATE TABLE a (id int PRIMARY KEY);\n-- @down\nDROP TABLE a;\n";
const V2 = "CREATE TABLE b (id int PRIMARY KEY);\n-- @down\nDROP TABLE b;\n";
const FILES = { "migrations/V1__a.cql": V1, "migrations/V2__b.cql": V2 };

async function kindsOf(world: CliWorld): Promise<readonly string[]> {
  const result = await world.run(["validate", "--json"]);
  const { disagreements } = documentOf(result) as { disagreements: readonly { kind: string; label: string }[] };
  assert.equal(result.exitCode, disagreements.length === 0 ? 0 : 4);
  return disagreements.map(({ kind, label }) => `${kind} ${label}`);
}

async function migrateBoth(world: CliWorld): Promise<void> {
  assertExit(await world.run(["migrate"]), 0);
}

withServer("validate and repair", (server) => {
  test("an edited file stops migrate; repair takes it as it stands and never touches it", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await migrateBoth(world);
      const edited = `${V1}-- more\n`;
      await world.write({
        "migrations/V1__a.cql": edited,
        "migrations/V3__c.cql": "CREATE TABLE c (id int PRIMARY KEY);",
      });
      assert.deepEqual(await kindsOf(world), ["edited 1"]);
      assertExit(await world.run(["migrate"]), 4);
      assert.deepEqual([...(await tablesOf(world))].sort(), ["a", "b"]);
      assertExit(await world.run(["repair", "--yes"]), 0);
      assert.equal(await readFile(world.path("migrations/V1__a.cql"), "utf8"), edited);
      assert.deepEqual(await kindsOf(world), []);
      assertExit(await world.run(["migrate"]), 0);
    }));

  test("an edited file that is put back is as it was", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await migrateBoth(world);
      await world.write({ "migrations/V1__a.cql": `${V1}-- more\n` });
      assert.deepEqual(await kindsOf(world), ["edited 1"]);
      await world.write({ "migrations/V1__a.cql": V1.replaceAll("\n", "\r\n") });
      assert.deepEqual(await kindsOf(world), []);
    }));

  test("a renamed file is worth a word and stops nothing", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await migrateBoth(world);
      await rename(world.path("migrations/V1__a.cql"), world.path("migrations/V001__first.cql"));
      assert.deepEqual(await kindsOf(world), ["renamed 001"]);
      const migrated = await world.run(["migrate"]);
      assertExit(migrated, 0);
      assert.match(migrated.stderr, /^note: 001: applied as V1__a\.cql, the file is now called V001__first\.cql$/m);
      assertExit(await world.run(["repair", "--yes"]), 0);
      assert.deepEqual(await kindsOf(world), []);
    }));

  test("a deleted file stops migrate until repair accepts that it is gone; it can still be rolled back", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await migrateBoth(world);
      await rm(world.path("migrations/V1__a.cql"));
      assert.deepEqual(await kindsOf(world), ["missing 1"]);
      assertExit(await world.run(["migrate"]), 4);
      assertExit(await world.run(["repair", "--yes"]), 0);
      assert.deepEqual(await kindsOf(world), []);
      assertExit(await world.run(["migrate"]), 0);
      assertExit(await world.run(["rollback", "--target", "0", "--yes"]), 0);
      assert.deepEqual(await tablesOf(world), []);
    }));

  test("a file that is gone is rolled back with the text that the history kept", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await migrateBoth(world);
      await rm(world.path("migrations/V2__b.cql"));
      const shown = await world.run(["rollback", "--dry-run"]);
      assert.match(shown.stdout, /DROP TABLE b;/);
      assertExit(await world.run(["rollback", "--yes"]), 0);
      assert.deepEqual(await tablesOf(world), ["a"]);
    }));

  test("a late file is refused, and applied when out_of_order allows it", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await migrateBoth(world);
      await world.write({ "migrations/V1.5__late.cql": "CREATE TABLE late (id int PRIMARY KEY);" });
      assert.deepEqual(await kindsOf(world), ["late 1.5"]);
      assertExit(await world.run(["migrate"]), 4);
      assertExit(await world.run(["repair", "--yes"]), 0);
      assert.deepEqual(await kindsOf(world), ["late 1.5"]);
      await world.write({ "tidemark.yaml": `${world.config}migrations: { out_of_order: true }\n` });
      assert.deepEqual(await kindsOf(world), []);
      assertExit(await world.run(["migrate"]), 0);
      assert.ok((await tablesOf(world)).includes("late"));
    }));

  test("a failing statement: place, statement and way out; history keeps it; the corrected file goes on at it", () =>
    withCliWorld(
      server,
      {
        files: { "migrations/V1__a.cql": "CREATE TABLE a (id int PRIMARY KEY);\n\nINSERT INTO a (nope) VALUES (1);\n" },
      },
      async (world) => {
        const failed = await world.run(["migrate"]);
        assertExit(failed, 1);
        assert.match(failed.stderr, /^error: migrations\/V1__a\.cql:3: statement 2 \(INSERT a\) failed: .*nope/m);
        assert.match(failed.stderr, /hint: .*run tidemark migrate again: it goes on at this statement/);
        assert.match((await world.run(["history"])).stdout, /^ {2}migrations\/V1__a\.cql:3: .*nope/m);
        assert.deepEqual(await kindsOf(world), ["half-applied 1"]);
        // Statement 1 would fail if it ran again.
        await world.write({
          "migrations/V1__a.cql": "CREATE TABLE a (id int PRIMARY KEY);\n\nINSERT INTO a (id) VALUES (1);\n",
        });
        assertExit(await world.run(["migrate"]), 0);
        const { rowLength } = await world.client.execute(`SELECT * FROM ${world.keyspace}.a`);
        assert.equal(rowLength, 1);
        assert.deepEqual(await kindsOf(world), []);
      },
    ));

  test("a statement that was carried out may not be edited while the migration is half applied", () =>
    withCliWorld(
      server,
      { files: { "migrations/V1__a.cql": "CREATE TABLE a (id int PRIMARY KEY);\nSELECT * FROM nowhere;\n" } },
      async (world) => {
        assertExit(await world.run(["migrate"]), 1);
        await world.write({ "migrations/V1__a.cql": "CREATE TABLE a (id uuid PRIMARY KEY);\nSELECT * FROM a;\n" });
        assert.deepEqual(await kindsOf(world), ["half-applied-edited 1"]);
        assertExit(await world.run(["migrate"]), 4);
        await rm(world.path("migrations/V1__a.cql"));
        assert.deepEqual(await kindsOf(world), ["half-applied-missing 1"]);
        assertExit(await world.run(["migrate"]), 4);
      },
    ));

  test("repair --mark-applied ends a half-applied migration by a person's word, repair --retry leaves it to migrate", () =>
    withCliWorld(
      server,
      { files: { "migrations/V1__a.cql": "CREATE TABLE a (id int PRIMARY KEY);\nSELECT * FROM nowhere;\n" } },
      async (world) => {
        assertExit(await world.run(["migrate"]), 1);
        assertExit(await world.run(["repair", "--mark-applied", "7"]), 2);
        assertExit(await world.run(["repair", "--mark-applied", "1", "--statement", "9"]), 2);
        assertExit(await world.run(["repair", "--retry", "1"]), 0);
        assert.deepEqual(await kindsOf(world), ["half-applied 1"]);
        const long = "CREATE TABLE a (id int PRIMARY KEY);\nSELECT * FROM nowhere;\nSELECT * FROM a;\n";
        await world.write({ "migrations/V1__a.cql": long });
        const unsent = await world.run(["repair", "--mark-applied", "1"]);
        assertExit(unsent, 2);
        assert.match(unsent.stderr, /statement 3 of V1__a\.cql was never sent\n {2}hint: .*--statement 2; .*add --yes/);
        assertExit(await world.run(["repair", "--mark-applied", "1", "--yes"]), 0);
        assert.deepEqual(await kindsOf(world), []);
        const { events } = documentOf(await world.run(["history", "--json"])) as {
          events: readonly { warnings: readonly string[] }[];
        };
        assert.deepEqual(events.at(-1)?.warnings, ["recorded by a person's word, from statement 2 on"]);
        assert.equal((await world.run(["migrate"])).stdout, `${world.keyspace} is up to date: it is at 1\n`);
      },
    ));

  test("files for another profile are neither pending nor recorded", () =>
    withCliWorld(
      server,
      {
        config: "profiles: { dev: {}, prod: {} }\n",
        files: { ...FILES, "migrations/V3__c.cql": "-- @env dev\nCREATE TABLE c (id int PRIMARY KEY);" },
      },
      async (world) => {
        assertExit(await world.run(["migrate", "--profile", "prod"]), 0);
        assert.deepEqual([...(await tablesOf(world))].sort(), ["a", "b"]);
        assertExit(await world.run(["pending", "--profile", "prod"]), 0);
        assertExit(await world.run(["pending", "--profile", "dev"]), 1);
        assertExit(await world.run(["migrate", "--profile", "dev"]), 0);
        assert.deepEqual([...(await tablesOf(world))].sort(), ["a", "b", "c"]);
      },
    ));

  test("baseline marks without running, and what follows is pending", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      assertExit(await world.run(["baseline", "9", "--yes"]), 2);
      assertExit(await world.run(["baseline", "1"], { answer: "no" }), 130);
      assertExit(await world.run(["baseline", "1"], { answer: "y" }), 0);
      assert.deepEqual(await tablesOf(world), []);
      assertExit(await world.run(["migrate"]), 0);
      assert.deepEqual(await tablesOf(world), ["b"]);
    }));

  test("a wrong count or target touches nothing, not even to make a history", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      for (const line of [
        "migrate --target 9",
        "migrate --target V",
        "rollback --steps 0",
        "rollback --target 9 --yes",
      ]) {
        assertExit(await world.run(line.split(" ")), 2);
      }
      for (const line of ["status", "history", "pending", "plan", "validate", "lock status", "migrate --dry-run"]) {
        await world.run(line.split(" "));
      }
      const text = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
      const { rowLength } = await world.client.execute(text, [world.keyspace], { prepare: true });
      assert.equal(rowLength, 0);
    }));
});
