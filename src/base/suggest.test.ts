import assert from "node:assert/strict";
import { test } from "node:test";
import { suggest } from "./suggest.ts";

test("a slip of the pen finds the name that was meant", () => {
  assert.equal(suggest("migrat", ["rollback", "migrate", "status"]), "migrate");
  assert.equal(suggest("STATSU", ["rollback", "migrate", "status"]), "status");
});

test("a word that is like none of them finds nothing", () => {
  assert.equal(suggest("xyz", ["rollback", "migrate"]), undefined);
  assert.equal(suggest("migrate", []), undefined);
});

test("the beginning of one name finds it, unless two names begin so or it is shorter than three letters", () => {
  assert.equal(suggest("user", ["username", "password"]), "username");
  assert.equal(suggest("dir", ["directory", "out_of_order"]), "directory");
  assert.equal(suggest("dir", ["directory", "directions"]), undefined);
  assert.equal(suggest("di", ["directory"]), undefined);
});
