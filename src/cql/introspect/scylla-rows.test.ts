// Goal: the schema that a ScyllaDB describes is the one that its statements made, without what the server adds. Method: rows
// made up from its source (db/schema_tables.cc, cdc/log.cc, index/secondary_index_manager.cc) and documentation, held against
// statements; none of them was captured from a server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { diff } from "../diff/diff.ts";
import { statementsFor } from "../diff/statements-for.ts";
import { print } from "../printer/print.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { columnRow, OPTIONS_3_11 } from "./captured-rows.test.ts";
import { schemaFromRows } from "./schema-from-rows.ts";
import type { SchemaRows, SystemRow } from "./schema-rows.ts";

const SCYLLA = capabilitiesFor("scylla", "2025.4.1");

/** As the server's serializer writes a map of texts. */
function mapBytes(map: Readonly<Record<string, string>>): Uint8Array {
  const parts = Object.entries(map).flatMap(([key, value]) => [textBytes(key), textBytes(value)]);
  return Buffer.concat([numberBytes(Object.keys(map).length), ...parts]);
}

function textBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return Buffer.concat([numberBytes(bytes.byteLength), bytes]);
}

function numberBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

const REPAIR = mapBytes({ mode: "repair", propagation_delay_in_seconds: "3600" });

/** What every table has whose statement says nothing of its options. */
const OPTIONS: SystemRow = {
  ...OPTIONS_3_11,
  cdc: undefined,
  caching: { keys: "ALL", rows_per_partition: "ALL" },
  compaction: { class: "IncrementalCompactionStrategy" },
  compression: { sstable_compression: "LZ4WithDictsCompressor" },
  dclocal_read_repair_chance: 0,
  extensions: { tombstone_gc: REPAIR },
  speculative_retry: "99.0PERCENTILE",
};

function tableRow(table_name: string, more: SystemRow = {}): SystemRow {
  return { ...OPTIONS, table_name, flags: ["compound"], ...more };
}

function indexRow(index_name: string, target: string): SystemRow {
  return { keyspace_name: "k", table_name: "t", index_name, kind: "COMPOSITES", options: { target } };
}

const T = ["p partition_key 0 none int", "c clustering 0 asc int", "v regular -1 none text"];
const REST = [
  "f regular -1 none frozen<set<int>>",
  "m regular -1 none map<text, int>",
  'u regular -1 none frozen<"U">',
];
const BESIDE = ["t$paxos", "t_scylla_cdc_log"];
const OF_INDEXES = ["by_v_index", "local_v_index", "by_f_index", "by_m_index"];

const ROWS: SchemaRows = {
  keyspaces: [
    {
      keyspace_name: "k",
      durable_writes: true,
      replication: { class: "org.apache.cassandra.locator.NetworkTopologyStrategy", dc1: "3" },
    },
  ],
  scylla_keyspaces: [{ keyspace_name: "k", initial_tablets: 0, storage_type: null, storage_options: null }],
  scylla_tables: [
    { keyspace_name: "k", table_name: "t", cdc: null, tablets: { min_tablet_count: "8" }, partitioner: null },
    ...[...BESIDE, "mv"].map((table_name) => ({ keyspace_name: "k", table_name, cdc: null, tablets: null })),
  ],
  tables: [
    tableRow("t", {
      extensions: {
        cdc: mapBytes({ enabled: "true", preimage: "false", postimage: "false", delta: "full", ttl: "86400" }),
        per_partition_rate_limit: mapBytes({ max_reads_per_second: "100" }),
        scylla_encryption_options: mapBytes({
          cipher_algorithm: "AES/CBC/PKCS5Padding",
          key_provider: "LocalFileSystemKeyProviderFactory",
        }),
        paxos_grace_seconds: numberBytes(3600),
        tombstone_gc: REPAIR,
      },
    }),
    ...BESIDE.map((name) => tableRow(name)),
    tableRow("plain"),
  ],
  views: [
    ...OF_INDEXES.map((view_name) => ({ ...OPTIONS, view_name, base_table_name: "t", where_clause: "" })),
    {
      ...OPTIONS,
      view_name: "mv",
      base_table_name: "t",
      include_all_columns: false,
      where_clause: "v IS NOT NULL AND p IS NOT NULL AND c IS NOT NULL",
      extensions: { tombstone_gc: REPAIR, scylla_tags: mapBytes({ "system:synchronous_view_updates": "true" }) },
    },
  ],
  types: [{ keyspace_name: "k", type_name: "U", field_names: ["a"], field_types: ["int"] }],
  indexes: [
    indexRow("by_v", "v"),
    indexRow("local_v", '{"pk":["p"],"ck":["v"]}'),
    indexRow("by_f", "f"),
    indexRow("by_m", "keys(m)"),
  ],
  columns: [
    ...[...T, ...REST].map((text) => columnRow("t", text)),
    ...["p partition_key 0 none int", "v regular -1 none text"].map((text) => columnRow("plain", text)),
    ...["v partition_key 0 none text", "p clustering 0 asc int", "c clustering 1 asc int"].map((text) =>
      columnRow("mv", text),
    ),
    ...[...BESIDE, ...OF_INDEXES].map((name) => columnRow(name, "p partition_key 0 none int")),
  ],
};

const STATEMENTS = `
CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};
CREATE TYPE k."U" (a int);
CREATE TABLE k.t (p int, c int, v text, f frozen<set<int>>, m map<text, int>, u frozen<"U">, PRIMARY KEY (p, c))
  WITH cdc = {'enabled': true} AND per_partition_rate_limit = {'max_reads_per_second': 100}
  AND scylla_encryption_options = {'cipher_algorithm': 'AES/CBC/PKCS5Padding', 'key_provider': 'LocalFileSystemKeyProviderFactory'}
  AND paxos_grace_seconds = 3600 AND tablets = {'min_tablet_count': 8};
CREATE TABLE k.plain (p int PRIMARY KEY, v text);
CREATE INDEX by_v ON k.t (v);
CREATE INDEX local_v ON k.t ((p), v);
CREATE INDEX by_f ON k.t (FULL(f));
CREATE INDEX by_m ON k.t (KEYS(m));
CREATE MATERIALIZED VIEW k.mv AS SELECT p, c, v FROM k.t WHERE v IS NOT NULL AND p IS NOT NULL AND c IS NOT NULL
  PRIMARY KEY (v, p, c) WITH synchronous_updates = true;`;

function live(rows: SchemaRows = ROWS, capabilities = SCYLLA): Schema {
  const { schema, diagnostics } = schemaFromRows(rows, capabilities);
  assert.deepEqual(diagnostics, []);
  return schema;
}

function differences(from: Schema, to: Schema): readonly unknown[] {
  return diff(from, to, { capabilities: SCYLLA });
}

function printed(schema: Schema): string {
  const changes = diff(emptySchema(), schema, { capabilities: SCYLLA });
  return statementsFor(changes, { capabilities: SCYLLA })
    .map(({ node }) => `${print(node)};\n`)
    .join("");
}

test("what the statements make and what the server describes do not differ, either way", () => {
  const files = schemaAfter(STATEMENTS, SCYLLA);
  assert.deepEqual(differences(files, live()), []);
  assert.deepEqual(differences(live(), files), []);
});

test("a snapshot shows nothing that the server made for itself, and makes the same schema", () => {
  const text = printed(live());
  assert.doesNotMatch(text, /\$paxos|_cdc_log|_index\b|extensions|0x/);
  assert.deepEqual(differences(schemaAfter(text, SCYLLA), live()), []);
});

test("what somebody else changed still differs", () => {
  const [table] = ROWS.tables ?? [];
  const changed = (more: SystemRow): Schema =>
    live({ ...ROWS, tables: [{ ...table, ...more }, ...(ROWS.tables ?? []).slice(1)] });
  const files = schemaAfter(STATEMENTS, SCYLLA);
  const ttl = changed({
    extensions: { ...(table?.extensions as object), cdc: mapBytes({ enabled: "true", ttl: "60" }) },
  });
  assert.equal(differences(files, ttl).length, 1);
  assert.equal(differences(files, changed({ compaction: { class: "LeveledCompactionStrategy" } })).length, 1);
  assert.equal(differences(files, changed({ compression: {} })).length, 1);
  assert.equal(differences(files, changed({ extensions: {} })).length, 1);
});

test("tablets that a statement leaves to the server are no difference; what it says is", () => {
  const without = live({ ...ROWS, scylla_keyspaces: [] });
  assert.deepEqual(without.keyspaces.get("k")?.extra, { tablets: "{'enabled': 'false'}" });
  assert.deepEqual(differences(schemaAfter(STATEMENTS, SCYLLA), without), []);
  const said = STATEMENTS.replace("'dc1': 3}", "'dc1': 3} AND tablets = {'enabled': true}");
  assert.deepEqual(differences(schemaAfter(said, SCYLLA), live()), []);
  assert.equal(differences(schemaAfter(said, SCYLLA), without).length, 1);
});

test("a release without tablets says nothing of them", () => {
  const schema = live({ ...ROWS, scylla_keyspaces: [] }, capabilitiesFor("scylla", "5.4.9"));
  assert.deepEqual(schema.keyspaces.get("k")?.extra, {});
});

test("bytes that are no map stay as they are", () => {
  const [, , , plain] = ROWS.tables ?? [];
  const odd = { ...plain, extensions: { cdc: Buffer.from([9, 9]), "somebody's": Buffer.from([1]) } };
  const schema = live({ ...ROWS, tables: [...(ROWS.tables ?? []).slice(0, 3), odd] });
  assert.deepEqual(schema.keyspaces.get("k")?.tables.get("plain")?.options.extensions, {
    cdc: "0x0909",
    "somebody's": "0x01",
  });
});

test("a list of racks is read from its own column", () => {
  const [keyspace] = ROWS.keyspaces ?? [];
  const racks = { class: "org.apache.cassandra.locator.NetworkTopologyStrategy", "dc1:0": "r1", "dc1:1": "r2" };
  const schema = live({ ...ROWS, keyspaces: [{ ...keyspace, replication_v2: racks }] });
  const files = schemaAfter(STATEMENTS.replace("'dc1': 3", "'dc1': ['r1', 'r2']"), SCYLLA);
  assert.deepEqual(differences(files, schema), []);
  assert.equal(differences(schemaAfter(STATEMENTS, SCYLLA), schema).length, 1);
});
