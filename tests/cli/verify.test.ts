// Goal: `verify` says of each migration whether its down side undoes it, by its exit code too, and touches no target.
// Method: the command line on CQL in memory, and on SQL on an embedded PostgreSQL and on databases made on a real one.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Tidemark } from "../../src/tidemark.ts";
import { withDatabase, withPostgres } from "../integration/postgres/server.ts";
import { assertExit, documentOf, errorOf, type Files, runCli, withDirectory } from "./cli.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);\n\n-- @down\nDROP TABLE users;\n";
const LEAVES =
  "CREATE TABLE IF NOT EXISTS carts (id int PRIMARY KEY);\nALTER TABLE users ADD email text;\n\n-- @down\nALTER TABLE users DROP email;\n";
const REFUSED = "CREATE TABLE orders (id int PRIMARY KEY);\n\n-- @down\nDROP TABLE order_lines;\n";

const IN_MEMORY = "(in memory, by the rules of cassandra:5.0)";

test("migrations that hold are counted, and no configuration is needed", () =>
  withDirectory({ "migrations/V001__users.cql": USERS }, async (cwd) => {
    const result = await runCli(["verify"], { cwd });
    assertExit(result, 0);
    assert.equal(result.stdout, `1 migration up, down and up again as before ${IN_MEMORY}\n`);
    assert.equal(result.stderr, "");
  }));

test("what does not hold is shown for each migration, with its place; the exit code is 1", () =>
  withDirectory(
    {
      "tidemark.yaml": "keyspace: shop\n",
      "migrations/V001__users.cql": USERS,
      "migrations/V002__leaves.cql": LEAVES,
      "migrations/V003__refused.cql": REFUSED,
      "migrations/V004__one_way.cql": "INSERT INTO users (id) VALUES (1);\n",
      "migrations/V005__test.cql": "-- @env dev\nCREATE TABLE tests (id int PRIMARY KEY);\n",
    },
    async (cwd) => {
      const result = await runCli(["verify"], { cwd });
      assertExit(result, 1);
      assert.equal(
        result.stdout,
        [
          "FAIL V002__leaves.cql",
          "  the down side does not bring back the schema from before (+ is left, - is gone):",
          "    +  table shop.carts  only after the down side",
          "FAIL V003__refused.cql",
          "  the down side is refused:",
          "    migrations/V003__refused.cql:4:1: table `shop.order_lines` does not exist",
          "      4 | DROP TABLE order_lines;",
          "        | ^^^^^^^^^^^^^^^^^^^^^^",
          "--   V004__one_way.cql has no down side",
          "--   V005__test.cql was not verified: it is for the profile dev, which is not in use (--profile)",
          "",
          `1 migration up, down and up again as before, 2 failed, 1 without a down side, 1 not verified ${IN_MEMORY}`,
          "",
        ].join("\n"),
      );
    },
  ));

test("--json prints one document, and --target ends before what fails", () =>
  withDirectory(
    {
      "tidemark.yaml": "keyspace: shop\n",
      "migrations/V001__users.cql": USERS,
      "migrations/V002__leaves.cql": LEAVES,
    },
    async (cwd) => {
      const result = await runCli(["verify", "--json"], { cwd });
      assertExit(result, 1);
      const change = { kind: "create-table", object: "table shop.carts", description: "only after the down side" };
      const migration = { reason: null, faults: [], notes: [] };
      assert.deepEqual(documentOf(result), {
        format: 1,
        command: "verify",
        keyspace: "shop",
        place: "in memory, by the rules of cassandra:5.0",
        holds: false,
        migrations: [
          { ...migration, version: "1", label: "001", name: "V001__users.cql", verdict: "holds" },
          {
            ...{ ...migration, version: "2", label: "002", name: "V002__leaves.cql", verdict: "fails" },
            faults: [{ kind: "not-undone", changes: [{ ...change, loss: null, inPlace: true }] }],
          },
        ],
      });
      assertExit(await runCli(["verify", "--target", "1"], { cwd }), 0);
    },
  ));

test("the target of the configuration is not asked", () =>
  withDirectory(
    {
      "tidemark.yaml": 'cassandra: { contact_points: ["127.0.0.1:1"] }\nkeyspace: shop\n',
      "migrations/V001__users.cql": USERS,
    },
    async (cwd) => assertExit(await runCli(["verify"], { cwd }), 0),
  ));

for (const [argv, message] of [
  [["--target", "9"], /9/],
  [["--server", "oracle:1"], /`oracle:1` names no server/],
  [["--sandbox", "nowhere_at_all"], /no sandbox `nowhere_at_all` is running/],
  [["--sandbox", "try", "--server", "cassandra:4.1"], /`try` runs, and is of the release that it is/],
  [["--sandbox", "--server", "scylla"], /a sandbox is a Cassandra, and `scylla` is not/],
] as const) {
  test(`a mistake in \`verify ${argv.join(" ")}\` is said before anything is tried`, () =>
    withDirectory({ "migrations/V001__users.cql": USERS }, async (cwd) => {
      const result = await runCli(["verify", ...argv, "--json"], { cwd });
      assertExit(result, 2);
      assert.match(String(errorOf(result).message), message);
    }));
}

test("a file that does not split into statements is a mistake in the files", () =>
  withDirectory({ "migrations/V001__a.cql": "CREATE TABLE a (t text DEFAULT 'x);\n" }, async (cwd) => {
    assertExit(await runCli(["verify"], { cwd }), 2);
  }));

test("Ctrl-C ends it, and says so", () =>
  withDirectory({ "migrations/V001__users.cql": USERS }, async (cwd) => {
    const result = await runCli(["verify"], { cwd, signal: AbortSignal.abort("SIGINT") });
    assertExit(result, 130);
    assert.match(result.stderr, /error: interrupted\n {2}hint: what was made is removed/);
  }));

test("the library gives the same, and refuses what it does not know", () =>
  withDirectory({ "migrations/V001__users.cql": USERS, "migrations/V002__leaves.cql": LEAVES }, async (cwd) => {
    const options = { migrations: { directory: join(cwd, "migrations") } };
    const tidemark = await Tidemark.prepare({ cwd, env: {}, flags: {}, values: options });
    const { holds, migrations } = await tidemark.verify({ server: "cassandra:4.1" });
    assert.deepEqual([holds, migrations.map(({ verdict }) => verdict)], [false, ["holds", "fails"]]);
    await assert.rejects(tidemark.verify({ traget: "1" } as object), { code: "usage" });
  }));

// Of SQL.

const SQL_FILES: Files = {
  "migrations/V001__users.sql":
    "CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE INDEX users_by_name ON users (name);\n\n-- @down\nDROP TABLE users;\n",
  "migrations/V002__drop.sql":
    "ALTER TABLE users DROP COLUMN name;\n\n-- @down\nALTER TABLE users ADD COLUMN name text;\n",
  "migrations/V003__refused.sql":
    "CREATE TABLE orders (id int);\n\n-- @down\nDROP TABLE orders;\nDROP TABLE order_lines;\n",
  "migrations/V004__after.sql":
    "-- @no-transaction\nCREATE INDEX CONCURRENTLY orders_by_id ON orders (id);\n\n-- @down\nDROP INDEX CONCURRENTLY orders_by_id;\n",
  "migrations/V005__rows.sql": "INSERT INTO users (id) VALUES (1);\n\n-- @down\nSELECT 1;\n",
};

async function assertSqlVerified(cwd: string, argv: readonly string[], place: string): Promise<void> {
  const result = await runCli(["verify", ...argv], { cwd });
  assertExit(result, 1);
  assert.equal(
    result.stdout,
    [
      "FAIL V002__drop.sql",
      "  the down side does not bring back the schema from before (+ is left, - is gone):",
      "    -  index users_by_name  only before (on users (name))",
      "FAIL V003__refused.sql",
      "  the down side is refused:",
      '    migrations/V003__refused.sql:5:1: table "order_lines" does not exist',
      "      5 | DROP TABLE order_lines;",
      "        | ^^^^^^^^^^^^^^^^^^^^^^",
      "ok   V005__rows.sql",
      '  note: migrations/V005__rows.sql:1:1: refused, which may be otherwise where there are rows: duplicate key value violates unique constraint "users_pkey"',
      "    1 | INSERT INTO users (id) VALUES (1);",
      "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
      "",
      `3 migrations up, down and up again as before, 2 failed (${place})`,
      "",
    ].join("\n"),
  );
}

test("SQL is tried on an embedded PostgreSQL, and the database of the configuration is not made", () =>
  withDirectory({ "tidemark.yaml": "database: { url: 'pglite:./shop' }\n", ...SQL_FILES }, async (cwd) => {
    await assertSqlVerified(cwd, [], "on an embedded PostgreSQL");
    assert.ok(!existsSync(join(cwd, "shop")));
  }));

test("a sandbox and the rules of a server are for CQL", () =>
  withDirectory({ "tidemark.yaml": "database: { url: 'pglite:./shop' }\n", ...SQL_FILES }, async (cwd) => {
    for (const argv of [["--sandbox"], ["--server", "cassandra:4.1"]]) {
      assertExit(await runCli(["verify", ...argv], { cwd }), 2);
    }
  }));

withPostgres("verify at a --shadow-url", (server) => {
  test("what reaches beyond the database is not sent to a server: it is noted, and is no part of what holds", () =>
    withDatabase(server, async ({ url, name, client }) => {
      const [role, left] = [`${name}_role`, `${name}_left`];
      const files: Files = {
        "tidemark.yaml": "database: { url: 'pglite:./shop' }\n",
        "migrations/V001__role.sql": `CREATE ROLE ${role};\nCREATE TABLE a (id int);\nGRANT SELECT ON a TO ${role};\n\n-- @down\nDROP TABLE a;\n`,
        "migrations/V002__owner.sql": `CREATE TABLE b (id int);\nALTER TABLE b OWNER TO ${role};\n\n-- @down\nDROP TABLE b;\nDROP ROLE ${role};\n`,
        "migrations/V003__database.sql": `-- @no-transaction\nCREATE DATABASE ${left};\n\n-- @down\nDROP DATABASE ${left};\n`,
        "migrations/V004__c.sql": "CREATE TABLE c (id int);\n\n-- @down\nDROP TABLE c;\n",
      };
      await withDirectory(files, async (cwd) => {
        const result = await runCli(["verify", "--shadow-url", url], { cwd });
        assertExit(result, 0);
        assert.match(
          result.stdout,
          /^-- {3}V001__role\.sql was verified in part\n {2}note: .*V001__role\.sql:1:1: left out: not tried: it reaches beyond the database\n/,
        );
        assert.match(
          result.stdout,
          /^1 migration up, down and up again as before, 3 in part \(on a database made at --shadow-url\)$/m,
        );
        const embedded = await runCli(["verify", "--target", "2"], { cwd });
        assert.doesNotMatch(embedded.stdout, /not tried/);
      });
      const { rows } = await client.query("SELECT rolname FROM pg_roles WHERE rolname = $1", [role]);
      const databases = await client.query("SELECT datname FROM pg_database WHERE datname = $1", [left]);
      assert.deepEqual([rows, databases.rows], [[], []]);
    }));

  test("a plan does not try what reaches beyond the database, and says so", () =>
    withDatabase(server, async ({ url, name, client }) => {
      const role = `${name}_role`;
      const files: Files = {
        "tidemark.yaml": `database: { url: '${url}' }\n`,
        "migrations/V001__role.sql": `CREATE ROLE ${role};\nCREATE TABLE a (id int);\nALTER TABLE a OWNER TO ${role};\n`,
      };
      await withDirectory(files, async (cwd) => {
        const result = await runCli(["plan", "--shadow-url", server], { cwd });
        assertExit(result, 0);
        assert.match(result.stdout, /not tried: it reaches beyond the database/);
        assert.doesNotMatch(result.stdout, /would be refused/);
        assert.match(result.stdout, /table a: create/);
        const snapshot = await runCli(["snapshot", "--from", "files", "--shadow-url", server], { cwd });
        assert.match(snapshot.stderr, /V001__role\.sql:1:1: not tried: it reaches beyond the database/);
      });
      const { rows } = await client.query("SELECT rolname FROM pg_roles WHERE rolname = $1", [role]);
      assert.deepEqual(rows, []);
    }));

  test("a shadow database that cannot be dropped is told with the statement that drops it", () =>
    withDatabase(server, async ({ url, client }) => {
      const files: Files = {
        "tidemark.yaml": "database: { url: 'pglite:./shop' }\n",
        // A template is not dropped until it is none.
        "migrations/V001__left.sql":
          "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I IS_TEMPLATE true', current_database()); END $$;\n",
      };
      const told: Error[] = [];
      const listen = (warning: Error): void => void told.push(warning);
      process.on("warning", listen);
      try {
        await withDirectory(files, async (cwd) =>
          assertExit(await runCli(["verify", "--shadow-url", url], { cwd }), 0),
        );
        await new Promise((resolve) => setImmediate(resolve));
      } finally {
        process.off("warning", listen);
      }
      const [, left = "", statement = ""] =
        /`(tidemark_shadow_\w+)` could not be dropped: .*: (DROP DATABASE .*)$/.exec(told[0]?.message ?? "") ?? [];
      assert.notEqual(left, "", String(told[0]));
      await client.query(`ALTER DATABASE "${left}" IS_TEMPLATE false`);
      await client.query(statement);
    }));

  test("SQL is tried in databases that are made at --shadow-url, and none is left", () =>
    withDirectory({ "tidemark.yaml": "database: { url: 'pglite:./shop' }\n", ...SQL_FILES }, (cwd) =>
      withDatabase(server, async ({ url, client }) => {
        await assertSqlVerified(cwd, ["--shadow-url", url], "on a database made at --shadow-url");
        const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'tidemark_shadow%'");
        assert.deepEqual(rows, []);
      }),
    ));
});
