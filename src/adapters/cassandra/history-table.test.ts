import assert from "node:assert/strict";
import { test } from "node:test";
import { createTableText, tableName } from "./history-table.ts";

const HISTORY = { keyspace: "shop", table: "tidemark_history" };

function idOf(text: string): string | undefined {
  return /WITH id = (\S+)/.exec(text)?.[1];
}

test("two who create the table at once give it one id", () => {
  assert.equal(idOf(createTableText(HISTORY, "17")), idOf(createTableText(HISTORY, "17")));
});

test("the id is another in a keyspace that was made again, of another name, or for another table", () => {
  const ids = [
    createTableText(HISTORY, "17"),
    createTableText(HISTORY, "18"),
    createTableText({ ...HISTORY, keyspace: "sho" }, "17"),
    createTableText({ ...HISTORY, table: "history" }, "17"),
  ].map(idOf);
  assert.equal(new Set(ids).size, 4);
});

test("the id is a uuid of version 8", () => {
  const id = idOf(createTableText(HISTORY, "17")) ?? "";
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("names that need quotes have them", () => {
  assert.equal(tableName({ keyspace: "Shop", table: "my history" }), '"Shop"."my history"');
  assert.match(createTableText({ keyspace: "Shop", table: "t" }, "17"), /EXISTS "Shop"\.t \(/);
});
