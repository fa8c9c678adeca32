import assert from "node:assert/strict";
import { test } from "node:test";
import { hashStatement, type PlannedMigration, type StatementStep } from "./plan.ts";
import { identifyMigration, identifyStep } from "./plan-identity.ts";

const STEP: StatementStep = {
  kind: "execute",
  index: 0,
  text: "CREATE TABLE t (id int PRIMARY KEY)",
  hash: "00",
  statementKind: "create-table",
  effect: "schema",
  onRetry: "ask",
  keyspace: "shop",
  file: "migrations/V1__t.cql",
  line: 1,
};
const MIGRATION: PlannedMigration = {
  version: "1",
  label: "1",
  name: "V1__t.cql",
  description: "t",
  direction: "up",
  checksum: "sha256:00",
  steps: [STEP],
  doneCount: 0,
};

function withStep(change: Partial<StatementStep>): PlannedMigration {
  return { ...MIGRATION, steps: [{ ...STEP, ...change }] };
}

test("from where its files are read, and how much of it is done, does not count", () => {
  assert.equal(
    identifyMigration(withStep({ file: "/srv/shop/V1__t.cql" }), undefined),
    identifyMigration(MIGRATION, undefined),
  );
  assert.equal(identifyMigration({ ...MIGRATION, doneCount: 1 }, undefined), identifyMigration(MIGRATION, undefined));
});

for (const change of [{ text: "DROP TABLE t" }, { keyspace: "audit" }, { timeoutMs: 1 }, { transaction: 0 }]) {
  test(`how it is sent counts: ${Object.keys(change)}`, () => {
    assert.notEqual(identifyMigration(withStep(change), undefined), identifyMigration(MIGRATION, undefined));
  });
}

test("how it is undone counts", () => {
  assert.notEqual(identifyMigration(MIGRATION, "DROP TABLE t"), identifyMigration(MIGRATION, undefined));
  assert.notEqual(identifyMigration(MIGRATION, "DROP TABLE t"), identifyMigration(MIGRATION, "DROP TABLE u"));
});

test("line ends do not count", () => {
  const [lf, crlf] = ["\n", "\r\n"].map((end) => {
    const text = `CREATE TABLE t (${end}id int PRIMARY KEY)`;
    const migration = withStep({ text, hash: hashStatement(text) });
    return [identifyMigration(migration, `DROP${end}TABLE t`), migration.steps.map(identifyStep)];
  });
  assert.deepEqual(crlf, lf);
});
