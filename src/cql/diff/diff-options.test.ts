import assert from "node:assert/strict";
import { test } from "node:test";
import { cassandra } from "../simulate/simulate-fixture.test.ts";
import { SCYLLA } from "./diff-fixture.test.ts";
import { diffOptions, optionProperties } from "./diff-options.ts";

const CASSANDRA = cassandra("5.0");

test("an option with the name of what every object has is an option like others", () => {
  const change = { name: "constructor", was: undefined, is: "x" };
  assert.deepEqual(diffOptions({}, { constructor: "x" }, SCYLLA), [change]);
});

test("a default that is written out makes no difference", () => {
  assert.deepEqual(diffOptions({}, { gc_grace_seconds: 864_000 }, CASSANDRA), []);
  assert.deepEqual(optionProperties({}, { gc_grace_seconds: 864_000 }, CASSANDRA), []);
});

test("true is the map that ScyllaDB makes of it", () => {
  assert.deepEqual(diffOptions({ cdc: true }, { cdc: { enabled: "true" } }, SCYLLA), []);
});

test("an option that is no number does not differ from itself", () => {
  const read = { bloom_filter_fp_chance: Number.NaN };
  assert.deepEqual(diffOptions(read, { ...read }, CASSANDRA), []);
});
