import assert from "node:assert/strict";
import { test } from "node:test";
import { print } from "../../printer/print.ts";
import { alterKeyspaceNode } from "./keyspace-node.ts";

test("an option is a map when it is kept as one, and a string when it only begins like one", () => {
  const node = alterKeyspaceNode("k", { extra: { tablets: "{'enabled': 'true'}", comment: "{a" } });
  assert.equal(print(node), "ALTER KEYSPACE k\nWITH tablets = {'enabled': 'true'}\n AND comment = '{a'");
});
