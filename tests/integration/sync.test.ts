// Goal: on a real server, sync does what a person would do by hand, once, however many try, and whoever dies.
// Method: models of a shop are synced to a keyspace of their own; what is there is read back.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { EngineEvent } from "../../src/engine/event.ts";
import { counter, int, type Model, table, text, userType, view } from "../../src/models.ts";
import type { SyncReport } from "../../src/sync-models.ts";
import { DiagnosticsError } from "../../src/text/diagnostics-error.ts";
import { Tidemark } from "../../src/tidemark.ts";
import type { SyncCall } from "../../src/tidemark-calls.ts";
import { type TestKeyspace, type TestServer, withKeyspace, withServer } from "./cassandra/server.ts";
import { EVERYTHING, PRODUCTS } from "./sync/shop-models.ts";

interface World extends TestKeyspace {
  open(): Promise<Tidemark>;
  sync(models: readonly Model[], call?: SyncCall): Promise<SyncReport>;
  /** Changes with every change of the schema, and with nothing else. */
  schemaVersion(): Promise<string>;
}

function withWorld(server: TestServer, use: (world: World) => Promise<void>): Promise<void> {
  return withKeyspace(server, async (keyspace) => {
    const opened: Tidemark[] = [];
    const open = async (): Promise<Tidemark> => {
      const contactPoints = [`${server.host}:${server.port}`];
      const tidemark = await Tidemark.open({ contactPoints, keyspace: keyspace.name });
      opened.push(tidemark);
      return tidemark;
    };
    const first = await open();
    try {
      await use({
        ...keyspace,
        open,
        sync: (models, call) => first.sync(models, call),
        async schemaVersion() {
          const { rows } = await keyspace.client.execute("SELECT schema_version FROM system.local");
          return String(rows[0]?.schema_version);
        },
      });
    } finally {
      await Promise.all(opened.map((tidemark) => tidemark.close()));
    }
  });
}

/** Without the name of the keyspace, each on one line. */
function lines({ name }: World, { statements }: SyncReport): readonly string[] {
  return statements.map((text) =>
    text.replaceAll(`${name}.`, "shop.").replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")"),
  );
}

interface Refused {
  readonly what: string;
  /** With `K` for the keyspace. */
  readonly live: readonly string[];
  readonly models: readonly Model[];
  readonly expected: RegExp;
}

const PLAIN = "CREATE TABLE K.t (k int PRIMARY KEY, a int)";
const CLUSTERED = "CREATE TABLE K.t (k int, c int, a int, PRIMARY KEY (k, c))";
const k = int().partitionKey();
const HOLDER = table("h", { k });

const REFUSED: readonly Refused[] = [
  {
    what: "a column of another type",
    live: [PLAIN],
    models: [table("t", { k, a: text() })],
    expected: /table K\.t: .*column a int live, text in the model/,
  },
  {
    what: "a column of another kind",
    live: [CLUSTERED],
    models: [table("t", { k, c: int().clusteringKey(), a: int().static() })],
    expected: /column a regular live, static in the model/,
  },
  {
    what: "another partition key",
    live: ["CREATE TABLE K.t (k int, c int, a int, PRIMARY KEY ((k, c)))"],
    models: [table("t", { k, c: int().clusteringKey(), a: int() })],
    expected: /partition key \(k, c\) live, \(k\) in the model/,
  },
  {
    what: "a clustering column that is a plain one in the model",
    live: [CLUSTERED],
    models: [table("t", { k, c: int(), a: int() })],
    expected: /clustering \(c asc\) live, \(\) in the model/,
  },
  {
    what: "a new clustering column",
    live: [PLAIN],
    models: [table("t", { k, c: int().clusteringKey(), a: int() })],
    expected: /clustering \(\) live, \(c asc\) in the model/,
  },
  {
    what: "another clustering order",
    live: [CLUSTERED],
    models: [table("t", { k, c: int().clusteringKey("desc"), a: int() })],
    expected: /clustering \(c asc\) live, \(c desc\) in the model/,
  },
  {
    what: "counters in the place of values",
    live: [PLAIN],
    models: [table("t", { k, a: counter() })],
    expected: /column a int live, counter in the model/,
  },
  {
    what: "a column that was dropped with another type",
    live: [PLAIN, "ALTER TABLE K.t ADD b text", "ALTER TABLE K.t DROP b"],
    models: [table("t", { k, a: int(), b: int() })],
    expected: /column b int only in the model, and the server remembers that it dropped one of that name, text/,
  },
  {
    what: "an index that differs",
    live: ["CREATE TABLE K.t (k int PRIMARY KEY, a int, b int)", "CREATE INDEX i ON K.t (a)"],
    models: [table("t", { k, a: int(), b: int().indexed({ name: "i" }) })],
    expected: /table K\.t: index i/,
  },
  {
    what: "a field of another type",
    live: ["CREATE TYPE K.u (a int)"],
    models: [userType("u", { a: text() }), HOLDER],
    expected: /type K\.u: fields \(a int\) live, \(a text\) in the model/,
  },
  {
    what: "a view that differs",
    live: [
      PLAIN,
      "CREATE MATERIALIZED VIEW K.v AS SELECT * FROM K.t WHERE a IS NOT NULL AND k IS NOT NULL PRIMARY KEY (k, a)",
    ],
    models: (() => {
      const base = table("t", { k, a: int() });
      return [base, view("v", base, { columns: "all", partitionKey: ["a"], clusteringKey: ["k"] })];
    })(),
    expected: /view K\.v: /,
  },
];

async function killAfter(server: TestServer, keyspace: string, stepIndex: number): Promise<void> {
  const script = fileURLToPath(import.meta.url.replace("sync.test", "sync/doomed-sync"));
  const args = [script, `${server.host}:${server.port}`, keyspace, String(stepIndex)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [chunk] = await Promise.race([once(child.stdout, "data"), exited]);
  assert.equal(String(chunk), "stopped\n");
  child.kill("SIGKILL");
  await exited;
}

withServer("sync on Cassandra", (server) => {
  test("a shop grows: the statements are those that a person would write, and the second sync has none", () =>
    withWorld(server, async (world) => {
      const synced = async (model: Model, call?: SyncCall): Promise<readonly string[]> => {
        const said = lines(world, await world.sync([model], call));
        assert.deepEqual((await world.sync([model], call)).statements, []);
        return said;
      };
      assert.deepEqual(await synced(PRODUCTS.first), [
        "CREATE TABLE IF NOT EXISTS shop.products (id uuid PRIMARY KEY, brand text, name text)",
        "CREATE INDEX IF NOT EXISTS products_brand_idx ON shop.products (brand)",
      ]);
      assert.deepEqual(await synced(PRODUCTS.priced), ["ALTER TABLE shop.products ADD IF NOT EXISTS price decimal"]);
      assert.deepEqual(await synced(PRODUCTS.shortLived), [
        "ALTER TABLE shop.products WITH default_time_to_live = 86400",
      ]);
      assert.deepEqual(await synced(PRODUCTS.withoutIndex), []);
      const { drift } = await world.sync([PRODUCTS.withoutIndex]);
      assert.deepEqual(
        drift.map(({ kind, description }) => [kind, description]),
        [["create-index", "index products_brand_idx (brand) only live"]],
      );
      assert.deepEqual(await synced(PRODUCTS.withoutIndex, { dropRemovedIndexes: true }), [
        "DROP INDEX IF EXISTS shop.products_brand_idx",
      ]);
    }));

  test("everything that models declare is made in order, and a second sync has nothing to do", () =>
    withWorld(server, async (world) => {
      const first = lines(world, await world.sync(EVERYTHING));
      assert.deepEqual(
        first.map((text) => text.split(/ \(| AS | ON /)[0]?.replace(" IF NOT EXISTS", "")),
        [
          "CREATE TYPE shop.address",
          "CREATE TABLE shop.orders",
          "CREATE TABLE shop.products",
          "CREATE TABLE shop.visits",
          "CREATE INDEX by_total",
          "CREATE INDEX orders_counts_idx",
          "CREATE INDEX orders_tags_idx",
          "CREATE INDEX products_brand_idx",
          "CREATE MATERIALIZED VIEW shop.orders_by_size",
        ],
      );
      const before = await world.schemaVersion();
      const { statements, drift } = await world.sync(EVERYTHING);
      assert.deepEqual([statements, drift], [[], []]);
      assert.equal(await world.schemaVersion(), before);
    }));

  test("columns and tables of others stay: the first are drift, told by an event as well", () =>
    withWorld(server, async (world) => {
      const { client, name } = world;
      await world.sync([PRODUCTS.first]);
      await client.execute(`ALTER TABLE ${name}.products ADD note text`);
      await client.execute(`CREATE TABLE ${name}.others (k int PRIMARY KEY)`);
      const events: EngineEvent[] = [];
      const { statements, drift } = await world.sync([PRODUCTS.first], { onEvent: (event) => events.push(event) });
      assert.deepEqual(statements, []);
      assert.deepEqual(
        drift.map(({ description }) => description),
        ["column note text only live"],
      );
      const [told, end, ...others] = events;
      assert.deepEqual(told, { kind: "drift-found", drift });
      assert.equal(end?.kind, "run-finished");
      assert.deepEqual(others, []);
    }));

  test("a dry run says the statements, and makes nothing, not even a history", () =>
    withWorld(server, async (world) => {
      const { statements } = await world.sync(EVERYTHING, { dryRun: true });
      assert.equal(statements.length, 9);
      const text = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
      const { rows } = await world.client.execute(text, [world.name], { prepare: true });
      assert.deepEqual(rows, []);
      assert.deepEqual((await world.sync(EVERYTHING)).statements, statements);
    }));

  test("of ten at once one does it, and nine find nothing to do", () =>
    withWorld(server, async (world) => {
      const runners = await Promise.all(Array.from({ length: 10 }, () => world.open()));
      const reports = await Promise.all(runners.map((runner) => runner.sync(EVERYTHING)));
      const counts = reports.map(({ statements }) => statements.length).sort((one, other) => one - other);
      assert.deepEqual(counts, [0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
      assert.deepEqual((await world.sync(EVERYTHING)).statements, []);
    }));

  for (const { what, live, models, expected } of REFUSED) {
    test(`refused before anything is sent: ${what}`, () =>
      withWorld(server, async (world) => {
        const { client, name } = world;
        for (const text of live) await client.execute(text.replaceAll("K.", `${name}.`));
        const before = await world.schemaVersion();
        // What could be done beside it is not done either.
        await assert.rejects(world.sync([...models, PRODUCTS.first]), (error) => {
          assert.ok(error instanceof DiagnosticsError, String(error));
          assert.equal(error.code, "sync-refused");
          const [diagnostic, ...others] = error.diagnostics;
          assert.deepEqual(others, []);
          assert.match(diagnostic?.message.replaceAll(name, "K") ?? "", expected);
          assert.match(diagnostic?.source?.name ?? "", /sync\.test\.js$/);
          assert.match(diagnostic?.hint ?? "", /tidemark generate NAME/);
          return true;
        });
        assert.equal(await world.schemaVersion(), before);
      }));
  }

  for (const stepIndex of [0, 3, 6, 8]) {
    test(`one that is killed after statement ${stepIndex + 1} is finished by the next`, () =>
      withWorld(server, async (world) => {
        await killAfter(server, world.name, stepIndex);
        const { statements } = await world.sync(EVERYTHING);
        assert.equal(statements.length, 9 - stepIndex - 1);
        assert.deepEqual((await world.sync(EVERYTHING)).statements, []);
      }));
  }
});
