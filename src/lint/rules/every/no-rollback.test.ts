import assert from "node:assert/strict";
import { test } from "node:test";
import { found, wordsOf } from "../../lint-fixture.test.ts";

const INSERT = "INSERT INTO t (a) VALUES (1);";

test("a migration without a down side is found, as a whole file", () => {
  assert.deepEqual(wordsOf("no-rollback", INSERT), [""]);
  assert.deepEqual(found({ "1_x.up.cql": INSERT }), ["1_x.up.cql no-rollback"]);
});

test("whatever the marker looks like, it is a down side", () => {
  for (const marker of ["-- @down", "--@down", "  --  @UNDO  "]) {
    assert.deepEqual(wordsOf("no-rollback", `${INSERT}\n${marker}\nDELETE FROM t WHERE a = 1;`), [], marker);
  }
});

test("a down file of its own is a down side", () => {
  assert.deepEqual(found({ "V1__x.cql": INSERT, "U1__undo_x.cql": "DELETE FROM t WHERE a = 1;" }), []);
  assert.deepEqual(found({ "1_x.up.cql": INSERT, "1_x.down.cql": "DELETE FROM t WHERE a = 1;" }), []);
});

test("an empty down side is empty-rollback's, and a migration without a statement needs none", () => {
  assert.deepEqual(wordsOf("no-rollback", `${INSERT}\n-- @down\n`), []);
  assert.deepEqual(wordsOf("no-rollback", "-- nothing yet\n;"), []);
});
