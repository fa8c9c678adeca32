// Goal: what is printed of a schema makes it again, wherever it is run.
// Method: schemas made by chance, and one of everything by hand, printed, run on an empty namespace, and read back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SqlSchemaModel } from "../../../src/dialect/sql-schema-model.ts";
import { diffSqlSchemas } from "../../../src/sql/diff/diff-schema.ts";
import { decodeSqlSchema } from "../../../src/sql/encode-schema.ts";
import { withDatabase, withPostgres } from "../postgres/server.ts";
import { EVERYTHING } from "./everything.ts";
import { emptyScope, plain, readModelOf, runAll, runText, withDatabaseAt } from "./on-shadow.ts";
import { randomSchema } from "./random-schema.ts";

const SEEDS = 200;
const PAIRS = 100;

test("a schema made by chance is what its print makes", async () => {
  await withDatabaseAt("pglite:memory", async (connection) => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const schema = randomSchema(seed);
      await emptyScope(connection, "shop");
      await runText(connection, new SqlSchemaModel(schema, "shop").print());
      assert.deepEqual(plain((await readModelOf(connection, "shop")).schema), plain(schema), `seed ${seed}`);
    }
  });
});

test("the statements of a difference make of one schema the other", async () => {
  await withDatabaseAt("pglite:memory", async (connection) => {
    for (let seed = 1; seed <= PAIRS; seed += 1) {
      const [from, to] = [randomSchema(seed, { isFlat: true }), randomSchema(seed + 10_000, { isFlat: true })];
      const { changes, statements } = diffSqlSchemas(from, to);
      if (changes.some(({ isInPlace }) => !isInPlace)) continue;
      await emptyScope(connection, "shop");
      await runText(connection, new SqlSchemaModel(from, "shop").print());
      try {
        await runAll(connection, statements);
      } catch (error) {
        throw new Error(`seed ${seed}\n${statements.join(";\n")}`, { cause: error });
      }
      const made = await readModelOf(connection, "shop");
      assert.deepEqual(diffSqlSchemas(made.schema, to).changes, [], `seed ${seed}`);
    }
  });
});

async function assertRoundTrip(url: string): Promise<void> {
  await withDatabaseAt(url, async (connection) => {
    await emptyScope(connection, "shop");
    await runText(connection, EVERYTHING);
    const model = await readModelOf(connection, "shop");
    assert.deepEqual(model.warnings, []);
    await emptyScope(connection, "Other Shop");
    await runText(connection, model.print());
    const again = await readModelOf(connection, "Other Shop");
    assert.deepEqual(plain(again.schema), plain(model.schema));
    assert.equal(again.print(), model.print());
    const decoded = decodeSqlSchema(JSON.stringify(model.encode()));
    assert.equal(decoded.kind, "decoded");
    if (decoded.kind === "decoded")
      assert.deepEqual(model.compare(new SqlSchemaModel(decoded.schema, "shop")).changes, []);
  });
}

test("embedded: one of everything is what its print makes, also under another name", () =>
  assertRoundTrip("pglite:memory"));

withPostgres("PostgreSQL: one of everything", (server) => {
  test("PostgreSQL: one of everything is what its print makes, also under another name", () =>
    withDatabase(server, ({ url }) => assertRoundTrip(url)));
});
