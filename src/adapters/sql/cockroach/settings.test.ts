import assert from "node:assert/strict";
import { test } from "node:test";
import { cockroachSettings, describeSettings } from "./settings.ts";

test("autocommit_before_ddl is off wherever the server knows it", () => {
  for (const [major, minor] of [
    [24, 1],
    [25, 2],
    [26, 3],
  ] as const) {
    assert.equal(describeSettings(cockroachSettings({ major, minor, patch: 0 })), "autocommit_before_ddl=off");
  }
});

test("a server that does not know autocommit_before_ddl is not asked for it", () => {
  assert.deepEqual(cockroachSettings({ major: 23, minor: 2, patch: 20 }), []);
});
