// Goal: `tidemark sync` says what it does, what it leaves and what it refuses. Method: models in a file, a real keyspace.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, documentOf, errorOf } from "./cli.ts";
import { type CliWorld, tablesOf, withCliWorld } from "./keyspace.ts";

const CONFIG = "models: models.ts\nprofiles:\n  dev: {}\n  prod: {}\n  strict: { sync: false }\n";

function models(columns: string): string {
  return `import { decimal, table, text, uuid } from "tidemark/models";

export const products = table("products", { id: uuid().partitionKey(), ${columns} });
`;
}

const FIRST = models("brand: text().indexed()");

withServer("tidemark sync", (server) => {
  const story = (title: string, use: (world: CliWorld) => Promise<void>): void => {
    test(title, () => withCliWorld(server, { config: CONFIG, files: { "models.ts": FIRST } }, use));
  };

  story("the statements are printed as they are done, and then it is in sync", async (world) => {
    const { keyspace } = world;
    const first = await world.run(["sync"]);
    assertExit(first, 0);
    assert.equal(
      first.stdout.replace(/ in [^ ]+ m?s\n$/, " in a moment\n"),
      `CREATE TABLE IF NOT EXISTS ${keyspace}.products (\n  id uuid PRIMARY KEY,\n  brand text\n);\n` +
        `CREATE INDEX IF NOT EXISTS products_brand_idx ON ${keyspace}.products (brand);\n` +
        `-- 2 statements on ${keyspace} in a moment\n`,
    );
    assert.equal(first.stderr, `created the history of ${keyspace}\n`);
    const second = await world.run(["sync"]);
    assertExit(second, 0);
    assert.deepEqual([second.stdout, second.stderr], [`in sync: 1 table on ${keyspace}\n`, ""]);
  });

  story("a dry run prints the statements and makes nothing", async (world) => {
    const result = await world.run(["sync", "--dry-run"]);
    assertExit(result, 0);
    assert.match(
      result.stdout,
      /^CREATE TABLE IF NOT EXISTS [^;]*;\nCREATE INDEX [^;]*;\n-- 2 statements would be sent to \w+\n$/,
    );
    assert.equal(result.stderr, "");
    assert.deepEqual(await tablesOf(world), []);
    const { dryRun, statements } = documentOf(await world.run(["sync", "--dry-run", "--json"]));
    assert.deepEqual([dryRun, Array.isArray(statements) && statements.length], [true, 2]);
  });

  story("what no model has is a warning, and an index of it goes when that is asked for", async (world) => {
    const { keyspace, client } = world;
    await world.run(["sync"]);
    await client.execute(`ALTER TABLE ${keyspace}.products ADD note text`);
    await world.write({ "models.ts": models("brand: text()") });
    const result = await world.run(["sync"]);
    assertExit(result, 0);
    assert.equal(result.stdout, `in sync: 1 table on ${keyspace}\n`);
    assert.equal(
      result.stderr,
      `warning: left alone: table ${keyspace}.products: column note text only live\n` +
        `warning: left alone: table ${keyspace}.products: index products_brand_idx (brand) only live; --drop-removed-indexes drops it\n`,
    );
    const dropped = documentOf(await world.run(["sync", "--drop-removed-indexes", "--json"]));
    assert.deepEqual(dropped.statements, [`DROP INDEX IF EXISTS ${keyspace}.products_brand_idx`]);
    assert.deepEqual(
      (dropped.drift as readonly { description: string }[]).map(({ description }) => description),
      ["column note text only live"],
    );
  });

  story("what cannot be done in place is refused with the place of the model, and exit code 1", async (world) => {
    await world.run(["sync"]);
    await world.write({ "models.ts": models("brand: decimal(), name: text()") });
    const result = await world.run(["sync"]);
    assertExit(result, 1);
    assert.equal(result.stdout, "");
    assert.match(
      result.stderr,
      /^error: models\.ts:3:\d+: table \S+\.products: .*column brand text live, decimal in the model/,
    );
    assert.match(result.stderr, /export const products = table\("products"/);
    assert.match(result.stderr, /hint: nothing was sent; it takes a migration: tidemark generate NAME/);
    const { code, exitCode } = errorOf(await world.run(["sync", "--json"]));
    assert.deepEqual([code, exitCode], ["sync-refused", 1]);
  });

  story("a profile may forbid it, and one for production does", async (world) => {
    const reasons = { prod: "the default of a profile named `prod`", strict: "`sync: false`" };
    for (const [profile, reason] of Object.entries(reasons)) {
      const { code, message, hint, exitCode } = errorOf(await world.run(["sync", "--profile", profile, "--json"]));
      assert.deepEqual([code, exitCode], ["usage", 2]);
      assert.equal(message, `sync is switched off for the profile \`${profile}\` (${reason})`);
      assert.match(String(hint), /tidemark generate NAME/);
    }
    assert.deepEqual(await tablesOf(world), []);
    assertExit(await world.run(["sync", "--profile", "dev"]), 0);
  });

  story("a model with the name of the history is refused by sync, generate and diff", async (world) => {
    await world.run(["init"]);
    await world.write({ "models.ts": models("brand: text()").replace('"products"', '"tidemark_history"') });
    for (const command of [["sync"], ["sync", "--dry-run"], ["generate", "history"]]) {
      const result = await world.run(command);
      assertExit(result, 2);
      assert.match(result.stderr, /models\.ts:3.*table `tidemark_history` has the name of the table in which tidemark/);
    }
    const diff = await world.run(["diff", "live", "models"]);
    assert.match(diff.stderr, /table `tidemark_history` has the name of the table/);
    assert.notEqual(diff.exitCode, 0);
  });

  story("a view that is kept in a form that is no CQL is left out of a snapshot, with a warning", async (world) => {
    const { client, keyspace } = world;
    await client.execute(`CREATE TABLE ${keyspace}.t (id text PRIMARY KEY, c text)`);
    await client.execute(
      `CREATE MATERIALIZED VIEW ${keyspace}.v AS SELECT * FROM ${keyspace}.t
       WHERE c IS NOT NULL AND id = 'it''s' PRIMARY KEY (c, id)`,
    );
    for (const format of ["cql", "typescript"]) {
      const result = await world.run(["snapshot", "--format", format]);
      assertExit(result, 0);
      assert.match(result.stderr, /WHERE.* is no CQL: .*'it's'/);
      assert.doesNotMatch(result.stdout, /MATERIALIZED|view\(/);
    }
    assertExit(await world.run(["sync"]), 0);
    await client.execute(`DROP MATERIALIZED VIEW ${keyspace}.v`);
  });

  story("the table of a view is counted, exported or not", async (world) => {
    const text = `import { table, text, uuid, view } from "tidemark/models";

const users = table("users", { id: uuid().partitionKey(), name: text() });
export const byName = view("by_name", users, { columns: "all", partitionKey: ["name"], clusteringKey: ["id"] });
`;
    await world.write({ "models.ts": text });
    await world.run(["sync"]);
    assert.equal((await world.run(["sync"])).stdout, `in sync: 1 table on ${world.keyspace}\n`);
  });

  story("a mistake in a model is said with its place, and exit code 2", async (world) => {
    await world.write({
      "models.ts":
        'import { table, text } from "tidemark/models";\n\nexport const t = table("t", { a: text() } as never);\n',
    });
    const result = await world.run(["sync"]);
    assertExit(result, 2);
    assert.match(result.stderr, /models\.ts:3/);
  });
});
