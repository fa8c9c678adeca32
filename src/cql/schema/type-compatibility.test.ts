import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor } from "../capabilities.ts";
import { isSerializationCompatible } from "./type-compatibility.ts";
import { keyspaceWithTypes } from "./user-types-fixture.test.ts";

test("a class that is called like a member of every object has no length of its own", () => {
  const context = { keyspace: keyspaceWithTypes(new Map()), capabilities: capabilitiesFor("cassandra", "5.0") };
  const previous = { kind: "custom", className: "toString" } as const;
  assert.ok(isSerializationCompatible({ kind: "native", name: "blob" }, previous, context));
});
