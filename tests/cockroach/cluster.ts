// Goal: what was built to CockroachDB's documentation holds on a real cluster. Method: the contract suites, and the stories that a proxy
// plays in tests/integration/cockroach, on databases of their own on the cluster of TEST_COCKROACH. Run by `npm run test:cockroach`.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import pg from "pg";
import { openSqlTarget } from "../../src/adapters/sql/sql-target.ts";
import type { ToolError } from "../../src/base/errors.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import type { ContractWorld } from "../../src/testing/contract-world.ts";
import { historyContract } from "../../src/testing/history-contract.ts";
import { targetContract } from "../../src/testing/target-contract.ts";
import { Tidemark } from "../../src/tidemark.ts";
import { sqlOptions } from "./cockroach-world.ts";

const given = process.env.TEST_COCKROACH;
assert.ok(given !== undefined, "TEST_COCKROACH=cockroach://… names the cluster");
const clusterUrl: string = given;

interface Database {
  readonly url: string;
  readonly client: pg.Client;
  drop(): Promise<void>;
}

/** A new and empty one. */
async function freshDatabase(): Promise<Database> {
  const name = `tidemark_test_${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  await asAdministrator(`CREATE DATABASE ${name}`);
  const own = new URL(clusterUrl);
  own.pathname = `/${name}`;
  const client = await connect(own.href);
  return {
    url: own.href,
    client,
    async drop() {
      await client.end();
      await asAdministrator(`DROP DATABASE IF EXISTS ${name} CASCADE`);
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.replace(/^cockroach(db)?:/, "postgres:") });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

async function asAdministrator(text: string): Promise<void> {
  const client = await connect(clusterUrl);
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function openWorld(targetCount: number): Promise<ContractWorld> {
  const database = await freshDatabase();
  const open = (): ReturnType<typeof openSqlTarget> => openSqlTarget(sqlOptions(database.url), "cockroach");
  const targets = await Promise.all(Array.from({ length: targetCount }, open));
  return {
    targets,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async dispose() {
      for (const target of targets) await target.close();
      await database.drop();
    },
  };
}

interface Run {
  readonly events: readonly EngineEvent[];
  readonly error: ToolError | undefined;
}

interface Story {
  readonly client: pg.Client;
  migrate(): Promise<Run>;
  look<Result>(use: (tidemark: Tidemark) => Promise<Result>): Promise<Result>;
}

/** @param files by name */
async function story(files: Readonly<Record<string, string>>, use: (told: Story) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-cockroach-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const database = await freshDatabase();
  async function look<Result>(work: (tidemark: Tidemark) => Promise<Result>): Promise<Result> {
    const tidemark = await Tidemark.open({ url: database.url, migrationsDir: directory });
    try {
      return await work(tidemark);
    } finally {
      await tidemark.close();
    }
  }
  try {
    await look((tidemark) => tidemark.init());
    await use({
      client: database.client,
      look,
      async migrate() {
        const events: EngineEvent[] = [];
        try {
          await look((tidemark) => tidemark.migrate({ onEvent: (event) => void events.push(event) }));
          return { events, error: undefined };
        } catch (error) {
          return { events, error: error as ToolError };
        }
      },
    });
  } finally {
    await database.drop();
    await rm(directory, { recursive: true });
  }
}

const THREE =
  "CREATE TABLE a (id INT8 PRIMARY KEY);\nALTER TABLE a ADD COLUMN b STRING;\nCREATE INDEX a_by_b ON a (b);\n";

historyContract("CockroachDB", openWorld);
targetContract("CockroachDB", openWorld);

describe("stories", () => {
  test("three schema changes are three steps, and are recorded", () =>
    story({ "V1__three.sql": THREE }, async ({ migrate, look }) => {
      const { events, error } = await migrate();
      assert.equal(error, undefined);
      assert.equal(events.filter(({ kind }) => kind === "step-finished").length, 3);
      assert.equal(await look((tidemark) => tidemark.currentVersion()), "1");
    }));

  test("of two statements that write rows, both are done or none", () =>
    story(
      {
        "V1__a.sql": "CREATE TABLE a (id INT8 PRIMARY KEY);\n",
        "V2__b.sql": "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);\n",
      },
      async ({ client, migrate }) => {
        assert.equal((await migrate()).error?.code, "step-failed");
        assert.equal((await client.query("SELECT * FROM a")).rowCount, 0);
      },
    ));

  test("a schema change that rows forbid fails, leaves nothing, and can be corrected", () =>
    story(
      {
        "V1__a.sql": "CREATE TABLE a (id INT8 PRIMARY KEY, b INT8);\nINSERT INTO a VALUES (1, 1), (2, 1);\n",
        "V2__unique.sql": "CREATE UNIQUE INDEX a_b ON a (b);\n",
      },
      async ({ client, migrate, look }) => {
        assert.equal((await migrate()).error?.code, "step-failed");
        await client.query("DELETE FROM a WHERE id = 2");
        assert.equal((await migrate()).error, undefined);
        assert.equal(await look((tidemark) => tidemark.currentVersion()), "2");
      },
    ));

  test("a schema change that outlasts its statement_timeout is waited for as a job, and found", (t) =>
    story(
      {
        "V1__a.sql":
          "CREATE TABLE a (id INT8 PRIMARY KEY, b INT8);\nINSERT INTO a SELECT g, g FROM generate_series(1, 200000) AS s (g);\n",
        "V2__index.sql": "-- @timeout 100ms\nCREATE INDEX a_b ON a (b);\n",
      },
      async ({ migrate, look }) => {
        const { error } = await migrate();
        // It was canceled before it had a job: nothing is left to wait for.
        if (error?.code === "step-failed") return t.skip("the cluster took more than 100 ms to begin the job");
        assert.equal(error, undefined);
        assert.equal(await look((tidemark) => tidemark.currentVersion()), "2");
      },
    ));

  test("of eight runners at once, each change is made once", () =>
    story(
      { "V1__three.sql": THREE, "V2__rows.sql": "INSERT INTO a (id) VALUES (1);\n" },
      async ({ client, migrate, look }) => {
        const runs = await Promise.all(Array.from({ length: 8 }, migrate));
        assert.deepEqual(
          runs.map(({ error }) => error?.message),
          runs.map(() => undefined),
        );
        assert.equal((await client.query("SELECT * FROM a")).rowCount, 1);
        const history = await look((tidemark) => tidemark.history());
        assert.deepEqual(
          history.map(({ kind, version }) => `${kind} ${version}`),
          ["applied 1", "applied 2"],
        );
      },
    ));

  test("preflight reads settings and jobs", () =>
    story({ "V1__three.sql": THREE }, async ({ look }) => {
      const { checks } = await look((tidemark) => tidemark.preflight());
      const unknown = checks.filter(({ verdict }) => verdict === "unknown");
      assert.deepEqual(unknown, []);
    }));

  test("a rollback undoes what was applied", () =>
    story(
      { "V1__a.sql": "CREATE TABLE a (id INT8 PRIMARY KEY);\n-- @down\nDROP TABLE a;\n" },
      async ({ client, migrate, look }) => {
        assert.equal((await migrate()).error, undefined);
        await look((tidemark) => tidemark.rollback({ steps: 1 }));
        await assert.rejects(client.query("SELECT * FROM a"), { code: "42P01" });
      },
    ));
});
