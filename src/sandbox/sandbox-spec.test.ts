import assert from "node:assert/strict";
import { test } from "node:test";
import type { CassandraOptions } from "./sandbox.ts";
import { settleSpec } from "./sandbox-spec.ts";

test("without options it is one node of 5.0.8 with fast DDL", () => {
  const spec = settleSpec({}, null);
  assert.deepEqual([spec.version, spec.nodeCount, spec.isDdlFast, spec.name], ["5.0.8", 1, true, null]);
});

test("what is settled survives JSON", () => {
  const spec = settleSpec({ nodes: 3, settings: { num_tokens: 4 } }, "one");
  assert.deepEqual(JSON.parse(JSON.stringify(spec)), spec);
});

const MISTAKES: readonly (readonly [string, CassandraOptions])[] = [
  ["a line that is not known", { version: "2.2.19" }],
  ["a version that is a path", { version: "5.0.8/../x" }],
  ["no nodes", { nodes: 0 }],
  ["half a node", { nodes: 1.5 }],
  ["a heap without a unit", { jvmHeap: "512" }],
  ["no time to start", { startTimeoutMs: 0 }],
];
for (const [what, options] of MISTAKES) {
  test(`${what} is refused as a mistake in use`, () => {
    assert.throws(() => settleSpec(options, null), { code: "usage" });
  });
}
