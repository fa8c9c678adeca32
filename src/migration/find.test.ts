import assert from "node:assert/strict";
import { test } from "node:test";
import { assembleMigrations } from "./assemble-migrations.ts";
import { findMigration } from "./find.ts";

const NAMES = [
  "V001__create_users.cql",
  "V002__add_email.cql",
  "V010__add_orders.cql",
  "20260203_001_seed.sql",
  "20260203_002_index.sql",
];

const { migrations } = assembleMigrations(
  NAMES.map((name) => ({ name, path: name, content: { kind: "bytes", bytes: new Uint8Array() } })),
);

function find(target: string): string {
  const result = findMigration(migrations, target);
  return result.kind === "found" ? result.migration.name : `${result.diagnostic.message}; ${result.diagnostic.hint}`;
}

for (const [target, name] of [
  ["1", "V001__create_users.cql"],
  ["V001", "V001__create_users.cql"],
  ["v1", "V001__create_users.cql"],
  ["1.0", "V001__create_users.cql"],
  ["10", "V010__add_orders.cql"],
  ["20260203_001", "20260203_001_seed.sql"],
  ["20260203.1", "20260203_001_seed.sql"],
  ["V002__", "V002__add_email.cql"],
  ["V002__add_email.cql", "V002__add_email.cql"],
  ["20260203_002_i", "20260203_002_index.sql"],
] as const) {
  test(`${target} is ${name}`, () => assert.equal(find(target), name));
}

test("a prefix of several names lists them", () => {
  const expected =
    "`20260203` may be any of 2 migrations; write more of the name: `20260203_001_seed.sql`, `20260203_002_index.sql`";
  assert.equal(find("20260203"), expected);
});

test("an unknown target names the one that may be meant", () => {
  assert.equal(
    find("V002__add_emial.cql"),
    "no migration is called `V002__add_emial.cql`; did you mean `V002__add_email.cql`?",
  );
});

test("an unknown target without a near one names the last ones", () =>
  assert.match(find("nonsense"), /the last ones are .*`20260203_002_index.sql`$/));

test("an empty target is no prefix", () => {
  const [first] = migrations;
  assert.ok(first !== undefined);
  assert.equal(findMigration([first], "").kind, "not-found");
});

test("without files that is what the hint says", () => {
  const result = findMigration([], "1");
  assert.equal(result.kind === "not-found" && result.diagnostic.hint, "there are no migration files");
});
