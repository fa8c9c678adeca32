// Whole runs of the engine on a real Cassandra.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import type { Target } from "../../../src/engine/ports.ts";
import { type RealRunner, realRunner } from "./real-runner.ts";
import { openTarget, type TestKeyspace, type TestServer, withKeyspace, withServer } from "./server.ts";

const FILES = {
  "V1__users.cql":
    "CREATE TABLE users (id int PRIMARY KEY, name text);\nINSERT INTO users (id, name) VALUES (1, 'ann');\n-- @down\nDROP TABLE users;",
  "V2__nothing.cql": "-- to come",
  "V3__visits.cql":
    "CREATE TABLE visits (id int PRIMARY KEY, n counter);\nUPDATE visits SET n = n + 1 WHERE id = 1;\nALTER TABLE users ADD mail text;\nINSERT INTO users (id, mail) VALUES (2, 'b@c') IF NOT EXISTS;\nBEGIN BATCH\n  UPDATE users SET mail = 'x' WHERE id = 1;\n  UPDATE users SET name = 'bob' WHERE id = 1;\nAPPLY BATCH;\n-- @down\nALTER TABLE users DROP mail;\nDROP TABLE visits;",
} as const;

function claim(
  server: TestServer,
  title: string,
  use: (runner: RealRunner, keyspace: TestKeyspace, target: Target) => Promise<void>,
): void {
  test(title, () =>
    withKeyspace(server, async (keyspace) => {
      const target = await openTarget(server, keyspace.name);
      try {
        await use(realRunner(target), keyspace, target);
      } finally {
        await target.close();
      }
    }),
  );
}

async function columnsOf(client: Client, keyspace: string, table: string): Promise<readonly string[]> {
  const query = "SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?";
  const { rows } = await client.execute(query, [keyspace, table]);
  return rows.map((row) => String(row.column_name)).sort();
}

withServer("whole runs on Cassandra", (server) => {
  claim(server, "what is pending is applied, once", async (runner, { name, client }) => {
    const result = await runner.migrate(FILES);
    assert.deepEqual([result.executed.length, result.current], [3, "3"]);
    assert.deepEqual((await runner.migrate(FILES)).executed, []);
    const users = await client.execute(`SELECT id, name, mail FROM ${name}.users`);
    assert.deepEqual(users.rows.map((row) => [row.id, row.name, row.mail]).sort(), [
      [1, "bob", "x"],
      [2, null, "b@c"],
    ]);
    const visits = await client.execute(`SELECT n FROM ${name}.visits`);
    assert.equal(String(visits.first()?.n), "1");
  });

  claim(server, "what was applied is undone, the latest first", async (runner, { name, client }) => {
    const files = { "V1__users.cql": FILES["V1__users.cql"], "V3__visits.cql": FILES["V3__visits.cql"] };
    await runner.migrate(files);
    assert.equal((await runner.rollBack(files, 1)).current, "1");
    assert.deepEqual(await columnsOf(client, name, "users"), ["id", "name"]);
    assert.equal((await runner.rollBack(files, 1)).current, undefined);
    assert.deepEqual(await columnsOf(client, name, "users"), []);
    assert.equal((await runner.migrate(files)).executed.length, 2);
  });

  test("of eight first runners at once, one applies and the others find nothing to do", () =>
    withKeyspace(server, async ({ name, client }) => {
      const targets = await Promise.all(Array.from({ length: 8 }, () => openTarget(server, name)));
      try {
        const results = await Promise.all(targets.map((target) => realRunner(target).migrate(FILES)));
        assert.deepEqual(results.map(({ executed }) => executed.length).toSorted(), [0, 0, 0, 0, 0, 0, 0, 3]);
        assert.deepEqual(new Set(results.map(({ current }) => current)), new Set(["3"]));
        const visits = await client.execute(`SELECT n FROM ${name}.visits`);
        assert.equal(String(visits.first()?.n), "1");
        const log = await client.execute(`SELECT kind, version FROM ${name}.tidemark_history`);
        assert.deepEqual(
          log.rows.map((row) => [row.kind, row.version]),
          [
            ["applied", "1"],
            ["applied", "2"],
            ["applied", "3"],
          ],
        );
      } finally {
        await Promise.all(targets.map((target) => target.close()));
      }
    }));

  test("USE moves the statements of its own migration to another keyspace", () =>
    withKeyspace(server, (other) =>
      withKeyspace(server, async ({ name, client }) => {
        const target = await openTarget(server, name);
        try {
          await realRunner(target).migrate({
            "V1__there.cql": `CREATE TABLE here (id int PRIMARY KEY);\nUSE ${other.name};\nCREATE TABLE there (id int PRIMARY KEY);\nINSERT INTO there (id) VALUES (1);`,
            "V2__here.cql": "CREATE TABLE also_here (id int PRIMARY KEY);\nINSERT INTO also_here (id) VALUES (1);",
          });
          assert.deepEqual(await columnsOf(client, other.name, "there"), ["id"]);
          assert.deepEqual(await columnsOf(client, name, "here"), ["id"]);
          assert.deepEqual(await columnsOf(client, name, "also_here"), ["id"]);
        } finally {
          await target.close();
        }
      }),
    ));

  claim(
    server,
    "a refused statement is reported in the server's words, and the next run goes on there",
    async (runner) => {
      const text =
        "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int PRIMARY KEY);\nALTER TABLE missing ADD x int;";
      await assert.rejects(runner.migrate({ "V1__half.cql": text }), {
        code: "step-failed",
        message: /^migrations\/V1__half\.cql:3: statement 3 \(ALTER TABLE missing\) failed: .*missing.*doesn't exist/i,
      });
      const result = await runner.migrate({ "V1__half.cql": text.replace("missing", "a") });
      assert.equal(result.current, "1");
      assert.deepEqual(
        runner.events.flatMap((event) => (event.kind === "step-finished" ? [event.step.index] : [])),
        [0, 1, 2],
      );
    },
  );

  claim(server, "a syntax error is a refused statement", async (runner) => {
    await assert.rejects(runner.migrate({ "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY) WITHOUT x;" }), {
      code: "step-failed",
      message: /V1__t\.cql:1: .*WITHOUT/,
    });
  });

  claim(
    server,
    "USE of a keyspace that does not exist failed, is recorded, and the lease is given back",
    async (runner) => {
      const text = "CREATE TABLE t (id int PRIMARY KEY);\nUSE tidemark_no_such;\nCREATE TABLE u (id int PRIMARY KEY);";
      await assert.rejects(runner.migrate({ "V1__t.cql": text }), {
        code: "step-failed",
        message: /statement 2 .*tidemark_no_such.* does not exist/,
      });
      const snapshot = await runner.context.target.store.read();
      assert.deepEqual([snapshot?.journal?.doneCount, snapshot?.events[0]?.kind], [1, "failed"]);
      assert.equal(snapshot?.lease, undefined);
    },
  );

  claim(server, "a migration may drop the keyspace that it moved to", async (runner, { name }) => {
    const create = `CREATE KEYSPACE ${name}_d WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};`;
    const text = `${create}\nUSE ${name}_d;\nCREATE TABLE t (id int PRIMARY KEY);\nDROP KEYSPACE ${name}_d;`;
    const result = await runner.migrate({ "V1__t.cql": text, "V2__u.cql": "CREATE TABLE u (id int PRIMARY KEY);" });
    assert.equal(result.current, "2");
  });

  claim(server, "warnings of the server are told and recorded", async (runner, { name }) => {
    const create = `CREATE KEYSPACE IF NOT EXISTS ${name}_w WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 9};`;
    await runner.migrate({ "V1__t.cql": `${create}\nDROP KEYSPACE ${name}_w;` });
    const snapshot = await runner.context.target.store.read();
    assert.match(snapshot?.events[0]?.warnings[0] ?? "", /replication factor/);
    assert.ok(runner.events.some(({ kind }) => kind === "server-warned"));
  });

  claim(server, "a file of 1,000 inserts is written with few announcements", async (runner, { name, client }) => {
    const inserts = Array.from({ length: 1_000 }, (_, id) => `INSERT INTO t (id) VALUES (${id});`);
    await runner.migrate({ "V1__t.cql": ["CREATE TABLE t (id int PRIMARY KEY);", ...inserts].join("\n") });
    const { rows } = await client.execute(`SELECT count(*) AS n FROM ${name}.t`);
    assert.equal(String(rows[0]?.n), "1000");
    const written = await client.execute(`SELECT revision FROM ${name}.tidemark_history WHERE scope = ?`, [name]);
    const revision: number = written.first()?.revision;
    assert.ok(revision > 2 && revision < 25, `${revision} writes of the journal`);
  });

  claim(
    server,
    "a keyspace that does not exist is said to be missing, and init makes it",
    async (_runner, keyspace) => {
      const name = `${keyspace.name}_new`;
      const target = await openTarget(server, name);
      try {
        await assert.rejects(realRunner(target).migrate(FILES), { code: "target-missing", hint: /tidemark init/ });
        const created = await target.initialize({ createScope: true });
        const replication = { class: "SimpleStrategy", replication_factor: "1" };
        assert.deepEqual(created, {
          hasCreatedScope: true,
          hasCreatedHistory: true,
          absent: [],
          replication,
          warnings: [],
        });
        assert.equal((await realRunner(target).migrate(FILES)).current, "3");
      } finally {
        await keyspace.client.execute(`DROP KEYSPACE IF EXISTS ${name}`);
        await target.close();
      }
    },
  );

  claim(server, "a table that is not a history is refused, not written to", async (runner, { name, client }) => {
    await client.execute(`CREATE TABLE ${name}.tidemark_history (id int PRIMARY KEY)`);
    await assert.rejects(runner.migrate(FILES), { code: "server-failed", message: /is not a history of tidemark/ });
  });

  claim(server, "a history of a newer format is refused", async (runner, { name, client }) => {
    await runner.migrate({});
    await runner.context.target.initialize({ createScope: false });
    await client.execute(`INSERT INTO ${name}.tidemark_history (scope, format) VALUES ('${name}', 99) IF NOT EXISTS`);
    await assert.rejects(runner.migrate(FILES), { code: "history-too-new" });
  });
});
