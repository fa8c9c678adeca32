import assert from "node:assert/strict";
import { test } from "node:test";
import { cassandra } from "../simulate/simulate-fixture.test.ts";
import { ASTRA, SCYLLA, statementsBetween } from "./diff-fixture.test.ts";
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

test("what Astra ignores is in no statement, nor what ScyllaDB does", () => {
  const text = "CREATE TABLE t (a int PRIMARY KEY) WITH gc_grace_seconds = 5 AND comment = 'x'";
  assert.deepEqual(statementsBetween("", `${text};`, ASTRA), ["CREATE TABLE t (a int PRIMARY KEY) WITH comment = 'x'"]);
  const alter = `${text}; ALTER TABLE t WITH gc_grace_seconds = 9;`;
  assert.deepEqual(statementsBetween(`${text};`, alter, ASTRA), []);
  const chance = "CREATE TABLE t (a int PRIMARY KEY) WITH read_repair_chance = 0.5 AND comment = 'x'";
  assert.deepEqual(statementsBetween("", `${chance};`, SCYLLA), [
    "CREATE TABLE t (a int PRIMARY KEY) WITH comment = 'x'",
  ]);
});

test("what ScyllaDB may have chosen does not differ from what is left open, and other values do", () => {
  const levels = { compaction: { class: "LeveledCompactionStrategy" } };
  const chosen = { compaction: { class: "IncrementalCompactionStrategy" } };
  assert.deepEqual(diffOptions({}, chosen, SCYLLA), []);
  assert.deepEqual(diffOptions(chosen, {}, SCYLLA), []);
  assert.equal(diffOptions({}, levels, SCYLLA).length, 1);
  assert.equal(diffOptions({ compaction: { class: "SizeTieredCompactionStrategy" } }, chosen, SCYLLA).length, 1);
  assert.equal(diffOptions({}, chosen, CASSANDRA).length, 1);
});
