import assert from "node:assert/strict";
import { test } from "node:test";
import { print } from "../../printer/print.ts";
import { createTypeNode } from "./user-type-node.ts";

test("a counter in a field is written by its class, as servers take it", () => {
  const type = { name: "u", fields: [{ name: "n", type: { kind: "native", name: "counter" } as const }] };
  assert.match(print(createTypeNode("shop", type)), /n 'org\.apache\.cassandra\.db\.marshal\.CounterColumnType'/);
});
