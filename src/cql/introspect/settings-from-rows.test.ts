import assert from "node:assert/strict";
import { test } from "node:test";
import { SETTING_NAMES, settingsFromRows } from "./settings-from-rows.ts";

const NODES = [{ data_center: "b" }, { data_center: "a" }, { data_center: "b" }, { data_center: null }];

test("both the names of Cassandra 4.0 and those since 4.1 are asked for and understood", () => {
  const since41 = { name: "materialized_views_enabled", value: "true" };
  const of40 = { name: "enable_sasi_indexes", value: "false" };
  assert.ok(SETTING_NAMES.includes(since41.name) && SETTING_NAMES.includes(of40.name));
  assert.deepEqual(settingsFromRows({ settings: [since41, of40], nodes: NODES, autoRepairColumn: [] }), {
    materializedViews: true,
    sasiIndexes: false,
    datacenters: ["a", "b"],
    autoRepair: false,
  });
});

test("what cannot be read stays unknown", () => {
  assert.deepEqual(settingsFromRows({ settings: [], nodes: [], autoRepairColumn: undefined }), {});
});

test("memtable configurations are known by the names that Java prints", () => {
  const names = (value: string): unknown =>
    settingsFromRows({ settings: [{ name: "memtable.configurations", value }], nodes: [], autoRepairColumn: undefined })
      .memtableConfigurations;
  assert.deepEqual(names("null"), []);
  assert.deepEqual(names("{trie={class_name=TrieMemtable, parameters={shards=4}}, default={inherits=trie}}"), [
    "trie",
    "default",
  ]);
});

test("whether columns may be masked is known where the server has the setting", () => {
  const settings = [{ name: "dynamic_data_masking_enabled", value: "false" }];
  assert.deepEqual(settingsFromRows({ settings, nodes: [], autoRepairColumn: undefined }), {
    dynamicDataMasking: false,
  });
});
