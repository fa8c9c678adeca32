import assert from "node:assert/strict";
import { test } from "node:test";
import { GUARDRAIL_SETTINGS, guardrailsFromSettings } from "./guardrails-from-settings.ts";

test("numbers, switches and sets are read as Cassandra prints them", () => {
  const settings = new Map([
    ["tables_fail_threshold", "150"],
    ["tables_warn_threshold", "-1"],
    ["simplestrategy_enabled", "false"],
    ["table_properties_disallowed", "[caching, comment]"],
    ["table_properties_ignored", "[]"],
  ]);
  assert.deepEqual(guardrailsFromSettings(settings), {
    tables_fail_threshold: 150,
    tables_warn_threshold: -1,
    simplestrategy_enabled: false,
    table_properties_disallowed: ["caching", "comment"],
    table_properties_ignored: [],
  });
  for (const name of settings.keys()) assert.ok(GUARDRAIL_SETTINGS.includes(name), name);
});

test("a server that names none has not told", () => {
  assert.equal(guardrailsFromSettings(new Map([["cdc_enabled", "true"]])), undefined);
});
