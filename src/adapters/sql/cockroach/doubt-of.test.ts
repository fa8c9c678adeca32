import assert from "node:assert/strict";
import { test } from "node:test";
import { type Doubt, doubtOf, type Sent } from "./doubt-of.ts";

const EVERYTHING: readonly Sent[] = ["schema-change", "statement", "commit"];

function judge(code: string | undefined, message: string, sent: Sent): Doubt | undefined {
  return doubtOf({ kind: "refused", code, message }, sent);
}

test("a transaction that has to be restarted has done nothing", () => {
  for (const sent of EVERYTHING) assert.equal(judge("40001", "restart transaction: …", sent), undefined);
});

test("an ambiguous result of a COMMIT, or of a schema change, is not known", () => {
  for (const sent of ["schema-change", "commit"] as const) {
    assert.equal(judge("40003", "result is ambiguous", sent)?.isHalfDone, false);
  }
});

test("within a transaction nothing is ambiguous before its COMMIT", () => {
  assert.equal(judge("40003", "result is ambiguous", "statement"), undefined);
});

test("a half carried out transaction is for a person, and nothing of it is called rolled back", () => {
  for (const sent of EVERYTHING) {
    const doubt = judge("XXA00", "transaction committed but schema change aborted with error: (23505)", sent);
    assert.equal(doubt?.isHalfDone, true);
    assert.match(doubt.hint, /nothing was rolled back/);
  }
});

test("a paused job, and a canceled wait for one, leave the outcome open", () => {
  const paused = "job 1145445286329516033 was paused before it completed with reason: disk";
  assert.equal(judge("XXUUU", paused, "schema-change")?.isHalfDone, false);
  assert.equal(judge(undefined, paused, "schema-change")?.isHalfDone, false);
  assert.ok(judge("57014", "query execution canceled due to statement timeout", "schema-change"));
});

test("a timeout of a statement within a transaction has done nothing", () => {
  assert.equal(judge("57014", "query execution canceled due to statement timeout", "statement"), undefined);
});

test("a job that failed has done nothing: CockroachDB takes it back", () => {
  assert.equal(judge("XXUUU", "job 12 failed with error: no space", "schema-change"), undefined);
});

test("a refusal has done nothing", () => {
  assert.equal(judge("42P07", 'relation "a" already exists', "schema-change"), undefined);
});

test("a lost connection leaves everything open", () => {
  for (const sent of EVERYTHING) {
    assert.ok(doubtOf({ kind: "lost", message: "the connection was lost" }, sent));
  }
});
