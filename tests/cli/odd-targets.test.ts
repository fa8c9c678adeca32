// Goal: odd names and places work, or are refused in words.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, documentOf } from "./cli.ts";
import { withCliWorld } from "./keyspace.ts";

const FILES = {
  "migrations/V1__create_users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;\n",
};

withServer("odd targets", (server) => {
  test("a keyspace with upper case is its exact name", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      const keyspace = `T_${randomUUID().slice(0, 8)}`;
      try {
        assertExit(await world.run(["init", "-k", keyspace]), 0);
        assertExit(await world.run(["migrate", "-k", keyspace]), 0);
        await world.client.execute(`SELECT * FROM "${keyspace}".users`);
        assertExit(await world.run(["rollback", "--yes", "-k", keyspace]), 0);
      } finally {
        await world.client.execute(`DROP KEYSPACE IF EXISTS "${keyspace}"`);
      }
    }));

  test("init makes the keyspace with the configured replication, and leaves one that is there alone", () =>
    withCliWorld(server, {}, async (world) => {
      const { keyspace, client } = world;
      await client.execute(`DROP KEYSPACE ${keyspace}`);
      const replication = "replication: { class: NetworkTopologyStrategy, datacenter1: 1 }";
      const config = world.config.replace(`keyspace: ${keyspace}`, `keyspace: { name: ${keyspace}, ${replication} }`);
      await world.write({ "tidemark.yaml": config });
      assert.equal(documentOf(await world.run(["init", "--json"])).hasCreatedKeyspace, true);
      const text = "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?";
      const { rows } = await client.execute(text, [keyspace], { prepare: true });
      assert.deepEqual(rows[0]?.replication, {
        class: "org.apache.cassandra.locator.NetworkTopologyStrategy",
        datacenter1: "1",
      });
      assert.equal(documentOf(await world.run(["init", "--json"])).hasCreatedKeyspace, false);
    }));

  test("init makes nothing in the database when it cannot make the directory", () =>
    withCliWorld(server, { files: { migrations: "a file" } }, async (world) => {
      const result = await world.run(["init"]);
      assertExit(result, 2);
      assert.match(result.stderr, /^error: the migrations directory `migrations` cannot be used: /);
      const { isInitialized } = documentOf(await world.run(["status", "--json", "--migrations-dir", "."]));
      assert.equal(isInitialized, false);
    }));

  test("the history may live in another keyspace, and serves two targets there", () =>
    withCliWorld(server, {}, async (home) =>
      withCliWorld(server, { config: `history: { keyspace: ${home.keyspace} }\n`, files: FILES }, async (world) => {
        assertExit(await world.run(["migrate"]), 0);
        assertExit(await home.run(["status", "--migrations-dir", world.path("migrations")]), 0);
        const text = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
        const there = await home.client.execute(text, [home.keyspace], { prepare: true });
        assert.deepEqual(
          there.rows.map((row) => row.table_name),
          ["tidemark_history"],
        );
        const here = await world.client.execute(text, [world.keyspace], { prepare: true });
        assert.deepEqual(
          here.rows.map((row) => row.table_name),
          ["users"],
        );
      }),
    ));

  test("--url gives the whole target, and its password is shown nowhere", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      const url = `cassandra://ann:never-shown@${server.host}:${server.port}/${world.keyspace}`;
      await world.write({ "tidemark.yaml": "" });
      for (const argv of [
        ["migrate", "-v"],
        ["status", "--json"],
        ["history", "--json"],
        ["plan", "--json"],
      ]) {
        const result = await world.run([...argv, "--url", url]);
        assertExit(result, 0);
        assert.ok(!`${result.stdout}${result.stderr}`.includes("never-shown"));
      }
    }));

  test("the flags of coodie mean the same", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await world.write({ "tidemark.yaml": "" });
      const flags = [
        "--hosts",
        `${server.host}:${server.port}`,
        "--keyspace",
        world.keyspace,
        "--driver-type",
        "cassandra",
      ];
      assertExit(await world.run(["migrate", ...flags, "--migrations-dir", "migrations", "--dry-run"]), 0);
      assertExit(await world.run(["migrate", ...flags, "--target", "V1__cr"]), 0);
      assertExit(await world.run(["rollback", ...flags, "--steps", "1", "--yes"]), 0);
    }));

  test("cqltrack.yml is read where there is no file of ours", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      const config = `cassandra:\n  contact_points: [${server.host}]\n  port: ${server.port}\nkeyspace: ${world.keyspace}\n`;
      await world.write({ "cqltrack.yml": config });
      const result = await world.run(["-c", "cqltrack.yml", "migrate", "-t", "1", "--json"]);
      assertExit(result, 0);
      assert.equal(documentOf(result).current, "1");
      assertExit(await world.run(["-c", "cqltrack.yml", "rollback", "-n", "1", "--yes"]), 0);
      assertExit(await world.run(["-c", "cqltrack.yml", "pending"]), 1);
    }));

  test("-q leaves the result alone on stdout, and -v tells each statement", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      const quiet = await world.run(["migrate", "-q"]);
      assert.equal(quiet.stderr, "");
      assert.match(quiet.stdout, /^applied {2}1 {2}create users/);
      const verbose = await world.run(["rollback", "--yes", "-v"]);
      assert.match(verbose.stderr, /^1: DROP TABLE users \([\d.]+ m?s\)$/m);
    }));
});
