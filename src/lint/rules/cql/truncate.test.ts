import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsOf } from "../../lint-fixture.test.ts";

test("TRUNCATE is found, in both sides, with TABLE or without", () => {
  const text = "TRUNCATE t;\n-- @down\ntruncate table shop.t;";
  assert.deepEqual(wordsOf("truncate", text), ["t", "shop.t"]);
});

test("deleting by key is no finding, and a table called truncate neither", () => {
  assert.deepEqual(wordsOf("truncate", 'DELETE FROM t WHERE a = 1; INSERT INTO "TRUNCATE" (a) VALUES (1);'), []);
});

test("a file that allows destruction is heard", () => {
  assert.deepEqual(wordsOf("truncate", "-- @allow-destructive\nTRUNCATE t;"), []);
});
