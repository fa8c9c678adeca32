import assert from "node:assert/strict";
import { test } from "node:test";
import type { Step } from "../plan/plan.ts";
import { warningLog } from "./warning-log.ts";

function step(index: number): Step {
  return { index, statementKind: "create-table", object: `t${index}` } as Step;
}

test("a warning stands with the statement that it came with", () => {
  const log = warningLog();
  log.addOf(step(0), "too many tables");
  assert.deepEqual(log.list(), ["statement 1 (CREATE TABLE t0): too many tables"]);
});

test("the same warning again is counted", () => {
  const log = warningLog();
  for (const index of [2, 3, 4]) log.addOf(step(index), "too many tables");
  assert.deepEqual(log.list(), ["statement 3 (CREATE TABLE t2) and 2 more: too many tables"]);
});

test("what earlier runs of the migration collected stays, and comes first", () => {
  const log = warningLog(["statement 1 (CREATE TABLE t0): old"]);
  log.add("settled without 127.0.0.3");
  log.addOf(step(1), "new");
  assert.deepEqual(log.list(), [
    "statement 1 (CREATE TABLE t0): old",
    "settled without 127.0.0.3",
    "statement 2 (CREATE TABLE t1): new",
  ]);
});

test("a flood of different warnings is cut off, and says so", () => {
  const log = warningLog();
  for (let index = 0; index < 1_000; index++) log.addOf(step(index), `warning ${index}`);
  assert.equal(log.list().length, 51);
  assert.equal(log.list().at(-1), "and 950 more, which are not kept");
});

test("what an earlier run has cut off is counted on", () => {
  const first = warningLog();
  for (let index = 0; index < 57; index++) first.addOf(step(index), `warning ${index}`);
  const resumed = warningLog(first.list());
  assert.deepEqual(resumed.list(), first.list());
  for (let index = 57; index < 60; index++) resumed.addOf(step(index), `warning ${index}`);
  assert.equal(resumed.list().length, 51);
  assert.equal(resumed.list().at(-1), "and 10 more, which are not kept");
  assert.equal(warningLog(resumed.list()).list().at(-1), "and 10 more, which are not kept");
});
