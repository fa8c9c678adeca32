// Goal: `snapshot`, `diff`, `drift` and the dry runs say what is, in a form that can be used, and change nothing.
// Method: one claim a test, on a real server; the text of a snapshot is run again, statements of a diff are carried out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "../../src/cql/parser/parse.ts";
import { print } from "../../src/cql/printer/print.ts";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, documentOf, errorOf } from "./cli.ts";
import { type CliWorld, tablesOf, withCliWorld } from "./keyspace.ts";

const V1 = `CREATE TYPE IF NOT EXISTS address (street text, zip int);
CREATE TABLE IF NOT EXISTS users (id uuid, at timestamp, home frozen<address>, tags set<text>, PRIMARY KEY (id, at))
  WITH CLUSTERING ORDER BY (at DESC) AND comment = 'Who''s who' AND default_time_to_live = 60;
CREATE INDEX IF NOT EXISTS users_by_tag ON users (tags);
-- @down
DROP TABLE IF EXISTS users;
DROP TYPE IF EXISTS address;
`;
const V2 = `CREATE TABLE IF NOT EXISTS "Orders" (id uuid PRIMARY KEY, total decimal);
ALTER TABLE users ADD email text;
-- @down
ALTER TABLE users DROP email;
DROP TABLE IF EXISTS "Orders";
`;
const KEYSPACE = "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};";
const FILES = { "migrations/V001__users.cql": V1, "migrations/V002__orders.cql": V2 };

async function execute({ client, keyspace }: CliWorld, text: string): Promise<void> {
  await client.execute(text.replaceAll("KS", keyspace));
}

async function assertSame(world: CliWorld, from: string, to: string): Promise<void> {
  const result = await world.run(["diff", from, to]);
  assertExit(result, 0);
  assert.equal(result.stdout, `no differences: ${from} and ${to}\n`);
}

withServer("snapshot, diff, drift and dry runs on a real server", (server) => {
  test("the files, the live keyspace and snapshots of both, as CQL and as JSON, are the same", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      assertExit(await world.run(["migrate"]), 0);
      const sides = ["live", "files", "live.cql", "live.json", "files.cql", "files.json"];
      for (const name of sides.slice(2)) {
        assertExit(await world.run(["snapshot", "--from", name.split(".")[0] ?? "", "-o", name]), 0);
      }
      for (const side of sides) await assertSame(world, "live", side);
      for (const side of sides) await assertSame(world, "files", side);
      const live = await readFile(world.path("live.cql"), "utf8");
      assert.equal(live.replace(/^CREATE KEYSPACE .*;\n\n/, ""), await readFile(world.path("files.cql"), "utf8"));
    }));

  test("a snapshot holds all but tidemark's own table, and running it makes the same again", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      assertExit(await world.run(["migrate"]), 0);
      const { stdout } = await world.run(["snapshot"]);
      assert.doesNotMatch(stdout, /tidemark_/);
      assertExit(await world.run(["rollback", "--target", "0", "--yes"]), 0);
      const [keyspace, ...others] = parse(stdout).statements;
      assert.equal(keyspace?.kind, "create-keyspace");
      for (const { start, end } of others) await world.client.execute(stdout.slice(start, end));
      assert.equal((await world.run(["snapshot"])).stdout, stdout);
    }));

  test("of two versions of the files no server is asked", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      await world.write({ "tidemark.yaml": 'cassandra: { contact_points: ["127.0.0.1:1"] }\nkeyspace: shop\n' });
      const result = await world.run(["diff", "files@1", "files", "--statements"]);
      assertExit(result, 1);
      assert.equal(
        result.stdout,
        'CREATE TABLE shop."Orders" (\n  id uuid PRIMARY KEY,\n  total decimal\n);\nALTER TABLE shop.users ADD email text;\n',
      );
      const atOne = await world.run(["snapshot", "--at", "1"]);
      assertExit(atOne, 0);
      assert.match(atOne.stdout, /users/);
      assert.doesNotMatch(atOne.stdout, /Orders|email/);
    }));

  test("the statements of a diff turn the one keyspace into the other", () =>
    withCliWorld(server, { files: FILES }, (one) =>
      withCliWorld(server, {}, async (other) => {
        assertExit(await one.run(["migrate"]), 0);
        await execute(
          other,
          "CREATE TABLE KS.users (id uuid, at timestamp, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (at DESC)",
        );
        await execute(other, "CREATE TABLE KS.extra (id int PRIMARY KEY)");
        const { stdout } = await other.run(["diff", "live", `keyspace:${one.keyspace}`, "--statements"]);
        for (const statement of parse(stdout).statements) await other.client.execute(print(statement));
        const same = await other.run(["diff", "--target-keyspace", one.keyspace]);
        assertExit(same, 0);
      }),
    ));

  test("a profile and a URL are other targets, and no password is shown", () =>
    withCliWorld(server, { files: FILES }, (one) =>
      withCliWorld(
        server,
        { config: `profiles: { blue: { keyspace: ${one.keyspace} } }\n`, files: FILES },
        async (other) => {
          assertExit(await one.run(["migrate"]), 0);
          assertExit(await other.run(["migrate"]), 0);
          await assertSame(other, "live", "profile:blue");
          const url = `cassandra://ann:secret@${server.host}:${server.port}/${one.keyspace}`;
          const text = await other.run(["diff", url, "live"]);
          assertExit(text, 0);
          const json = await other.run(["diff", url, "live", "--json"]);
          assert.doesNotMatch(`${text.stdout}${text.stderr}${json.stdout}${json.stderr}`, /secret/);
        },
      ),
    ));

  test("drift is what somebody did by hand, both ways, and is gone when it is undone", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      assertExit(await world.run(["migrate"]), 0);
      assertExit(await world.run(["drift"]), 0);
      await execute(world, "ALTER TABLE KS.users ADD age int");
      await execute(world, 'DROP TABLE KS."Orders"');
      await execute(world, "ALTER TABLE KS.users WITH default_time_to_live = 90");
      const drifted = await world.run(["drift", "--json"]);
      assertExit(drifted, 1);
      const { changes, unknown } = documentOf(drifted) as {
        changes: readonly { kind: string; object: string }[];
        unknown: readonly string[];
      };
      assert.deepEqual(unknown, []);
      assert.deepEqual(
        changes.map(({ kind, object }) => `${kind} ${object.replace(world.keyspace, "KS")}`).sort(),
        ["add-column table KS.users", "alter-table-options table KS.users", 'drop-table table KS."Orders"'].sort(),
      );
      await execute(world, "ALTER TABLE KS.users DROP age");
      await execute(world, 'CREATE TABLE KS."Orders" (id uuid PRIMARY KEY, total decimal)');
      await execute(world, "ALTER TABLE KS.users WITH default_time_to_live = 60");
      assertExit(await world.run(["drift"]), 0);
    }));

  test("an applied file that was edited cannot be replayed, and is named", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      assertExit(await world.run(["migrate"]), 0);
      await world.write({ "migrations/V002__orders.cql": `${V2}-- more\n` });
      const result = await world.run(["drift", "--json"]);
      assertExit(result, 1);
      assert.deepEqual((documentOf(result) as { unknown: readonly string[] }).unknown, ["2"]);
      assert.match((await world.run(["drift"])).stderr, /warning: 002 cannot be replayed: V002__orders\.cql/);
    }));

  test("a dry run names what the server would refuse, with the reason, and the server then does refuse it", () =>
    withCliWorld(
      server,
      { files: { ...FILES, "migrations/V003__wrong.cql": "ALTER TABLE users ADD email int;\n" } },
      async (world) => {
        const dry = await world.run(["migrate", "--dry-run"]);
        assertExit(dry, 1);
        assert.match(dry.stdout, /would be refused: .*email/);
        assert.deepEqual(await tablesOf(world), []);
        assertExit(await world.run(["migrate"]), 1);
        const plan = await world.run(["plan", "--json"]);
        assertExit(plan, 1);
        const { predictions } = documentOf(plan) as { predictions: readonly { outcome: string }[] };
        assert.deepEqual(
          predictions.map(({ outcome }) => outcome),
          ["refused"],
        );
      },
    ));

  test("a dry run of a rollback says what would be lost", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      assertExit(await world.run(["migrate"]), 0);
      const dry = await world.run(["rollback", "--dry-run"]);
      assertExit(dry, 0);
      assert.match(dry.stdout, /drop/);
      assert.deepEqual([...(await tablesOf(world))].sort(), ["Orders", "users"]);
    }));

  test("a statement of the files that would be refused is left out of a snapshot, and named with its place", () =>
    withCliWorld(
      server,
      { files: { ...FILES, "migrations/V003__wrong.cql": "\nALTER TABLE nowhere ADD email int;\n" } },
      async (world) => {
        const result = await world.run(["snapshot", "--from", "files"]);
        assertExit(result, 1);
        assert.match(result.stderr, /left out: migrations\/V003__wrong\.cql:2:\d+: .*nowhere/);
        assert.doesNotMatch(result.stdout, /nowhere/);
        const json = documentOf(await world.run(["snapshot", "--from", "files", "--json"])) as {
          problems: readonly { file: string; line: number }[];
        };
        assert.deepEqual(
          json.problems.map(({ file, line }) => `${file}:${line}`),
          ["migrations/V003__wrong.cql:2"],
        );
      },
    ));

  test("of a side that is not whole no difference is said to be none", () =>
    withCliWorld(
      server,
      { files: { "a.cql": `${KEYSPACE} CREATE TABLE k.t (a nosuch PRIMARY KEY);`, "b.cql": KEYSPACE } },
      async (world) => {
        const result = await world.run(["diff", "a.cql", "b.cql"]);
        assertExit(result, 1);
        assert.match(result.stdout, /^no differences in what is understood/);
        assert.match(result.stderr, /left out: a\.cql:1:\d+: .*nosuch/);
      },
    ));

  test("a rename is done in place, and foretold as such", () =>
    withCliWorld(
      server,
      {
        files: {
          ...FILES,
          "migrations/V003__names.cql":
            "ALTER TABLE users RENAME id TO user_id;\nALTER TYPE address RENAME zip TO code;\n",
        },
      },
      async (world) => {
        const { stdout } = await world.run(["plan"]);
        assert.match(stdout, /table \S+\.users: rename column id to user_id/);
        assert.match(stdout, /type \S+\.address: rename field zip to code/);
        assertExit(await world.run(["migrate"]), 0);
        assertExit(await world.run(["drift"]), 0);
      },
    ));

  test("what a new table would bring is listed behind the reason for it", () =>
    withCliWorld(
      server,
      {
        files: {
          "a.cql": `${KEYSPACE} CREATE TABLE k.t (a int PRIMARY KEY, b int, c int); CREATE INDEX i ON k.t (b);`,
          "b.cql": `${KEYSPACE} CREATE TABLE k.t (aa int PRIMARY KEY, b int, d text) WITH comment = 'x'; CREATE INDEX j ON k.t (d);`,
        },
      },
      async (world) => {
        const { stdout } = await world.run(["diff", "a.cql", "b.cql"]);
        assert.match(stdout, /key column a in A, aa in B \(if only the name differs: ALTER TABLE … RENAME a TO aa\)/);
        for (const part of [/column c int only in A/, /column d text only in B/, /comment/, /index i/, /index j/]) {
          assert.match(stdout, part);
        }
        const statements = await world.run(["diff", "a.cql", "b.cql", "--statements"]);
        assert.doesNotMatch(statements.stdout, /^[A-Z]/m);
      },
    ));

  test("TRUNCATE is foretold with what it loses, in every form", () =>
    withCliWorld(
      server,
      { files: { ...FILES, "migrations/V003__empty.cql": "TRUNCATE users;\nALTER TABLE users DROP email;\n" } },
      async (world) => {
        for (const line of [["migrate", "--dry-run"], ["plan"]]) {
          const { stdout } = await world.run(line);
          assert.match(stdout, /users: remove all rows.*loss: every row of table `\S+\.users` is lost/s);
          assert.match(stdout, /loss: every value of column `email`/);
        }
      },
    ));

  test("rows of a table that is not there are foretold to be refused", () =>
    withCliWorld(
      server,
      { files: { "migrations/V001__rows.cql": "INSERT INTO nobody (a) VALUES (1);\n" } },
      async (world) => {
        const dry = await world.run(["migrate", "--dry-run"]);
        assertExit(dry, 1);
        assert.match(dry.stdout, /would be refused: table `\S+\.nobody` does not exist/);
      },
    ));

  test("USE of a keyspace that is not there is foretold to be refused, and is", () =>
    withCliWorld(server, { files: { "migrations/V001__use.cql": "USE nowhere_at_all;\n" } }, async (world) => {
      assertExit(await world.run(["migrate", "--dry-run"]), 1);
      assertExit(await world.run(["migrate"]), 1);
    }));

  test("the output of DESCRIBE is a snapshot, and its history table no difference", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      assertExit(await world.run(["migrate"]), 0);
      const { rows } = await world.client.execute(`DESCRIBE KEYSPACE ${world.keyspace}`);
      const text = rows.map((row) => String(row.create_statement)).join("\n");
      assert.match(text, /tidemark_history/);
      await world.write({ "described.cql": text });
      await assertSame(world, "live", "described.cql");
    }));

  test("no password of a statement is shown", () =>
    withCliWorld(
      server,
      {
        files: {
          "migrations/V001__role.cql":
            "CREATE ROLE ann WITH PASSWORD = 'geheim' AND NOPE = 1;\n-- @down\nALTER ROLE ann WITH PASSWORD = 'geheim';\n",
        },
      },
      async (world) => {
        for (const line of [["migrate", "--dry-run"], ["plan"], ["lint"], ["plan", "--json"], ["lint", "--json"]]) {
          const { stdout, stderr } = await world.run(line);
          assert.doesNotMatch(`${stdout}${stderr}`, /geheim/, line.join(" "));
        }
      },
    ));

  for (const [argv, message] of [
    [["diff", "lve", "live"], /did you mean `live`/],
    [["diff", "live"], /two sides/],
    [["diff", "live", "models"], /models/],
    [["diff", "live", "keyspace:"], /lacks a name/],
    [["diff", "live", "profile:nope"], /nope/],
    [["diff", "live", "missing.cql"], /missing\.cql/],
    [["diff", "live", "files@99"], /99/],
    [["snapshot", "--at", "99"], /99/],
    [["diff", "files", "files", "--server", "oracle:9"], /oracle/],
    [["diff", "files", "files", "--server", "cassandra:9"], /known are 3\.11/],
    [["snapshot", "-o", "no/such/place.cql"], /place\.cql/],
  ] as const) {
    test(`a mistake in \`${argv.join(" ")}\` is said before anything is done`, () =>
      withCliWorld(server, { files: FILES }, async (world) => {
        const result = await world.run([...argv, "--json"]);
        assertExit(result, 2);
        const { message: actual, hint } = errorOf(result);
        assert.match(`${actual} ${hint ?? ""}`, message);
      }));
  }

  test("a broken snapshot file is an error with its place", () =>
    withCliWorld(
      server,
      { files: { "bad.cql": "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABEL b;\n" } },
      async (world) => {
        const result = await world.run(["diff", "live", "bad.cql"]);
        assertExit(result, 2);
        assert.match(result.stderr, /bad\.cql:2:8: /);
      },
    ));
});
