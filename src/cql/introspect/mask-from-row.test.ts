import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import type { IntrospectContext } from "./introspect-context.ts";
import { maskFromRow } from "./mask-from-row.ts";

function context(): IntrospectContext {
  return { capabilities: capabilitiesFor("cassandra", "5.0.8"), diagnostics: [], types: new Map() };
}

function argsOf(types: readonly string[], values: readonly string[], nulls: readonly boolean[]): unknown {
  const row = {
    function_keyspace: "system",
    function_name: "f",
    function_argument_types: types,
    function_argument_values: values,
    function_argument_nulls: nulls,
  };
  return maskFromRow(row, "column `k.t.a`", context()).args;
}

test("arguments are CQL: what the server keeps as text gets its quotes, bytes their prefix, null is undefined", () => {
  assert.deepEqual(argsOf(["int", "int", "text"], ["1", "", "it's"], [false, true, false]), [
    "1",
    undefined,
    "'it''s'",
  ]);
  assert.deepEqual(argsOf(["timestamp"], ["2020-01-01T00:00:00.000Z"], [false]), ["'2020-01-01T00:00:00.000Z'"]);
  assert.deepEqual(argsOf(["blob"], ["cafe"], [false]), ["0xcafe"]);
  assert.deepEqual(argsOf(["duration"], ["1d2h"], [false]), ["1d2h"]);
});

test("a collection, which the server keeps as bytes, is reported", () => {
  const { diagnostics, ...rest } = context();
  maskFromRow(
    {
      function_argument_types: ["list<int>"],
      function_argument_values: ["00000001"],
      function_argument_nulls: [false],
    },
    "column `k.t.a`",
    { ...rest, diagnostics },
  );
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    ["an argument of the mask of column `k.t.a` is not understood, and is kept as it is"],
  );
});
