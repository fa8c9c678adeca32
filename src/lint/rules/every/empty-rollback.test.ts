import assert from "node:assert/strict";
import { test } from "node:test";
import { found, wordsOf } from "../../lint-fixture.test.ts";

const INSERT = "INSERT INTO t (a) VALUES (1);";

test("a marker with nothing but comments below it is found at the marker", () => {
  assert.deepEqual(wordsOf("empty-rollback", `${INSERT}\n-- @down\n-- DROP TABLE t;\n/* later */ ;\n`), ["-- @down"]);
  assert.deepEqual(wordsOf("empty-rollback", `${INSERT}\r\n  --@undo \r\n`), ["  --@undo "]);
  assert.deepEqual(wordsOf("empty-rollback", `${INSERT}\n-- @down`), ["-- @down"]);
});

test("a down file without a statement is found as a whole", () => {
  assert.deepEqual(found({ "V1__x.cql": INSERT, "U1__undo_x.cql": "-- to do\n" }), ["V1__x.cql empty-rollback"]);
});

test("a down side that does something, or none at all, is no finding", () => {
  assert.deepEqual(wordsOf("empty-rollback", `${INSERT}\n-- @down\nDELETE FROM t WHERE a = 1;`), []);
  assert.deepEqual(wordsOf("empty-rollback", INSERT), []);
});

test("what does nothing needs no undoing", () => {
  assert.deepEqual(wordsOf("empty-rollback", "-- nothing\n-- @down\n"), []);
});
