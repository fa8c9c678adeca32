import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { groupIntents } from "./intent.ts";
import type { PlannedMigration, Step } from "./plan.ts";
import type { OnRetry } from "./statement.ts";

/** One letter a step: "s" safe, "t" same timestamp, "a" ask. */
function migrationOf(letters: string, doneCount = 0): PlannedMigration {
  const onRetryBy: Readonly<Record<string, OnRetry>> = { s: "safe", t: "same-timestamp", a: "ask" };
  const steps = [...letters].map((letter, index): Step => {
    const facts = { statementKind: "insert", effect: "data", onRetry: onRetryBy[letter] ?? "ask" } as const;
    return { kind: "execute", index, text: letter, hash: letter, ...facts, keyspace: "shop", file: "t.cql", line: 1 };
  });
  const names = { version: "1", label: "1", name: "V1__t.cql", description: "t", checksum: "sha256:00" };
  return { ...names, direction: "up", steps, doneCount };
}

function ranges(...migrations: readonly PlannedMigration[]): readonly string[] {
  return groupIntents(migrations).map(
    ({ from, to, isFirst, isLast }) => `${isFirst ? "^" : ""}${from}-${to}${isLast ? "$" : ""}`,
  );
}

test("statements that may not run twice, or are safe as they stand, are announced alone", () => {
  assert.deepEqual(ranges(migrationOf("aas")), ["^0-1", "1-2", "2-3$"]);
});

test("neighbouring data statements share an announcement", () => {
  assert.deepEqual(ranges(migrationOf("attta")), ["^0-1", "1-4", "4-5$"]);
});

test("an announcement holds 64 statements at the most", () => {
  assert.deepEqual(ranges(migrationOf("t".repeat(130))), ["^0-64", "64-128", "128-130$"]);
});

test("what was never announced does not share the announcement of an earlier run", () => {
  const migration = { ...migrationOf("ttttt", 1), inDoubt: { from: 1, to: 3, timestampMicros: 1 } };
  assert.deepEqual(ranges(migration), ["^1-3", "3-5$"]);
});

test("what is done is not announced again", () => {
  assert.deepEqual(ranges(migrationOf("attta", 2)), ["^2-4", "4-5$"]);
});

test("a migration without steps to run has one empty announcement, so that it is recorded", () => {
  assert.deepEqual(ranges(migrationOf(""), migrationOf("aa", 2)), ["^0-0$", "^2-2$"]);
});

test("an announcement never reaches into the next migration", () => {
  assert.deepEqual(ranges(migrationOf("tt"), migrationOf("tt")), ["^0-2$", "^0-2$"]);
});

test("every step that is left is announced once, in order, and only data statements together", () => {
  const letters = fc.stringMatching(/^[sta]{0,200}$/);
  fc.assert(
    fc.property(letters, fc.nat(200), (text, done) => {
      const migration = migrationOf(text, Math.min(done, text.length));
      let next = migration.doneCount;
      for (const { from, to } of groupIntents([migration])) {
        assert.equal(from, next);
        next = to;
        assert.ok(to - from <= 1 || text.slice(from, to) === "t".repeat(to - from));
      }
      assert.equal(next, text.length);
    }),
  );
});
