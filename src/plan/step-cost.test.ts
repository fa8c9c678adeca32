import assert from "node:assert/strict";
import { test } from "node:test";
import { METADATA, worstOf } from "./step-cost.ts";

test("of several parts the costliest counts, and its reason", () => {
  const build = { class: "build", why: "an index" } as const;
  assert.deepEqual(worstOf([METADATA, build, { class: "data" }]), build);
  assert.deepEqual(worstOf([{ class: "build" }, build]), build);
});

test("what is not known counts for more than what can be made again, and for less than a loss", () => {
  assert.equal(worstOf([{ class: "rewrite" }, { class: "unknown" }]).class, "unknown");
  assert.equal(worstOf([{ class: "loss" }, { class: "unknown" }]).class, "loss");
});

test("nothing costs nothing", () => {
  assert.equal(worstOf([]).class, "none");
});
