import assert from "node:assert/strict";
import { test } from "node:test";
import { PersistentMap } from "../../base/persistent-map.ts";
import { schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { decodeSchema, schemaFromDocument } from "./decode-schema.ts";
import { encodeSchema } from "./encode-schema.ts";
import { sameSchema } from "./same-schema.ts";
import type { Keyspace, Schema, Table } from "./schema.ts";

const COLUMN = { type: { kind: "native", name: "text" }, mask: undefined } as const;

const TABLE: Table = {
  name: "t",
  id: "c3578cf0-e5a7-11f1-9d29-37d037d6e4bc",
  columns: PersistentMap.from([
    ["b", { ...COLUMN, name: "b", kind: "clustering" }],
    ["a", { ...COLUMN, name: "a", kind: "partition-key" }],
    [
      "c",
      { ...COLUMN, name: "c", kind: "regular", mask: { keyspace: "system", function: "f", args: ["1", undefined] } },
    ],
  ]),
  partitionKey: ["a"],
  clustering: [{ name: "b", order: "desc" }],
  compact: { isDense: true, isCompound: false, isSuper: false },
  options: { gc_grace_seconds: 10, compaction: { sstable_size_in_mb: "64", class: "X" }, cdc: true, comment: "it's" },
  indexes: PersistentMap.from([
    [
      "i",
      {
        name: "i",
        kind: "custom",
        target: { kind: "values", column: "c", localTo: ["a"] },
        className: "sai",
        options: { z: "1", y: "2" },
      },
    ],
  ]),
  triggers: PersistentMap.from([["tr", { name: "tr", className: "org.x.Tr" }]]),
  dropped: PersistentMap.from([["d", { name: "d", type: COLUMN.type, kind: "static", droppedAtMicros: "1234567" }]]),
};

const KEYSPACE: Keyspace = {
  name: "k",
  replication: { replication_factor: "1", class: "SimpleStrategy" },
  durableWrites: true,
  extra: { tablets: "{}" },
  types: PersistentMap.from([["u", { name: "u", fields: [{ name: "z", type: COLUMN.type }] }]]),
  tables: PersistentMap.from([["t", TABLE]]),
  views: PersistentMap.from([
    [
      "v",
      {
        name: "v",
        id: undefined,
        baseTable: "t",
        includesAllColumns: false,
        where: "a IS NOT NULL",
        columns: TABLE.columns,
        partitionKey: ["a"],
        clustering: [{ name: "b", order: "asc" }],
        options: {},
      },
    ],
  ]),
  functions: PersistentMap.from([
    [
      "f(text)",
      {
        name: "f",
        args: [{ name: "x", type: COLUMN.type }],
        returns: COLUMN.type,
        isCalledOnNull: true,
        language: "java",
        body: "return x;",
      },
    ],
  ]),
  aggregates: PersistentMap.from([
    [
      "g(text)",
      {
        name: "g",
        argumentTypes: [COLUMN.type],
        stateFunction: "f",
        stateType: COLUMN.type,
        finalFunction: undefined,
        initialCondition: "''",
        returns: COLUMN.type,
      },
    ],
  ]),
};

function schemaWith(table: Partial<Table>, keyspace: Partial<Keyspace> = {}): Schema {
  const tables = PersistentMap.from([["t", { ...TABLE, ...table }]]);
  return { currentKeyspace: undefined, keyspaces: PersistentMap.from([["k", { ...KEYSPACE, tables, ...keyspace }]]) };
}

test("a schema comes back from its JSON as it was", () => {
  const schema = schemaWith({});
  const text = JSON.stringify(encodeSchema(schema));
  const decoded = decodeSchema({ name: "schema.json", text });
  assert.deepEqual(decoded.diagnostics, []);
  assert.ok(sameSchema(decoded.schema, schema));
  assert.equal(JSON.stringify(encodeSchema(decoded.schema)), text);
  // Aggregates and functions stand under their signatures.
  assert.ok(decoded.schema.keyspaces.get("k")?.functions.has("f(text)"));
  assert.ok(decoded.schema.keyspaces.get("k")?.aggregates.has("g(text)"));
});

test("everything but keys and fields is sorted by name", () => {
  const [keyspace] = encodeSchema(schemaWith({})).keyspaces;
  const [table] = keyspace?.tables ?? [];
  assert.deepEqual(
    table?.columns.map(({ name }) => name),
    ["a", "b", "c"],
  );
  assert.equal(
    JSON.stringify(table?.options),
    '{"cdc":true,"comment":"it\'s","compaction":{"class":"X","sstable_size_in_mb":"64"},"gc_grace_seconds":10}',
  );
});

test("every part of a schema counts when two are compared", () => {
  const schema = schemaWith({});
  const others: readonly Schema[] = [
    schemaWith({ id: "x" }),
    schemaWith({ columns: TABLE.columns.without("c") }),
    schemaWith({ partitionKey: ["b"] }),
    schemaWith({ clustering: [{ name: "b", order: "asc" }] }),
    schemaWith({ compact: undefined }),
    schemaWith({ options: {} }),
    schemaWith({ indexes: PersistentMap.empty() }),
    schemaWith({ triggers: PersistentMap.empty() }),
    schemaWith({ dropped: PersistentMap.empty() }),
    schemaWith({}, { durableWrites: false }),
    schemaWith({}, { replication: {} }),
    schemaWith({}, { extra: {} }),
    schemaWith({}, { types: PersistentMap.empty() }),
    schemaWith({}, { tables: PersistentMap.empty() }),
    schemaWith({}, { views: PersistentMap.empty() }),
    schemaWith({}, { functions: PersistentMap.empty() }),
    schemaWith({}, { aggregates: PersistentMap.empty() }),
    { currentKeyspace: undefined, keyspaces: PersistentMap.empty() },
  ];
  for (const [index, other] of others.entries()) assert.ok(!sameSchema(schema, other), `of the ${index}th`);
  assert.ok(sameSchema(schema, { ...schemaWith({}), currentKeyspace: "k" }), "the keyspace in use does not");
});

test("ids and the memory of dropped columns may be left out", () => {
  const schema = schemaWith({});
  const later = PersistentMap.from([
    ["d", { name: "d", type: COLUMN.type, kind: "static", droppedAtMicros: "9" }],
  ] as const);
  assert.ok(sameSchema(schema, schemaWith({ id: undefined }), { leaveOut: ["ids"] }));
  assert.ok(sameSchema(schema, schemaWith({ dropped: PersistentMap.empty() }), { leaveOut: ["dropped"] }));
  assert.ok(sameSchema(schema, schemaWith({ dropped: later }), { leaveOut: ["dropped-at"] }));
  assert.ok(!sameSchema(schema, schemaWith({ dropped: later }), { leaveOut: ["ids"] }));
});

test("all that does not fit is reported at once, each with its place", () => {
  const document = JSON.parse(JSON.stringify(encodeSchema(schemaWith({}))));
  const [keyspace] = document.keyspaces;
  keyspace.durableWrites = "yes";
  keyspace.tables[0].columns[1].type = "list<";
  keyspace.tables[0].clustering = undefined;
  keyspace.views[0].partitionKey = [1];
  keyspace.types.push(keyspace.types[0]);
  assert.deepEqual(
    schemaFromDocument(document).diagnostics.map(({ message }) => message),
    [
      '`keyspaces[0].durableWrites` is "yes", expected true or false',
      "`keyspaces[0].types` holds two of one name",
      '`keyspaces[0].tables[0].columns[1].type` is "list<", expected a type of CQL',
      "`keyspaces[0].tables[0].clustering` is missing, expected a list",
      "`keyspaces[0].views[0].partitionKey[0]` is 1, expected a string",
    ],
  );
});

test("an option that is no number to JSON comes back as it was", () => {
  const schema = schemaAfter(
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};" +
      "CREATE TABLE k.t (p int PRIMARY KEY) WITH bloom_filter_fp_chance = NaN",
  );
  const { schema: decoded, diagnostics } = decodeSchema({ name: "", text: JSON.stringify(encodeSchema(schema)) });
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(decoded.keyspaces.get("k")?.tables.get("t")?.options, { bloom_filter_fp_chance: "NaN" });
  assert.ok(sameSchema(decoded, schema));
});

test("a number that does not fit in a double is none", () => {
  const text = JSON.stringify(encodeSchema(schemaWith({}))).replace(
    '"gc_grace_seconds":10',
    '"gc_grace_seconds":1e999',
  );
  assert.deepEqual(
    decodeSchema({ name: "", text }).diagnostics.map(({ message }) => message),
    ["`keyspaces[0].tables[0].options.gc_grace_seconds` is Infinity, expected a finite number"],
  );
});

test("a text that is no JSON, another document and a newer format are refused with the reason", () => {
  const messages = (text: string): readonly string[] =>
    decodeSchema({ name: "schema.json", text }).diagnostics.map(({ message }) => message);
  assert.match(messages("{")[0] ?? "", /^this is no JSON: /);
  assert.deepEqual(messages("[]"), ["`format` is missing, expected 1", "`keyspaces` is missing, expected a list"]);
  assert.deepEqual(messages('{"format": 2}'), ["the schema has format 2; this version knows 1"]);
});
