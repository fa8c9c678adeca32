import assert from "node:assert/strict";
import { test } from "node:test";
import { found, lintFiles } from "./lint-fixture.test.ts";

test("a directive silences its rule in its file, and no other", () => {
  const text = "-- @lint-ignore no-rollback: it is only rows\nINSERT INTO t (a) VALUES (1);";
  assert.deepEqual(found({ "V1__x.cql": text, "V2__y.cql": "INSERT INTO t (a) VALUES (2);" }), [
    "V2__y.cql no-rollback",
  ]);
});

test("it speaks for a down file, too", () => {
  const files = {
    "V1__x.cql": "-- @lint-ignore drop-no-if-exists: dropped by hand otherwise\nINSERT INTO t (a) VALUES (1);",
    "U1__undo_x.cql": "DROP TABLE t;",
  };
  assert.deepEqual(found(files), []);
});

test("a directive that names no rule is an error, and says what may have been meant", () => {
  const text = "-- @lint-ignore no-rolback: why not\nSELECT a FROM t;\n-- @down\nSELECT a FROM t;";
  const [finding, ...more] = lintFiles({ "V1__x.cql": text });
  assert.deepEqual(more, []);
  assert.equal(finding?.rule, "lint-ignore");
  assert.equal(finding?.severity, "error");
  assert.equal(finding?.hint, "did you mean `no-rollback`?");
  assert.equal(finding?.source.text.slice(finding.span?.start, finding.span?.end).startsWith("-- @lint-ignore"), true);
});

test("a directive that silences nothing is a warning", () => {
  const text = "-- @lint-ignore truncate: the table is small\nSELECT a FROM t;\n-- @down\nSELECT a FROM t;";
  const [finding, ...more] = lintFiles({ "V1__x.cql": text });
  assert.deepEqual(more, []);
  assert.equal(finding?.severity, "warn");
  assert.match(finding?.message ?? "", /silences nothing/);
});

test("of a rule that is off nobody knows what it would have found", () => {
  const text = "-- @lint-ignore truncate: the table is small\nSELECT a FROM t;\n-- @down\nSELECT a FROM t;";
  assert.deepEqual(found({ "V1__x.cql": text }, { levels: { truncate: "off" } }), []);
});
