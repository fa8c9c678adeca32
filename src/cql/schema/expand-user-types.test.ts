import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../simulate/refuse.ts";
import { expandUserTypes } from "./expand-user-types.ts";
import { printCqlType } from "./print-cql-type.ts";
import { keyspaceWithLevels, userType } from "./user-types-fixture.test.ts";

const NOWHERE = { start: 0, end: 0 };

test("user's types become frozen tuples, with those that are in them", () => {
  const type = expandUserTypes(userType("t1"), keyspaceWithLevels(1, 2), NOWHERE);
  assert.equal(printCqlType(type), "frozen<tuple<frozen<tuple<int>>, frozen<tuple<int>>>>");
});

test("types in a long chain, and types that double with each level, are refused as too large", () => {
  assert.throws(() => expandUserTypes(userType("t5000"), keyspaceWithLevels(5000, 1), NOWHERE), Refused);
  assert.throws(() => expandUserTypes(userType("t60"), keyspaceWithLevels(60, 2), NOWHERE), Refused);
});
