import assert from "node:assert/strict";
import { test } from "node:test";
import { indexFromRow, parseIndexTarget } from "./index-from-row.ts";

test("the class of a custom index and its target are no options", () => {
  const options = { class_name: "org.apache.cassandra.index.sasi.SASIIndex", mode: "CONTAINS", target: "n" };
  assert.deepEqual(indexFromRow({ index_name: "sasi", kind: "CUSTOM", options }), {
    name: "sasi",
    kind: "custom",
    target: { kind: "simple", column: "n", localTo: undefined },
    className: "org.apache.cassandra.index.sasi.SASIIndex",
    options: { mode: "CONTAINS" },
  });
});

test("a target names a column, in quotes or not, and what of it is indexed", () => {
  const columns = {
    a: ["simple", "a"],
    MixedOfOld: ["simple", "MixedOfOld"],
    '"v""q"': ["simple", 'v"q'],
    "values(a)": ["values", "a"],
    'keys("Clustering Col")': ["keys", "Clustering Col"],
    "entries(e)": ["entries", "e"],
    "full(fv)": ["full", "fv"],
    '"keys(m)"': ["simple", "keys(m)"],
    '"': ["simple", '"'],
  };
  for (const [text, [kind, column]] of Object.entries(columns)) {
    assert.deepEqual(parseIndexTarget(text), { kind, column, localTo: undefined }, text);
  }
});

test("the target of ScyllaDB's local index has a partition key (made up)", () => {
  assert.deepEqual(parseIndexTarget('{"pk":["p1","p2"],"ck":["v"]}'), {
    kind: "simple",
    column: "v",
    localTo: ["p1", "p2"],
  });
  assert.deepEqual(parseIndexTarget('{"pk":["p"],"ck":["values(\\"V\\")"]}'), {
    kind: "values",
    column: "V",
    localTo: ["p"],
  });
});

test("a target in braces that is no local index is kept as it is", () => {
  for (const text of ["{", '{"pk":[]}', "{1}"]) {
    assert.deepEqual(parseIndexTarget(text), { kind: "simple", column: text, localTo: undefined });
  }
});
