import assert from "node:assert/strict";
import { test } from "node:test";
import type { CqlType } from "./cql-type.ts";
import { referencesDuration, referencesUserType } from "./type-facts.ts";
import { INT, keyspaceWithLevels, keyspaceWithTypes, userType } from "./user-types-fixture.test.ts";

test("what is in a user's type is looked at once, however often it is held", () => {
  const keyspace = keyspaceWithLevels(60, 2);
  assert.ok(!referencesUserType(userType("t60"), "other", keyspace));
  assert.ok(!referencesDuration(userType("t60"), keyspace));
});

test("a long chain of types is followed to its end", () => {
  const keyspace = keyspaceWithLevels(20_000, 1);
  assert.ok(referencesUserType(userType("t20000"), "t0", keyspace));
  assert.ok(!referencesDuration(userType("t20000"), keyspace));
});

test("servers look for durations neither in sets and vectors nor in the keys of maps", () => {
  const keyspace = keyspaceWithTypes(new Map());
  const duration: CqlType = { kind: "native", name: "duration" };
  const isFound = (type: CqlType): boolean => referencesDuration(type, keyspace);
  assert.ok(isFound({ kind: "list", element: duration, isFrozen: true }));
  assert.ok(isFound({ kind: "map", key: INT, value: duration, isFrozen: true }));
  assert.ok(!isFound({ kind: "map", key: duration, value: INT, isFrozen: true }));
  assert.ok(!isFound({ kind: "set", element: duration, isFrozen: true }));
  assert.ok(!isFound({ kind: "vector", element: duration, dimension: 2 }));
});
