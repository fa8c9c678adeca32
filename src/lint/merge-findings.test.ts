import assert from "node:assert/strict";
import { test } from "node:test";
import { lintVersions } from "./lint-fixture.test.ts";

const ADD = "ALTER TABLE t ADD IF NOT EXISTS a int;\n-- @down\nSELECT a FROM t;";

function told(text: string, ...versions: readonly string[]): readonly string[] {
  return lintVersions({ "V1__x.cql": text }, versions).map(
    ({ rule, servers, span }) => `${span?.start} ${rule} ${servers?.join(" ") ?? "all"}`,
  );
}

test("what holds for all servers is one finding that names none", () => {
  assert.deepEqual(told("DROP INDEX i;\n-- @down\nSELECT a FROM t;", "4.0", "4.1", "5.0"), [
    "11 drop-no-if-exists all",
  ]);
});

test("what holds for some names them", () => {
  assert.deepEqual(told(ADD, "3.11", "4.0", "4.1"), ["18 refused cassandra:3.11 cassandra:4.0"]);
  assert.deepEqual(told(ADD, "4.1", "5.0"), []);
});

test("one server is never named", () => {
  assert.deepEqual(told(ADD, "4.0"), ["18 refused all"]);
});

test("findings of several servers stand in the order of their places", () => {
  const text = "DROP INDEX i;\nALTER TABLE t ADD IF NOT EXISTS a int;\nDROP INDEX j;\n-- @down\nSELECT a FROM t;";
  assert.deepEqual(told(text, "5.0", "4.0"), [
    "11 drop-no-if-exists all",
    "32 refused cassandra:4.0",
    "64 drop-no-if-exists all",
  ]);
});
