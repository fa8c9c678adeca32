import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { encodeSchema } from "../schema/encode-schema.ts";
import type { KeyspaceDocument } from "../schema/schema-document.ts";
import { columnRow, KEYSPACE, OPTIONS_3_11, OPTIONS_4_1, OPTIONS_5_0, tableRow } from "./captured-rows.test.ts";
import { schemaFromRows } from "./schema-from-rows.ts";
import type { SchemaRows } from "./schema-rows.ts";

const CASSANDRA_3_11 = capabilitiesFor("cassandra", "3.11.19");
const CASSANDRA_4_1 = capabilitiesFor("cassandra", "4.1.10");
const CASSANDRA_5_0 = capabilitiesFor("cassandra", "5.0.8");
const KEY = "a partition_key 0 none int";

function read(rows: SchemaRows, capabilities = CASSANDRA_5_0): KeyspaceDocument {
  const { schema, diagnostics } = schemaFromRows({ keyspaces: [KEYSPACE], ...rows }, capabilities);
  assert.deepEqual(diagnostics, []);
  const [keyspace] = encodeSchema(schema, { leaveOut: ["ids"] }).keyspaces;
  assert.ok(keyspace !== undefined);
  return keyspace;
}

test("a keyspace has the short name of its class and nothing else", () => {
  assert.deepEqual(read({}), {
    name: "k",
    replication: { class: "SimpleStrategy", replication_factor: "1" },
    durableWrites: true,
    extra: {},
    types: [],
    tables: [],
    views: [],
    functions: [],
    aggregates: [],
  });
});

test("a table that says nothing of its options has none, on every release", () => {
  for (const [options, capabilities] of [
    [OPTIONS_3_11, CASSANDRA_3_11],
    [OPTIONS_4_1, CASSANDRA_4_1],
    [OPTIONS_5_0, CASSANDRA_5_0],
  ] as const) {
    const [table] = read({ tables: [tableRow("t", options)], columns: [columnRow("t", KEY)] }, capabilities).tables;
    assert.deepEqual(table?.options, {}, capabilities.version);
  }
});

test("a table has its key in the order of the positions, whatever the order of the rows", () => {
  const columns = [
    "c2 clustering 1 desc int",
    "b partition_key 1 none text",
    "s static -1 none counter",
    "c1 clustering 0 asc frozen<list<int>>",
    "a partition_key 0 none int",
    'r regular -1 none map<text, frozen<"Quoted Type">>',
  ];
  const [table] = read({
    tables: [tableRow("t", OPTIONS_5_0)],
    columns: columns.map((text) => columnRow("t", text)),
  }).tables;
  assert.deepEqual(table?.partitionKey, ["a", "b"]);
  assert.deepEqual(table?.clustering, [
    { name: "c1", order: "asc" },
    { name: "c2", order: "desc" },
  ]);
  assert.deepEqual(
    table?.columns.find(({ name }) => name === "r"),
    {
      name: "r",
      type: 'map<text, frozen<"Quoted Type">>',
      kind: "regular",
    },
  );
  assert.equal(table?.compact, undefined);
});

test("a compact table without clustering keeps the columns that the server hides, and its layout", () => {
  const [table] = read(
    {
      tables: [tableRow("t", OPTIONS_3_11, [])],
      columns: [KEY, "b static -1 none int", "column1 clustering 0 asc text", "value regular -1 none blob"].map(
        (text) => columnRow("t", text),
      ),
      indexes: [{ keyspace_name: "k", table_name: "t", index_name: "i", kind: "KEYS", options: { target: "b" } }],
    },
    CASSANDRA_3_11,
  ).tables;
  assert.deepEqual(table?.compact, { isDense: false, isCompound: false, isSuper: false });
  assert.deepEqual(
    table?.columns.map(({ name, kind }) => `${name} ${kind}`),
    ["a partition-key", "b static", "column1 clustering", "value regular"],
  );
  assert.deepEqual(table?.indexes, [{ name: "i", kind: "keys", target: { kind: "simple", column: "b" }, options: {} }]);
});

test("a compact table of keys alone has a value of the type `empty`", () => {
  const [table] = read({
    tables: [tableRow("t", OPTIONS_4_1, ["compound", "dense"])],
    columns: [KEY, "b clustering 0 asc int", "c clustering 1 asc int", "value regular -1 none empty"].map((text) =>
      columnRow("t", text),
    ),
  }).tables;
  assert.deepEqual(table?.compact, { isDense: true, isCompound: true, isSuper: false });
  assert.deepEqual(table?.columns.at(-1), { name: "value", type: "empty", kind: "regular" });
});

test("a super column family of Thrift keeps its column without a name (made up)", () => {
  const columns = [
    "key partition_key 0 none ascii",
    "column1 clustering 0 asc ascii",
    " regular -1 none map<ascii, blob>",
  ];
  const [table] = read(
    {
      tables: [tableRow("t", OPTIONS_3_11, ["dense", "super"])],
      columns: columns.map((text) => columnRow("t", text)),
    },
    CASSANDRA_3_11,
  ).tables;
  assert.deepEqual(table?.compact, { isDense: true, isCompound: false, isSuper: true });
  assert.deepEqual(table?.columns[0], { name: "", type: "map<ascii, blob>", kind: "regular" });
});

test("options are those that differ from the defaults of the release", () => {
  const options = {
    ...OPTIONS_5_0,
    additional_write_policy: "90p",
    allow_auto_snapshot: false,
    bloom_filter_fp_chance: 0.05,
    caching: { keys: "NONE", rows_per_partition: "10" },
    comment: "it's",
    compaction: {
      class: "org.apache.cassandra.db.compaction.LeveledCompactionStrategy",
      max_threshold: "32",
      min_threshold: "4",
      sstable_size_in_mb: "64",
    },
    extensions: { x: Buffer.from([0xca, 0xfe]) },
  };
  const [table] = read({ tables: [tableRow("t", options)], columns: [columnRow("t", KEY)] }).tables;
  assert.deepEqual(table?.options, {
    additional_write_policy: "90p",
    allow_auto_snapshot: false,
    bloom_filter_fp_chance: 0.05,
    caching: { keys: "NONE", rows_per_partition: "10" },
    comment: "it's",
    compaction: { class: "LeveledCompactionStrategy", sstable_size_in_mb: "64" },
    extensions: { x: "0xcafe" },
  });
});

test("dropped columns are remembered with their instant in microseconds", () => {
  const [table] = read({
    tables: [tableRow("t", OPTIONS_5_0)],
    columns: [columnRow("t", KEY)],
    dropped_columns: [
      {
        keyspace_name: "k",
        table_name: "t",
        column_name: "d",
        dropped_time: new Date("2026-11-21T12:33:33.327Z"),
        kind: "regular",
        type: "list<frozen<tuple<text, int>>>",
      },
    ],
  }).tables;
  assert.deepEqual(table?.dropped, [
    { name: "d", type: "list<frozen<tuple<text, int>>>", kind: "regular", droppedAtMicros: "1795264413327000" },
  ]);
});

test("a mask that a dropped column left behind masks nothing", () => {
  const mask = { keyspace_name: "k", table_name: "t", function_keyspace: "system", function_argument_types: [] };
  const [table] = read({
    tables: [tableRow("t", OPTIONS_5_0)],
    columns: [columnRow("t", KEY), columnRow("t", "b regular -1 none text")],
    column_masks: [
      { ...mask, column_name: "b", function_name: "mask_default", function_argument_values: [] },
      { ...mask, column_name: "gone", function_name: "mask_null", function_argument_values: [] },
    ],
  }).tables;
  assert.deepEqual(table?.columns, [
    { name: "a", type: "int", kind: "partition-key" },
    { name: "b", type: "text", kind: "regular", mask: { keyspace: "system", function: "mask_default", args: [] } },
  ]);
});

test("a view has its own key and options, and the condition as the server writes it", () => {
  const view = {
    ...OPTIONS_4_1,
    view_name: "v",
    base_table_name: "t",
    include_all_columns: true,
    where_clause: "a IS NOT NULL AND b > 5",
    comment: "by b",
  };
  const keyspace = read(
    {
      tables: [tableRow("t", OPTIONS_4_1)],
      views: [view],
      columns: [
        columnRow("t", KEY),
        columnRow("t", "b regular -1 none int"),
        columnRow("v", "b partition_key 0 none int"),
        columnRow("v", "a clustering 0 desc int"),
      ],
    },
    CASSANDRA_4_1,
  );
  assert.deepEqual(keyspace.views, [
    {
      name: "v",
      baseTable: "t",
      includesAllColumns: true,
      where: "a IS NOT NULL AND b > 5",
      columns: [
        { name: "a", type: "int", kind: "clustering" },
        { name: "b", type: "int", kind: "partition-key" },
      ],
      partitionKey: ["b"],
      clustering: [{ name: "a", order: "desc" }],
      options: { comment: "by b" },
    },
  ]);
  assert.equal(keyspace.tables.length, 1);
});

test("types, functions, aggregates and triggers are read; namesakes differ by their arguments", () => {
  const plus = {
    keyspace_name: "k",
    function_name: "plus",
    argument_names: ["s", "v"],
    body: "return s + v;",
    called_on_null_input: true,
    language: "java",
    return_type: "int",
  };
  const keyspace = read({
    tables: [tableRow("t", OPTIONS_5_0)],
    columns: [columnRow("t", KEY)],
    triggers: [{ keyspace_name: "k", table_name: "t", trigger_name: "tr", options: { class: "org.x.Tr" } }],
    types: [{ keyspace_name: "k", type_name: "Q T", field_names: ["F A", "h"], field_types: ["text", "frozen<addr>"] }],
    functions: [
      { ...plus, argument_types: ["int", "int"] },
      { ...plus, argument_types: ["int", "frozen<tuple<int, text>>"] },
    ],
    aggregates: [
      {
        keyspace_name: "k",
        aggregate_name: "total",
        argument_types: ["int"],
        final_func: null,
        initcond: "{'B': 2}",
        return_type: "map<text, int>",
        state_func: "plus",
        state_type: "map<text, int>",
      },
    ],
  });
  assert.deepEqual(keyspace.tables[0]?.triggers, [{ name: "tr", className: "org.x.Tr" }]);
  assert.deepEqual(keyspace.types, [
    {
      name: "Q T",
      fields: [
        { name: "F A", type: "text" },
        { name: "h", type: "frozen<addr>" },
      ],
    },
  ]);
  assert.deepEqual(
    keyspace.functions.map(({ args }) => args.map(({ type }) => type)),
    [
      ["int", "frozen<tuple<int, text>>"],
      ["int", "int"],
    ],
  );
  assert.deepEqual(keyspace.aggregates, [
    {
      name: "total",
      argumentTypes: ["int"],
      stateFunction: "plus",
      stateType: "map<text, int>",
      initialCondition: "{'B': 2}",
      returns: "map<text, int>",
    },
  ]);
});

test("what is not understood is reported and keeps nothing else from being read", () => {
  const { schema, diagnostics } = schemaFromRows(
    {
      keyspaces: [KEYSPACE],
      tables: [tableRow("good", OPTIONS_5_0), tableRow("empty", OPTIONS_5_0)],
      columns: [
        columnRow("good", KEY),
        columnRow("good", "odd regular -1 none list<int"),
        columnRow("good", "new shiny -1 none int"),
        columnRow("ghost", KEY),
      ],
    },
    CASSANDRA_5_0,
  );
  const [keyspace] = encodeSchema(schema, { leaveOut: ["ids"] }).keyspaces;
  assert.deepEqual(
    keyspace?.tables.map(({ name, columns }) => [name, columns.map((column) => `${column.name} ${column.type}`)]),
    [["good", ["a int", "new int", "odd 'list<int'"]]],
  );
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    [
      "the type `list<int` of column `k.good.odd` is not understood, and is kept as it is",
      "the kind `shiny` of column `k.good.new` is not known, and counts as regular",
      "`k.empty` has no columns of a key in system_schema.columns, and is left out",
      "system_schema.columns has columns of `k.ghost`, which is no table",
    ],
  );
});

test("the server's own keyspaces are left out, unless they are asked for", () => {
  const keyspaces = ["k", "system_auth", "dse_perf"].map((keyspace_name) => ({ ...KEYSPACE, keyspace_name }));
  const names = (wanted?: readonly string[]): readonly string[] => {
    const { schema } = schemaFromRows({ keyspaces }, CASSANDRA_5_0, wanted);
    return encodeSchema(schema).keyspaces.map(({ name }) => name);
  };
  // On Cassandra anybody may call a keyspace `dse_perf`.
  assert.deepEqual(names(), ["dse_perf", "k"]);
  assert.deepEqual(names(["system_auth", "nowhere"]), ["system_auth"]);
});

test("ScyllaDB's tablets are an option of the keyspace, and what it makes for itself is left out (rows made up)", () => {
  const scylla = capabilitiesFor("scylla", "2025.4");
  const column = (table: string): ReturnType<typeof columnRow> => columnRow(table, KEY);
  const { schema, diagnostics } = schemaFromRows(
    {
      keyspaces: [KEYSPACE],
      scylla_keyspaces: [{ keyspace_name: "k", initial_tablets: 4, storage_type: null, storage_options: null }],
      scylla_tables: [{ keyspace_name: "k", table_name: "t", cdc: { enabled: "true" } }],
      tables: ["t", "t$paxos", "t_scylla_cdc_log", "own_index"].map((name) => tableRow(name, OPTIONS_3_11)),
      views: [{ ...OPTIONS_3_11, view_name: "i_index", base_table_name: "t", where_clause: "" }],
      indexes: [{ keyspace_name: "k", table_name: "t", index_name: "i", kind: "COMPOSITES", options: { target: "a" } }],
      columns: ["t", "t$paxos", "t_scylla_cdc_log", "own_index", "i_index"].map(column),
    },
    scylla,
  );
  const [keyspace] = encodeSchema(schema).keyspaces;
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(keyspace?.extra, { tablets: "{'enabled': 'true', 'initial': '4'}" });
  assert.deepEqual(
    keyspace?.tables.map(({ name }) => name),
    ["own_index", "t"],
  );
  assert.deepEqual(keyspace?.views, []);
  assert.deepEqual(keyspace?.tables[1]?.options.cdc, { enabled: "true" });
});
