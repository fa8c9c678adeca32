// Goal: a migration counts as applied once every node has built the indexes and views that it asks for.
// Method: a table with rows enough for a build to take a while, on a server that has materialized views and roles.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import { openCassandraTarget } from "../../src/adapters/cassandra/cassandra-target.ts";
import { cqlDialect } from "../../src/dialect/cql-dialect.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import { migrate } from "../../src/engine/migrate.ts";
import type { EngineContext } from "../../src/engine/with-lease.ts";
import { migrationsOf } from "../../src/testing/memory-runner.ts";
import { realRunner } from "./cassandra/real-runner.ts";
import { sessionOptions, withServer } from "./cassandra/server.ts";
import { withServerWithRoles } from "./server-with-roles.ts";

/** So many that a view of them takes a while. */
const ROWS = 4_000;
const BATCH_ROWS = 100;

const REPLICATION = "{'class': 'SimpleStrategy', 'replication_factor': 1}";

function viewOf(name: string): string {
  return `CREATE MATERIALIZED VIEW data.${name} AS SELECT * FROM data.people WHERE mail IS NOT NULL AND id IS NOT NULL PRIMARY KEY (mail, id);`;
}

withServer("builds", () => {
  let keyspaceCount = 0;
  const settings = {
    materialized_views_enabled: true,
    // Slow enough to be seen at work.
    concurrent_materialized_view_builders: 1,
    compaction_throughput: "1MiB/s",
  };
  const server = withServerWithRoles({ settings }, async ({ admin }) => {
    await admin.execute("CREATE ROLE plain WITH LOGIN = true AND PASSWORD = 'plain'");
    await makeTable(admin);
  });

  test("indexes of every kind are built when the migration is applied", async () => {
    const { keyspace, events } = await run(`CREATE INDEX by_mail ON data.people (mail);
CREATE INDEX ON data.people (city);
CREATE CUSTOM INDEX by_age ON data.people (age) USING 'StorageAttachedIndex';`);
    assert.deepEqual(await builtIndexes(), ["by_age", "by_mail", "people_city_idx"]);
    assert.deepEqual(await kindsIn(keyspace), ["applied"]);
    assert.ok(!events.some(({ kind }) => kind === "builds-left" || kind === "warning"));
  });

  test("a view is built when the migration is applied", async () => {
    await run(viewOf("waited"));
    assert.ok((await builtViews()).includes("waited"));
  });

  test("who does not wait leaves the build to the nodes, and the history knows", async () => {
    const { keyspace, events } = await run(viewOf("left_alone"), { leavesBuilds: true });
    const left = events.find((event) => event.kind === "builds-left");
    assert.equal(left?.builds[0]?.object, "view data.left_alone");
    const { rows } = await server().admin.execute(`SELECT warnings FROM ${keyspace}.tidemark_history`);
    assert.match(String(rows[0]?.warnings), /left while it was still being built: view data\.left_alone on 127/);
  });

  test("an interrupted wait leaves all statements done, and the next run only goes on waiting", async () => {
    const keyspace = await makeKeyspace();
    const abort = new AbortController();
    const interrupted = runOn(keyspace, viewOf("interrupted"), {
      signal: abort.signal,
      emit: (event) => event.kind === "step-finished" && abort.abort(),
    });
    await assert.rejects(interrupted, { code: "interrupted" });
    assert.deepEqual(await kindsIn(keyspace), []);
    const events = await runOn(keyspace, viewOf("interrupted"));
    assert.ok(!events.some(({ kind }) => kind === "step-finished"), "no statement is sent again");
    assert.deepEqual(await kindsIn(keyspace), ["applied"]);
    assert.ok((await builtViews()).includes("interrupted"));
  });

  test("a role that may not look is told what it takes, and does not wait", async () => {
    const { admin } = server();
    await admin.execute("GRANT ALL PERMISSIONS ON ALL KEYSPACES TO plain");
    await admin.execute("REVOKE SELECT ON ALL KEYSPACES FROM plain");
    await admin.execute("GRANT SELECT ON data.people TO plain");
    const { keyspace, events } = await run("CREATE INDEX by_zip ON data.people (zip);", {}, "plain");
    const warnings = events.flatMap((event) => (event.kind === "warning" ? [event.message] : []));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /GRANT SELECT ON system\."IndexInfo"/);
    assert.deepEqual(await kindsIn(keyspace), ["applied"]);
    const { rows } = await admin.execute(`SELECT warnings FROM ${keyspace}.tidemark_history`);
    assert.match(String(rows[0]?.warnings), /cannot be seen, and was not waited for/);
  });

  test("a view that may not be seen keeps nobody from waiting for an index", async () => {
    await server().admin.execute('GRANT SELECT ON system."IndexInfo" TO plain');
    const { events } = await run(`CREATE INDEX by_note ON data.people (note);\n${viewOf("unseen")}`, {}, "plain");
    const warnings = events.flatMap((event) => (event.kind === "warning" ? [event.message] : []));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /^whether view data\.unseen is built/);
    assert.ok((await builtIndexes()).includes("by_note"));
  });

  async function makeTable(admin: Client): Promise<void> {
    await admin.execute(`CREATE KEYSPACE data WITH replication = ${REPLICATION}`);
    await admin.execute(
      "CREATE TABLE data.people (id int PRIMARY KEY, mail text, city text, age int, zip text, note text)",
    );
    const query = "INSERT INTO data.people (id, mail, city, age) VALUES (?, ?, ?, ?)";
    for (let first = 0; first < ROWS; first += BATCH_ROWS) {
      const rows = Array.from({ length: BATCH_ROWS }, (_, index) => {
        const id = first + index;
        return { query, params: [id, `m${id}`, `c${id % 50}`, id % 90] };
      });
      await admin.batch(rows, { prepare: true, logged: false });
    }
  }

  async function makeKeyspace(): Promise<string> {
    keyspaceCount += 1;
    const keyspace = `b${keyspaceCount}`;
    await server().admin.execute(`CREATE KEYSPACE ${keyspace} WITH replication = ${REPLICATION}`);
    await server().admin.execute(`GRANT SELECT ON KEYSPACE ${keyspace} TO plain`);
    return keyspace;
  }

  type Overrides = Partial<Pick<EngineContext, "signal" | "leavesBuilds" | "emit">>;

  async function run(
    text: string,
    overrides: Overrides = {},
    role = "cassandra",
  ): Promise<{ readonly keyspace: string; readonly events: readonly EngineEvent[] }> {
    const keyspace = await makeKeyspace();
    return { keyspace, events: await runOn(keyspace, text, overrides, role) };
  }

  async function runOn(
    keyspace: string,
    text: string,
    overrides: Overrides = {},
    role = "cassandra",
  ): Promise<readonly EngineEvent[]> {
    const options = sessionOptions({ host: server().place.contactPoint, port: server().place.port }, keyspace);
    const auth = { username: role, password: { reveal: () => role } };
    const target = await openCassandraTarget({ ...options, auth }, cqlDialect("cassandra"));
    try {
      const { context, planOptions, events } = realRunner(target);
      const emit: EngineContext["emit"] = (event) => {
        context.emit(event);
        overrides.emit?.(event);
      };
      const migrations = migrationsOf({ "V1__b.cql": text });
      await migrate({ ...context, ...overrides, emit }, { ...planOptions, migrations });
      return events;
    } finally {
      await target.close();
    }
  }

  async function builtIndexes(): Promise<readonly string[]> {
    const { rows } = await server().admin.execute(
      "SELECT index_name FROM system.\"IndexInfo\" WHERE table_name = 'data'",
    );
    return rows.map((row) => row.index_name).sort();
  }

  async function builtViews(): Promise<readonly string[]> {
    const { rows } = await server().admin.execute(
      "SELECT view_name FROM system.built_views WHERE keyspace_name = 'data'",
    );
    return rows.map((row) => row.view_name);
  }

  async function kindsIn(keyspace: string): Promise<readonly string[]> {
    const { rows } = await server().admin.execute(`SELECT kind FROM ${keyspace}.tidemark_history`);
    return rows.flatMap((row) => (row.kind === null ? [] : [row.kind]));
  }
});
