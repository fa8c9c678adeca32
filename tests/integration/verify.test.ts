// Goal: on a real Cassandra migrations are tried as they run anywhere, in a keyspace that is gone afterwards, and what is said of
// them is what is said in memory.
// Method: the command line with a running server, and one with a sandbox of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertExit, type CliResult, documentOf, type Files } from "../cli/cli.ts";
import { type CliWorld, withCliWorld } from "../cli/keyspace.ts";
import { withServer } from "./cassandra/server.ts";

const FILES: Files = {
  "migrations/V001__users.cql":
    "CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE INDEX by_name ON users (name);\n\n-- @down\nDROP TABLE users;\n",
  "migrations/V002__email.cql": "ALTER TABLE users ADD email text;\n\n-- @down\nALTER TABLE users DROP email;\n",
  "migrations/V003__leaves.cql":
    "CREATE TABLE IF NOT EXISTS carts (id int PRIMARY KEY);\nCREATE TYPE address (street text);\n\n-- @down\nDROP TYPE address;\n",
  "migrations/V004__refused.cql":
    "CREATE TABLE hits (id int PRIMARY KEY, a counter, b counter);\n\n-- @down\nDROP TABLE hits;\nDROP TABLE hit;\n",
  "migrations/V005__counter.cql": "ALTER TABLE hits ADD c counter;\n\n-- @down\nALTER TABLE hits DROP c;\n",
  "migrations/V006__rows.cql": "INSERT INTO users (id, name) VALUES (1, 'Ann');\n",
  "migrations/20270101_001_code.ts": [
    'import { defineMigration } from "tidemark";',
    "export default defineMigration({",
    '  description: "code",',
    "  async upgrade(context) {",
    '    const ann = await context.query("SELECT id FROM users").first();',
    '    if (ann === undefined) throw new Error("nobody");',
    '    await context.execute("CREATE TABLE coded (id int PRIMARY KEY)");',
    "  },",
    "  async downgrade(context) {",
    '    await context.execute("DROP TABLE coded");',
    "  },",
    "});",
    "",
  ].join("\n"),
};

/** Verdicts and kinds of faults, which are the same in whatever place. */
function shapeOf(result: CliResult): readonly unknown[] {
  const { migrations } = documentOf(result) as { migrations: { name: string; verdict: string; faults: Fault[] }[] };
  return migrations.map(({ name, verdict, faults }) => [name, verdict, ...faults.map(faultOf)]);
}

interface Fault {
  readonly kind: string;
  readonly stage?: string;
  readonly file?: string;
  readonly line?: number;
  readonly changes?: readonly { readonly kind: string }[];
}

function faultOf({ kind, stage, file, line, changes }: Fault): string {
  return changes === undefined
    ? `${kind} ${stage} ${file}:${line}`
    : `${kind} ${changes.map((each) => each.kind).join()}`;
}

async function keyspacesOf({ client }: CliWorld): Promise<readonly string[]> {
  const { rows } = await client.execute("SELECT keyspace_name FROM system_schema.keyspaces");
  return rows.map((row) => String(row.keyspace_name)).filter((name) => name.startsWith("tidemark_verify_"));
}

withServer("verify on a real Cassandra", (server) => {
  const where = `${server.host}:${server.port}`;

  test("on a server that is named it says what it says in memory, and leaves nothing", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      const real = await world.run(["verify", "--sandbox", where, "--json"]);
      assertExit(real, 1);
      const memory = await world.run(["verify", "--json"]);
      assert.deepEqual(shapeOf(real), shapeOf(memory));
      assert.deepEqual(shapeOf(real), [
        ["V001__users.cql", "holds"],
        ["V002__email.cql", "holds"],
        ["V003__leaves.cql", "fails", "not-undone create-table"],
        ["V004__refused.cql", "fails", "refused down migrations/V004__refused.cql:5"],
        ["V005__counter.cql", "fails", "refused up-again migrations/V005__counter.cql:1"],
        ["V006__rows.cql", "no-down-side"],
        ["20270101_001_code.ts", "skipped"],
      ]);
      assert.deepEqual(await keyspacesOf(world), []);
      const { rows } = await world.client.execute(
        `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${world.keyspace}'`,
      );
      assert.deepEqual(rows, [], "the configured keyspace is left alone");
    }));

  test("code does not run on a server that was not started for it, whatever it reaches for", () =>
    withCliWorld(server, {}, async (world) => {
      await world.client.execute(`CREATE TABLE ${world.keyspace}.precious (id int PRIMARY KEY)`);
      await world.client.execute(`INSERT INTO ${world.keyspace}.precious (id) VALUES (1)`);
      await world.write({
        "migrations/V001__users.cql":
          "CREATE TABLE users (id int PRIMARY KEY);\nINSERT INTO users (id) VALUES (1);\n\n-- @down\nDROP TABLE users;\n",
        "migrations/20270101_001_code.ts": [
          'import { defineMigration } from "tidemark";',
          "export default defineMigration({",
          '  description: "code",',
          "  allowDestructive: true,",
          "  async upgrade(context) {",
          '    const one = await context.query("SELECT id FROM users").first();',
          `    if (one !== undefined) await context.execute("TRUNCATE ${world.keyspace}.precious");`,
          "  },",
          "});",
          "",
        ].join("\n"),
      });
      const result = await world.run(["verify", "--sandbox", where]);
      assertExit(result, 0);
      assert.match(result.stdout, /20270101_001_code\.ts was not verified: it is code/);
      const { rows } = await world.client.execute(`SELECT id FROM ${world.keyspace}.precious`);
      assert.equal(rows.length, 1);
    }));

  test("roles and permissions are of the whole server: nothing is sent", () =>
    withCliWorld(server, { files: { "migrations/V001__role.cql": "CREATE ROLE verify_reader;\n" } }, async (world) => {
      const result = await world.run(["verify", "--sandbox", where]);
      assertExit(result, 2);
      assert.match(result.stderr, /V001__role\.cql:1:1: `CREATE ROLE verify_reader …` is of the whole server/);
    }));

  test("a refused up side ends it there, as it ends migrate", () =>
    withCliWorld(
      server,
      { files: { "migrations/V001__no.cql": "DROP TABLE nobody;\n", "migrations/V002__a.cql": "SELECT a FROM b;\n" } },
      async (world) => {
        const result = await world.run(["verify", "--sandbox", where]);
        assertExit(result, 1);
        assert.match(result.stdout, /^FAIL V001__no\.cql\n {2}the up side is refused:\n.*V001__no\.cql:1:1: /);
        assert.match(result.stdout, /V002__a\.cql was not verified: V001__no\.cql was refused/);
        assert.deepEqual(await keyspacesOf(world), []);
      },
    ));

  test("a statement that names a keyspace would leave its own: nothing is sent", () =>
    withCliWorld(server, {}, async (world) => {
      const text = `CREATE TABLE ${world.keyspace}.users (id int PRIMARY KEY);\n`;
      await world.write({ "migrations/V001__users.cql": text });
      const result = await world.run(["verify", "--sandbox", where]);
      assertExit(result, 2);
      assert.match(result.stderr, /V001__users\.cql:1:1: `CREATE TABLE \S+ …` names another keyspace/);
      assert.deepEqual(await keyspacesOf(world), []);
    }));

  test("Ctrl-C drops what was made", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      const controller = new AbortController();
      const running = world.run(["verify", "--sandbox", where], { signal: controller.signal });
      while ((await keyspacesOf(world)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      controller.abort("SIGINT");
      assertExit(await running, 130);
      assert.deepEqual(await keyspacesOf(world), []);
    }));

  test("a sandbox of its own knows every keyspace that the files make", () =>
    withCliWorld(server, {}, async (world) => {
      const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
      const text = `CREATE KEYSPACE audit WITH replication = ${replication};\nCREATE TABLE audit.log (id int PRIMARY KEY);\nCREATE TABLE ${world.keyspace}.users (id int PRIMARY KEY);\n\n-- @down\nDROP TABLE users;\nDROP TABLE audit.log;\n`;
      const code = FILES["migrations/20270101_001_code.ts"] ?? "";
      const rows = "CREATE TABLE users (id int PRIMARY KEY);\nINSERT INTO users (id) VALUES (1);\n";
      await world.write({
        "migrations/V001__audit.cql": text,
        "migrations/V002__rows.cql": `DROP TABLE IF EXISTS users;\n${rows}`,
        "migrations/20270101_001_code.ts": code,
      });
      const result = await world.run(["verify", "--sandbox", "--server", "cassandra:5.0"]);
      assertExit(result, 1);
      assert.match(result.stdout, /\+ {2}keyspace audit {2}only after the down side/);
      assert.match(
        result.stdout,
        /^1 migration up, down and up again as before, 1 failed, 1 without a down side /m,
        "code runs",
      );
      assert.match(result.stdout, /\(on a sandbox of Cassandra 5\.0\.\d+\)$/m);
    }));
});
