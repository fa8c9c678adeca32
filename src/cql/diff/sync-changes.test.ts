// Goal: `sync` does what a person would write, takes nothing away unasked, and refuses the rest by name.
// Method: the live keyspace and the declared one as CQL; the declared one holds only what models name.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Capabilities, capabilitiesFor } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import type { Schema } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { SEEDS, versionsOf } from "./arbitrary-schema.test.ts";
import { renderChange } from "./describe-change.ts";
import { type SyncChanges, syncChanges } from "./sync-changes.ts";

const SIDES = { from: "live", to: "in the model" };

interface Given {
  readonly capabilities?: Capabilities;
  readonly dropsIndexes?: boolean;
}

function between(live: Schema, declared: Schema, given: Given): SyncChanges {
  const { capabilities = cassandra("5.0"), dropsIndexes = false } = given;
  return syncChanges(live, declared, { capabilities, scope: "shop", dropsIndexes, sides: SIDES });
}

function syncBetween(live: string, declared: string, given: Given = {}): SyncChanges {
  const { capabilities } = given;
  return between(schemaAfter(`${SHOP} ${live}`, capabilities), schemaAfter(`${SHOP} ${declared}`, capabilities), given);
}

/** Each on one line. Nothing may be refused. */
function statements(live: string, declared: string, given: Given = {}): readonly string[] {
  const { statements: all, refused } = syncBetween(live, declared, given);
  assert.deepEqual(refused, []);
  return all.map(({ text }) => onOneLine(text));
}

function drift(live: string, declared: string, given: Given = {}): readonly string[] {
  const sides = { from: "in the model", to: "live" };
  return syncBetween(live, declared, given).drift.map((change) => `${change.kind}: ${renderChange(change, sides)}`);
}

/** `kind name (way): reason`. Then there are no statements. */
function refused(live: string, declared: string, given: Given = {}): readonly string[] {
  const { statements: all, refused: differences } = syncBetween(live, declared, given);
  assert.deepEqual(all, []);
  return differences.map(({ change, reason, way }) => `${change.kind} ${change.name} (${way}): ${reason ?? ""}`);
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")");
}

const T = "CREATE TABLE t (k int PRIMARY KEY, a int);";

test("a table is made with its key and its options, and its index after it", () => {
  const declared =
    "CREATE TABLE p (id uuid, at timestamp, brand text, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (at DESC) AND default_time_to_live = 60; CREATE INDEX ON p (brand);";
  assert.deepEqual(statements("", declared), [
    "CREATE TABLE IF NOT EXISTS shop.p (id uuid, at timestamp, brand text, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (at DESC) AND default_time_to_live = 60",
    "CREATE INDEX IF NOT EXISTS p_brand_idx ON shop.p (brand)",
  ]);
});

test("the columns of one table come in one statement, guarded where the server knows that", () => {
  const declared = "CREATE TABLE t (k int PRIMARY KEY, a int, b text, c list<int>);";
  assert.deepEqual(statements(T, declared), ["ALTER TABLE shop.t ADD IF NOT EXISTS (b text, c list<int>)"]);
  assert.deepEqual(statements(T, declared, { capabilities: cassandra("4.0") }), [
    "ALTER TABLE shop.t ADD (b text, c list<int>)",
  ]);
});

test("only the options that changed are set, and one that is not declared goes back to its default", () => {
  const live = "CREATE TABLE t (k int PRIMARY KEY) WITH comment = 'x' AND gc_grace_seconds = 60;";
  const declared = "CREATE TABLE t (k int PRIMARY KEY) WITH gc_grace_seconds = 60 AND default_time_to_live = 5;";
  assert.deepEqual(statements(live, declared), ["ALTER TABLE shop.t WITH comment = '' AND default_time_to_live = 5"]);
});

test("types come before tables, columns before options, an index that goes before one that comes, views at the end", () => {
  const live =
    "CREATE TYPE u (a int); CREATE TABLE t (k int PRIMARY KEY, a int, b int); CREATE INDEX old ON t (a); CREATE TABLE z (k int PRIMARY KEY);";
  const declared = `CREATE TYPE u (a int, b int); CREATE TYPE v (u frozen<u>);
    CREATE TABLE t (k int PRIMARY KEY, a int, b int, c frozen<v>) WITH comment = 'c'; CREATE INDEX fresh ON t (b);
    CREATE TABLE n (k int PRIMARY KEY);
    CREATE MATERIALIZED VIEW m AS SELECT * FROM t WHERE a IS NOT NULL AND k IS NOT NULL PRIMARY KEY (a, k);`;
  assert.deepEqual(
    statements(live, declared, { dropsIndexes: true }).map((text) => text.split(" (")[0]),
    [
      "ALTER TYPE shop.u ADD IF NOT EXISTS b int",
      "CREATE TYPE IF NOT EXISTS shop.v",
      "CREATE TABLE IF NOT EXISTS shop.n",
      "ALTER TABLE shop.t ADD IF NOT EXISTS c frozen<v>",
      "ALTER TABLE shop.t WITH comment = 'c'",
      "DROP INDEX IF EXISTS shop.old",
      "CREATE INDEX IF NOT EXISTS fresh ON shop.t",
      "CREATE MATERIALIZED VIEW IF NOT EXISTS shop.m AS SELECT * FROM shop.t WHERE a IS NOT NULL AND k IS NOT NULL PRIMARY KEY",
    ],
  );
});

test("the options of a view are changed in place", () => {
  const view = "CREATE MATERIALIZED VIEW m AS SELECT * FROM t WHERE a IS NOT NULL AND k IS NOT NULL PRIMARY KEY (a, k)";
  assert.deepEqual(statements(`${T} ${view};`, `${T} ${view} WITH comment = 'v';`), [
    "ALTER MATERIALIZED VIEW shop.m WITH comment = 'v'",
  ]);
});

test("what no model names is neither dropped nor drift", () => {
  const live = `CREATE TYPE u (a int); ${T} CREATE INDEX ON t (a); CREATE TABLE d (k int PRIMARY KEY);
    CREATE MATERIALIZED VIEW m AS SELECT * FROM t WHERE a IS NOT NULL AND k IS NOT NULL PRIMARY KEY (a, k);`;
  const declared = "CREATE TABLE d (k int PRIMARY KEY);";
  assert.deepEqual(statements(live, declared, { dropsIndexes: true }), []);
  assert.deepEqual(drift(live, declared, { dropsIndexes: true }), []);
});

test("a column, an index and a field that no model has are drift, and stay", () => {
  const live =
    "CREATE TYPE u (a int, x text, b int); CREATE TABLE t (k int PRIMARY KEY, a int, note text); CREATE INDEX i ON t (a);";
  const declared = `CREATE TYPE u (a int, b int); ${T}`;
  assert.deepEqual(statements(live, declared), []);
  assert.deepEqual(drift(live, declared), [
    "add-field: type shop.u: field x text only live",
    "add-column: table shop.t: column note text only live",
    "create-index: table shop.t: index i (a) only live",
  ]);
});

test("a new view of all columns has also the one that no model has, and is then as declared", () => {
  const view =
    "CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (c, k);";
  const live = "CREATE TABLE t (k int, c int, a int, PRIMARY KEY (k, c));";
  const declared = `CREATE TABLE t (k int, c int, PRIMARY KEY (k, c)); ${view}`;
  const [made = "", ...more] = statements(live, declared);
  assert.match(made, /^CREATE MATERIALIZED VIEW IF NOT EXISTS shop\.v AS SELECT \* FROM shop\.t /);
  assert.deepEqual(more, []);
  assert.deepEqual(statements(`${live} ${view}`, declared), []);
});

test("a new field comes behind those that only the live type has", () => {
  assert.deepEqual(statements("CREATE TYPE u (a int, x text);", "CREATE TYPE u (a int, d int);"), [
    "ALTER TYPE shop.u ADD IF NOT EXISTS d int",
  ]);
});

test("an index that no model has is dropped only when that is asked for", () => {
  const live = `${T} CREATE INDEX i ON t (a);`;
  assert.deepEqual(statements(live, T, { dropsIndexes: true }), ["DROP INDEX IF EXISTS shop.i"]);
  assert.deepEqual(drift(live, T, { dropsIndexes: true }), []);
});

test("an index that differs is made again only when indexes may go", () => {
  const live = `CREATE TABLE t (k int PRIMARY KEY, a int, b int); CREATE INDEX i ON t (a);`;
  const declared = `CREATE TABLE t (k int PRIMARY KEY, a int, b int); CREATE INDEX i ON t (b);`;
  assert.deepEqual(refused(live, declared), ["recreate-index i (drop-indexes): "]);
  assert.deepEqual(statements(live, declared, { dropsIndexes: true }), [
    "DROP INDEX IF EXISTS shop.i",
    "CREATE INDEX IF NOT EXISTS i ON shop.t (b)",
  ]);
});

test("an index of another name on the same column is refused before it is sent", () => {
  const [only = "", ...others] = refused(`${T} CREATE INDEX i ON t (a);`, `${T} CREATE INDEX j ON t (a);`);
  assert.match(
    only,
    /^create-index j \(drop-indexes\): the server would refuse it: index `i` on table `t` is the same but for the name$/,
  );
  assert.deepEqual(others, []);
});

test("a name that something else has is refused, and not hidden by a guard", () => {
  const live = "CREATE TABLE other (k int PRIMARY KEY, a int); CREATE INDEX i ON other (a);";
  const [only = ""] = refused(`${live} ${T}`, `${T} CREATE INDEX i ON t (a);`);
  assert.match(only, /^create-index i \(model\): the server would refuse it: /);
});

const REFUSED: readonly (readonly [what: string, live: string, declared: string, expected: RegExp])[] = [
  [
    "a column of another type",
    T,
    "CREATE TABLE t (k int PRIMARY KEY, a text);",
    /column a int live, text in the model/,
  ],
  [
    "a column of another kind",
    "CREATE TABLE t (k int, c int, a int, PRIMARY KEY (k, c));",
    "CREATE TABLE t (k int, c int, a int STATIC, PRIMARY KEY (k, c));",
    /column a regular live, static in the model/,
  ],
  [
    "another partition key",
    "CREATE TABLE t (k int, j int, PRIMARY KEY (k, j));",
    "CREATE TABLE t (k int, j int, PRIMARY KEY ((k, j)));",
    /partition key \(k\) live, \(k, j\) in the model/,
  ],
  [
    "a clustering column that is a plain one in the model",
    "CREATE TABLE t (k int, c int, a int, PRIMARY KEY (k, c));",
    "CREATE TABLE t (k int PRIMARY KEY, c int, a int);",
    /clustering \(c asc\) live, \(\) in the model/,
  ],
  [
    "a plain column that is a clustering one in the model",
    T,
    "CREATE TABLE t (k int, a int, PRIMARY KEY (k, a));",
    /clustering \(\) live, \(a asc\) in the model/,
  ],
  [
    "a new clustering column",
    T,
    "CREATE TABLE t (k int, n int, a int, PRIMARY KEY (k, n));",
    /clustering \(\) live, \(n asc\) in the model/,
  ],
  [
    "another clustering order",
    "CREATE TABLE t (k int, c int, PRIMARY KEY (k, c));",
    "CREATE TABLE t (k int, c int, PRIMARY KEY (k, c)) WITH CLUSTERING ORDER BY (c DESC);",
    /clustering \(c asc\) live, \(c desc\) in the model/,
  ],
  [
    "a key column of another name",
    T,
    "CREATE TABLE t (id int PRIMARY KEY, a int);",
    /key column k live, id in the model .*RENAME k TO id/,
  ],
  ["a compact table", "CREATE TABLE t (k int PRIMARY KEY, a int) WITH COMPACT STORAGE;", T, /layout compact/],
  [
    "counters",
    "CREATE TABLE t (k int PRIMARY KEY, n counter);",
    "CREATE TABLE t (k int PRIMARY KEY, v text);",
    /counter/i,
  ],
  [
    "a column that was dropped with another type",
    `${T} ALTER TABLE t ADD b text; ALTER TABLE t DROP b;`,
    "CREATE TABLE t (k int PRIMARY KEY, a int, b int);",
    /column b int only in the model, and the server remembers/,
  ],
  [
    "a view that differs",
    `${T} CREATE MATERIALIZED VIEW m AS SELECT * FROM t WHERE a IS NOT NULL AND k IS NOT NULL PRIMARY KEY (a, k);`,
    `${T} CREATE MATERIALIZED VIEW m AS SELECT * FROM t WHERE a IS NOT NULL AND k IS NOT NULL PRIMARY KEY (k, a);`,
    /^recreate-view m/,
  ],
  ["a field of another type", "CREATE TYPE u (a int);", "CREATE TYPE u (a text);", /^recreate-type u/],
  [
    "a field of another type, of a type that a table holds",
    "CREATE TYPE u (a int); CREATE TABLE h (k int PRIMARY KEY, u frozen<u>);",
    "CREATE TYPE u (a text); CREATE TABLE h (k int PRIMARY KEY, u frozen<u>);",
    /^rebuild-type u .*field a int live, text in the model/,
  ],
  ["a field in another place", "CREATE TYPE u (a int, b int);", "CREATE TYPE u (b int, a int);", /^recreate-type u/],
  [
    "a new field in the middle",
    "CREATE TYPE u (a int, b int);",
    "CREATE TYPE u (a int, n int, b int);",
    /^recreate-type u/,
  ],
];

for (const [what, live, declared, expected] of REFUSED) {
  test(`refused: ${what}`, () => {
    const differences = refused(live, declared, { capabilities: cassandra("3.11", { materializedViews: true }) });
    assert.equal(differences.length, 1, differences.join("\n"));
    assert.match(differences[0] ?? "", expected);
    assert.match(differences[0] ?? "", /\((migration|model)\)/);
  });
}

test("everything that is refused is said at once, and nothing else is done", () => {
  const live = "CREATE TABLE t (k int PRIMARY KEY, a int); CREATE TABLE s (k int PRIMARY KEY, a int);";
  const declared =
    "CREATE TABLE t (k int PRIMARY KEY, a text, n int); CREATE TABLE s (k text PRIMARY KEY, a int); CREATE TABLE fresh (k int PRIMARY KEY);";
  assert.deepEqual(
    refused(live, declared).map((text) => text.split(" (")[0]),
    ["rebuild-table s", "rebuild-table t"],
  );
});

test("after its statements sync has nothing more to do, whatever the two schemas are", () => {
  const capabilities = capabilitiesFor("cassandra", "5.0");
  let done = 0;
  fc.assert(
    fc.property(SEEDS, fc.boolean(), (seed, dropsIndexes) => {
      const shape = { keyspace: "shop", with: ["views"] } as const;
      const [live, declared] = versionsOf(seed, 2, shape);
      assert.ok(live !== undefined && declared !== undefined);
      const first = between(live, declared, { capabilities, dropsIndexes });
      if (first.refused.length > 0) return;
      let after = live;
      for (const { text } of first.statements) {
        const [statement] = parse(text).statements;
        assert.ok(statement !== undefined, text);
        const simulation = simulate(after, statement, capabilities);
        assert.deepEqual(simulation.diagnostics, [], text);
        after = simulation.schema;
      }
      const second = between(after, declared, { capabilities, dropsIndexes });
      assert.deepEqual([second.statements, second.refused], [[], []]);
      assert.deepEqual(second.drift.length, first.drift.length);
      done += first.statements.length;
    }),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
  assert.ok(done > 0);
});
