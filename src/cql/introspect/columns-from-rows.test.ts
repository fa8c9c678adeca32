import assert from "node:assert/strict";
import { test } from "node:test";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { capabilitiesFor } from "../capabilities.ts";
import { columnsFromRows } from "./columns-from-rows.ts";

test("a kind of column that is not known counts as regular, whatever its name", () => {
  const diagnostics: Diagnostic[] = [];
  const context = { capabilities: capabilitiesFor("cassandra", "5.0"), diagnostics, types: new Map() };
  const row = { column_name: "c", type: "int", kind: "constructor", position: -1 };
  assert.equal(columnsFromRows([row], new Map(), "shop.t", context).columns.get("c")?.kind, "regular");
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    ["the kind `constructor` of column `shop.t.c` is not known, and counts as regular"],
  );
});
