import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeAgreement } from "./judge-agreement.ts";
import type { NodeSchema } from "./node-schema.ts";

function known(schemaVersion: string | undefined, facts: Partial<NodeSchema> = {}): NodeSchema {
  const nothing = { problem: undefined, away: undefined };
  return { address: "a", schemaVersion, releaseVersion: "5.0.8", source: "itself", ...nothing, ...facts };
}

const silent = known(undefined, { source: "nobody", problem: "no answer" });
const away: NodeSchema = { ...silent, away: "down" };

test("nodes of one version and release agree", () => {
  assert.deepEqual(judgeAgreement([known("v"), known("v")], 0), { kind: "agreed", missing: [] });
});

for (const [what, nodes, tolerated] of [
  ["another version", [known("v"), known("w")], 9],
  ["a node that knows no version", [known("v"), known(undefined)], 9],
  ["a silent node", [known("v"), silent], 0],
  ["a node of which the coordinator has an old word", [known("v"), known("w", { source: "coordinator" })], 9],
  ["nobody who answers", [silent, silent], 2],
] as const) {
  test(`${what}: not yet`, () => assert.equal(judgeAgreement(nodes, tolerated).kind, "not-yet"));
}

for (const [what, nodes, tolerated] of [
  ["a node that is away", [known("v"), away], 0],
  ["two that are away", [known("v"), away, away], 1],
  ["two releases", [known("v"), known("v", { releaseVersion: "4.1.10" })], 9],
] as const) {
  test(`${what}: hopeless`, () => assert.equal(judgeAgreement(nodes, tolerated).kind, "hopeless"));
}

test("missing nodes within what is tolerated are named", () => {
  assert.deepEqual(judgeAgreement([known("v"), away, silent], 2), { kind: "agreed", missing: [away, silent] });
});
