// Goal: what a cluster would refuse, or is not ready for, is told before anything is run, with what to do.
// Method: the command line against a server that knows roles, with its optional features off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertExit, type CliResult, documentOf, errorOf, type Files, runCli, withDirectory } from "../cli/cli.ts";
import { withServer } from "./cassandra/server.ts";
import { withServerWithRoles } from "./server-with-roles.ts";

interface FoundCheck {
  readonly name: string;
  readonly verdict: string;
  readonly finding: string;
  readonly hint?: string;
}

interface World {
  readonly keyspace: string;
  run(argv: readonly string[], role?: string): Promise<CliResult>;
  /** What preflight says of one thing. */
  look(name: string, role?: string): Promise<readonly FoundCheck[]>;
}

const TABLE: Files = {
  "migrations/V001__t.cql": "CREATE TABLE t (id int PRIMARY KEY, a int);\n-- @down\nDROP TABLE t;\n",
};
const ALTER: Files = { "migrations/V002__b.cql": "INSERT INTO t (id) VALUES (1);\nALTER TABLE t ADD b int;\n" };

withServer("preflight", () => {
  let keyspaceCount = 0;
  const server = withServerWithRoles({ settings: { materialized_views_enabled: false } }, async ({ admin }) => {
    await admin.execute("CREATE ROLE migrator WITH LOGIN = true AND PASSWORD = 'migrator'");
  });

  test("a superuser on a whole cluster finds everything ready, in a table and as JSON", () =>
    withWorld(TABLE, async ({ run }) => {
      await run(["init"]);
      const shown = await run(["preflight"]);
      assertExit(shown, 0);
      assert.match(shown.stdout, /^ok\s+releases\s+1 node runs 5\./m);
      assert.match(shown.stdout, /^ok\s+permissions\s+the role is a superuser/m);
      assert.match(shown.stdout, /^ok\s+history\s+\S+ has no migrations; 1 to apply, with 1 statement$/m);
      assert.match(shown.stdout, /is ready$/m);
      const { isReady, checks, pendingCount } = documentOf(await run(["preflight", "--json"]));
      assert.deepEqual([isReady, pendingCount], [true, 1]);
      assert.ok((checks as FoundCheck[]).every(({ verdict }) => verdict === "ok"));
    }));

  test("a keyspace that is not there is a problem, and nothing is made", () =>
    withWorld(TABLE, async ({ run, keyspace }) => {
      const result = await run(["preflight"]);
      assertExit(result, 1);
      assert.match(result.stdout, /problem\s+history\s+the keyspace \S+ does not exist\n\s+hint: .*tidemark init/);
      const { rows } = await server().admin.execute("SELECT * FROM system_schema.keyspaces WHERE keyspace_name = ?", [
        keyspace,
      ]);
      assert.equal(rows.length, 0);
    }));

  test("a permission that is missing is named with the GRANT that gives it, and migrate runs nothing without it", () =>
    withWorld({ ...TABLE, ...ALTER }, async ({ run, look, keyspace }) => {
      await run(["init"]);
      await run(["migrate", "--target", "1"]);
      await server().admin.execute(`GRANT SELECT ON KEYSPACE ${keyspace} TO migrator`);
      await server().admin.execute(`GRANT MODIFY ON KEYSPACE ${keyspace} TO migrator`);
      const [found] = await look("permissions", "migrator");
      assert.equal(found?.verdict, "problem");
      assert.match(
        found?.finding ?? "",
        /^migrations\/V002__b\.cql:2 needs ALTER on <table \w+\.t>, which migrator does not have$/,
      );
      assert.equal(found?.hint, `GRANT ALTER ON TABLE ${keyspace}.t TO migrator;`);

      const refused = await run(["migrate", "--json"], "migrator");
      assertExit(refused, 1);
      assert.equal(errorOf(refused).code, "preflight-failed");
      assert.deepEqual(
        (await server().admin.execute(`SELECT * FROM ${keyspace}.t`)).rows,
        [],
        "not even the first statement",
      );

      const sent = await run(["migrate", "--no-preflight", "--json"], "migrator");
      assert.equal(errorOf(sent).code, "step-failed");
      assert.equal((await server().admin.execute(`SELECT * FROM ${keyspace}.t`)).rows.length, 1);

      await server().admin.execute(found?.hint ?? "");
      assert.equal((await look("permissions", "migrator"))[0]?.verdict, "ok");
      assertExit(await run(["migrate"], "migrator"), 0);
    }));

  test("the history is asked for as well", () =>
    withWorld(TABLE, async ({ run, look, keyspace }) => {
      await run(["init"]);
      await run(["migrate"]);
      await server().admin.execute(`GRANT SELECT ON KEYSPACE ${keyspace} TO migrator`);
      const [found] = await look("permissions", "migrator");
      assert.match(found?.finding ?? "", /^the history needs MODIFY on <table \w+\.tidemark_history>/);
    }));

  test("a feature that is switched off is named with its setting, and migrate runs nothing that needs it", () => {
    const view =
      "CREATE TABLE u (id int PRIMARY KEY, a int);\nCREATE MATERIALIZED VIEW v AS SELECT * FROM u WHERE a IS NOT NULL AND id IS NOT NULL PRIMARY KEY (a, id);\n";
    return withWorld({ "migrations/V001__v.cql": view }, async ({ run, look, keyspace }) => {
      await run(["init"]);
      await server().admin.execute(`GRANT SELECT ON KEYSPACE ${keyspace} TO migrator`);
      assert.equal((await look("features", "migrator"))[0]?.verdict, "unknown", "who may not see the settings");
      const [found] = await look("features");
      assert.equal(found?.verdict, "problem");
      assert.match(
        found?.finding ?? "",
        /V001__v\.cql:2: materialized views are switched off .*`materialized_views_enabled`/,
      );
      const refused = await run(["migrate", "--json"]);
      assertExit(refused, 1);
      assert.equal(errorOf(refused).code, "preflight-failed");
      const { rows } = await server().admin.execute(
        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?",
        [keyspace],
      );
      assert.deepEqual(
        rows.map((row) => row.table_name),
        ["tidemark_history"],
      );
    });
  });

  test("what the server would refuse of the plan is a problem, at its line", () =>
    withWorld(
      { "migrations/V001__t.cql": "CREATE TABLE t (id int PRIMARY KEY);\nALTER TABLE t ADD id int;\n" },
      async ({ run, look }) => {
        await run(["init"]);
        const [found] = await look("plan");
        assert.equal(found?.verdict, "problem");
        assert.match(found?.finding ?? "", /V001__t\.cql:2: the server would refuse it/);
      },
    ));

  test("files that disagree with the history are a problem, and another runner is worth a warning", () =>
    withWorld(TABLE, async ({ run, look, keyspace }) => {
      await run(["init"]);
      await run(["migrate"]);
      await server().admin.execute(
        `UPDATE ${keyspace}.tidemark_history USING TTL 60 SET lease_owner = 'x' WHERE scope = '${keyspace}' IF lease_owner = null`,
      );
      const [lock] = await look("lock");
      assert.deepEqual([lock?.verdict, lock?.finding], ["warning", "another runner holds it"]);
    }));

  test("a table that was dropped by a run that died needs no permission any more", () => {
    const files = {
      "migrations/V001__b.cql": "CREATE TABLE b (id int PRIMARY KEY);\n",
      "migrations/V002__c.cql": "DROP TABLE b;\nCREATE TABLE c (id int PRIMARY KEY);\n",
    };
    return withWorld(files, async ({ run, look, keyspace }) => {
      const { admin } = server();
      await run(["init"]);
      await admin.execute(`GRANT SELECT ON ${keyspace}.tidemark_history TO migrator`);
      await admin.execute(`GRANT MODIFY ON ${keyspace}.tidemark_history TO migrator`);
      await admin.execute(`GRANT CREATE ON ALL TABLES IN KEYSPACE ${keyspace} TO migrator`);
      // Who makes a table may drop it.
      assertExit(await run(["migrate", "--target", "1"], "migrator"), 0);
      await admin.execute(`CREATE TABLE ${keyspace}.c (id int PRIMARY KEY)`);
      assert.equal(errorOf(await run(["migrate", "--json"], "migrator")).code, "step-failed", "c is there");
      await admin.execute(`DROP TABLE ${keyspace}.c`);
      await putInDoubt(keyspace);

      assert.deepEqual(
        (await look("permissions", "migrator")).map(({ verdict }) => verdict),
        ["ok"],
      );
      assert.deepEqual(
        (await look("plan", "migrator")).map(({ verdict }) => verdict),
        ["ok"],
      );
      const resumed = await run(["migrate"], "migrator");
      assertExit(resumed, 0);
      assert.doesNotMatch(resumed.stderr, /needs DROP/);
    });
  });

  /** The journal as it is after a run that died at its first statement. */
  async function putInDoubt(keyspace: string): Promise<void> {
    const history = `${keyspace}.tidemark_history`;
    const { rows } = await server().admin.execute(`SELECT running FROM ${history} LIMIT 1`);
    const intended = { from: 0, to: 1, timestampMicros: Date.now() * 1_000 };
    const journal = JSON.stringify({ ...JSON.parse(rows[0]?.running), doneCount: 0, intended });
    const update = `UPDATE ${history} SET running = ? WHERE scope = ? IF lease_owner = null`;
    await server().admin.execute(update, [journal, keyspace]);
  }

  async function withWorld(files: Files, use: (world: World) => Promise<void>): Promise<void> {
    keyspaceCount += 1;
    const keyspace = `p${keyspaceCount}`;
    const config = (role: string): string =>
      `cassandra:\n  contact_points: ["${server().place.contactPoint}:${server().place.port}"]\n  auth: { username: ${role}, password: ${role} }\nkeyspace: ${keyspace}\n`;
    const configs = { "cassandra.yaml": config("cassandra"), "migrator.yaml": config("migrator") };
    await withDirectory({ ...configs, ...files }, async (cwd) => {
      const run = (argv: readonly string[], role = "cassandra"): Promise<CliResult> =>
        runCli([...argv, "-c", `${role}.yaml`], { cwd });
      await use({
        keyspace,
        run,
        look: async (name, role) => {
          const { checks } = documentOf(await run(["preflight", "--json"], role));
          return (checks as FoundCheck[]).filter((check) => check.name === name);
        },
      });
    });
  }
});
