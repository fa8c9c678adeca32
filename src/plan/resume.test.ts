import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlannedMigration, Step } from "./plan.ts";
import { decideResume } from "./resume.ts";
import type { OnRetry } from "./statement.ts";

function migrationOf(...onRetry: readonly OnRetry[]): PlannedMigration {
  const facts = { statementKind: "insert", effect: "data", keyspace: "shop", file: "t.cql", line: 1 } as const;
  const steps = onRetry.map((each, index): Step => {
    return { kind: "execute", index, text: each, hash: "00", ...facts, onRetry: each };
  });
  const names = { version: "1", label: "1", name: "V1__t.cql", description: "t", checksum: "sha256:00" };
  return { ...names, direction: "up", steps, doneCount: 0 };
}

test("steps that are the same twice run again", () => {
  const migration = migrationOf("safe", "same-timestamp", "same-timestamp", "ask");
  assert.deepEqual(decideResume(migration, { from: 0, to: 1, timestampMicros: 1 }), { kind: "run-again" });
  assert.deepEqual(decideResume(migration, { from: 1, to: 3, timestampMicros: 1 }), { kind: "run-again" });
});

test("a step that may not run twice is for a person, and is named", () => {
  const migration = migrationOf("safe", "ask");
  assert.deepEqual(decideResume(migration, { from: 1, to: 2, timestampMicros: 1 }), {
    kind: "ask",
    step: migration.steps[1],
  });
});

test("of one that changes the schema, the schema is asked", () => {
  const migration = migrationOf("ask");
  const schema = { ...migration, steps: migration.steps.map((step) => ({ ...step, effect: "schema" as const })) };
  assert.deepEqual(decideResume(schema, { from: 0, to: 1, timestampMicros: 1 }), { kind: "look" });
});
