import assert from "node:assert/strict";
import { test } from "node:test";
import { declareOn } from "./declared-schema.ts";
import { cqlDialect } from "./dialect/cql-dialect.ts";
import { modelFactory } from "./dialect/model-factory.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import { text, uuid } from "./model/native-types.ts";
import { table } from "./model/table.ts";
import { renderDiagnostic } from "./text/diagnostic.ts";

const id = uuid().partitionKey();

async function madeBy(cql: string, scope = "shop"): Promise<SchemaModel> {
  const factory = await modelFactory(cqlDialect("cassandra"));
  return factory.parse({ name: "before.cql", text: cql }, scope).model;
}

test("models are declared beside what is there", async () => {
  const beside = await madeBy("CREATE TABLE t (id uuid PRIMARY KEY);");
  const { model, problems } = declareOn([table("t", { id, a: text() })], {
    scope: "shop",
    beside,
    historyTable: undefined,
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(beside.compare(model).statements, ["ALTER TABLE shop.t ADD a text"]);
});

test("what is there may have another name than the keyspace of the models", async () => {
  const beside = await madeBy("CREATE TABLE t (id uuid PRIMARY KEY, a text); CREATE INDEX mine ON t (a);", "blue");
  const models = [table("t", { id, a: text().indexed() }, { keyspace: "shop" })];
  const { model, problems } = declareOn(models, { scope: "shop", beside, historyTable: undefined });
  assert.deepEqual(problems, []);
  assert.deepEqual(beside.compare(model).changes, []);
});

test("a problem shows the line of its model", async () => {
  const wrong = table("wrong", { id }, { compaction: { class: "None" } });
  const { problems } = declareOn([wrong], { scope: "shop", beside: await madeBy(""), historyTable: undefined });
  const [shown = ""] = problems.map(renderDiagnostic);
  assert.match(shown, /declared-schema\.test\.js:\d+:\d+: table `wrong`: Cassandra 5\.0 has no compaction strategy/);
  assert.match(shown, /const wrong = table\("wrong"/);
});

test("the place of another model is shown as its file below the working directory, and its line", async () => {
  const before = process.cwd();
  process.chdir(import.meta.dirname);
  try {
    const twice = [table("t", { id }), table("t", { id })];
    const { problems } = declareOn(twice, { scope: "shop", beside: await madeBy(""), historyTable: undefined });
    assert.match(problems[0]?.message ?? "", /^table `t` is declared twice, first at declared-schema\.test\.js:\d+$/);
  } finally {
    process.chdir(before);
  }
});
