// Goal: a fix mends what it says and nothing else. Method: the fixes of all findings of small files, and of every bad example of
// the rules' pages, are carried out, and the files are linted again.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { applyEdits, compatibleFixes, largestThatHolds, mends } from "./choose-fixes.ts";
import type { Finding } from "./finding.ts";
import { type FixtureOptions, lintFiles, lintSqlFiles } from "./lint-fixture.test.ts";

type Lint = (text: string) => readonly Finding[];

const CQL: Lint = (text) => lintFiles({ "V1__x.cql": text });

/** The text after all fixes, which must mend. */
function fixed(text: string, lint: Lint = CQL): string {
  const before = lint(text);
  const chosen = compatibleFixes(before);
  const after = applyEdits(
    text,
    chosen.flatMap(({ fix }) => fix.edits),
  );
  assert.ok(mends(before, chosen, lint(after)), after);
  return after;
}

const WRITTEN: readonly (readonly [before: string, after: string])[] = [
  [
    "CREATE KEYSPACE ks WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};",
    "CREATE KEYSPACE IF NOT EXISTS ks",
  ],
  ["CREATE TABLE t (a int PRIMARY KEY);", "CREATE TABLE IF NOT EXISTS t (a"],
  ['create /* a */ table\n  -- b\n  shop."T" (a int PRIMARY KEY);', '-- b\n  IF NOT EXISTS shop."T" (a'],
  ["CREATE TYPE p (a int);", "CREATE TYPE IF NOT EXISTS p (a int);"],
  ["CREATE INDEX i ON t (b);", "CREATE INDEX IF NOT EXISTS i ON t (b);"],
  ["CREATE MATERIALIZED VIEW v AS SELECT a FROM t WHERE a IS NOT NULL PRIMARY KEY (a);", "VIEW IF NOT EXISTS v AS"],
  [
    "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;';",
    "FUNCTION IF NOT EXISTS f(a int)",
  ],
  ["CREATE AGGREGATE a(int) SFUNC f STYPE int;", "AGGREGATE IF NOT EXISTS a(int)"],
  ["CREATE TRIGGER tr ON t USING 'x.Y';", "TRIGGER IF NOT EXISTS tr ON"],
  ["CREATE ROLE r WITH LOGIN = true;", "ROLE IF NOT EXISTS r WITH"],
  ["DROP TABLE ks.t;", "DROP TABLE IF EXISTS ks.t;"],
  ["DROP FUNCTION f(int);", "DROP FUNCTION IF EXISTS f(int);"],
  ["DROP MATERIALIZED VIEW v;", "DROP MATERIALIZED VIEW IF EXISTS v;"],
  ["DROP TRIGGER tr ON t;", "DROP TRIGGER IF EXISTS tr ON t;"],
];
for (const [before, after] of WRITTEN) {
  test(`${JSON.stringify(before)} is guarded`, () => {
    const text = fixed(before);
    assert.ok(text.includes(after), text);
    assert.deepEqual(
      CQL(text).filter(({ rule }) => /-no-if-/.test(rule)),
      [],
    );
  });
}

test("an index without a name has no place for it that is certain", () => {
  assert.equal(fixed("CREATE INDEX ON t (b);"), "CREATE INDEX ON t (b);");
});

test("what stands before a variable is written before it, and a variable is never written over", () => {
  const lint: Lint = (text) => lintFiles({ "V1__x.cql": text }, { variables: { name: "carts", all: "TABLE carts" } });
  assert.equal(fixed("DROP TABLE ${name};", lint), "DROP TABLE IF EXISTS ${name};");
  const before = lint("DROP ${all};");
  const edits = compatibleFixes(before).flatMap(({ fix }) => fix.edits);
  assert.equal(mends(before, compatibleFixes(before), lint(applyEdits("DROP ${all};", edits))), false);
});

function optionsOf(page: string): FixtureOptions | undefined {
  return page.includes("```yaml") ? undefined : {};
}

for (const name of readdirSync("docs/rules")) {
  const page = readFileSync(`docs/rules/${name}`, "utf8");
  if (optionsOf(page) === undefined) continue;
  for (const [, language, text = ""] of page.matchAll(/```(cql|sql) bad\n(.*?)```/gs)) {
    const lint: Lint = (each) => (language === "cql" ? CQL(each) : lintSqlFiles("postgres", { "V1__x.sql": each }));
    if (!lint(text).some(({ fix }) => fix !== undefined)) continue;
    test(`${name}: each fix of its bad example mends by itself`, () => {
      const before = lint(text);
      for (const finding of compatibleFixes(before)) {
        assert.ok(mends(before, [finding], lint(applyEdits(text, finding.fix.edits))), finding.rule);
      }
    });
  }
}

test("edits that touch each other are not carried out together", () => {
  const source = { name: "V1__x.cql", text: "abcdef" };
  const findingAt = (start: number, end: number): Finding => ({
    ...{ rule: "x", severity: "warn", version: "1", label: "1", message: "m", source },
    fix: { title: "t", edits: [{ span: { start, end }, text: "-" }] },
  });
  const chosen = (...spans: readonly (readonly [number, number])[]): number =>
    compatibleFixes(spans.map(([start, end]) => findingAt(start, end))).length;
  assert.equal(chosen([0, 2], [2, 4]), 2);
  assert.equal(chosen([0, 3], [2, 4]), 1);
  assert.equal(chosen([2, 4], [0, 3]), 1);
  assert.equal(chosen([1, 1], [1, 1]), 1);
  assert.equal(chosen([1, 1], [0, 1]), 2);
});

test("of many the wrong ones alone are left out, in few tries", () => {
  const items = Array.from({ length: 1000 }, (_, index) => index);
  const wrong = new Set([17, 500, 999]);
  let tries = 0;
  const kept = largestThatHolds(items, (some) => {
    tries += 1;
    return !some.some((each) => wrong.has(each));
  });
  assert.deepEqual(
    kept,
    items.filter((each) => !wrong.has(each)),
  );
  assert.ok(tries < 80, `${tries} tries`);
});

test("one that is wrong only beside another is left out", () => {
  assert.deepEqual(
    largestThatHolds([1, 2, 3], (some) => !(some.includes(1) && some.includes(3))),
    [1, 2],
  );
});
