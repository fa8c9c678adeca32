import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "./parse.ts";

/** "feature @ text" of each that the only statement uses. */
function featuresIn(text: string): readonly string[] {
  const { statements, diagnostics } = parse(text);
  assert.deepEqual(diagnostics, []);
  return statements.flatMap(({ features }) =>
    features.map(({ feature, start, end }) => `${feature} @ ${text.slice(start, end)}`),
  );
}

test("what every server takes uses no feature", () => {
  assert.deepEqual(featuresIn("CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY) WITH a = {'b': 1}"), []);
});

test("features stand in the order of the text, each with its place", () => {
  assert.deepEqual(featuresIn("ALTER TABLE t ADD IF NOT EXISTS (a vector<float, 3>, b int MASKED WITH DEFAULT)"), [
    "guarded-alter @ IF NOT EXISTS",
    "vector-type @ vector<float, 3>",
    "masking @ MASKED WITH DEFAULT",
  ]);
});

test("each statement has its own features, and one with a mistake has none", () => {
  const { statements } = parse("ALTER TABLE IF EXISTS t ADD; DROP TABLE a; ALTER TABLE IF EXISTS t ADD a int");
  assert.deepEqual(
    statements.map(({ kind, features }) => [kind, features.length]),
    [
      ["opaque", 0],
      ["drop-table", 0],
      ["alter-table", 1],
    ],
  );
});

test("SCHEMA for KEYSPACE is one of old servers", () => {
  assert.deepEqual(featuresIn("DROP SCHEMA shop"), ["schema-for-keyspace @ SCHEMA"]);
});

test("a name that Cassandra 3.11 reserves is one of later servers, unless it stands in quotes", () => {
  assert.deepEqual(featuresIn('ALTER TABLE t DROP (default, "default")'), ["words-free-since-4.0 @ default"]);
});

test("a local index is ScyllaDB's", () => {
  assert.deepEqual(featuresIn("CREATE INDEX ON t ((a, b), c)"), ["local-index @ (a, b)"]);
});

test("columns within brackets of a selection are of later servers, values are of all", () => {
  assert.deepEqual(featuresIn("SELECT [1, a], {a: 1} FROM t"), ["select-expression @ a"]);
});

test("what was tried as one thing and turned out to be another is noted once", () => {
  assert.deepEqual(featuresIn("SELECT (default) FROM t"), [
    "words-free-since-4.0 @ default",
    "select-expression @ default",
  ]);
});

test("a float past a double is one that Cassandra 4.0 to 5.0 break over", () => {
  assert.deepEqual(featuresIn("INSERT INTO t (a, b) VALUES (1e309, 1e308)"), ["float-beyond-double @ 1e309"]);
});

test("a service level is kept as text, told apart, and no mistake", () => {
  const text = "CREATE SERVICE_LEVEL fast WITH shares = 3; LIST EFFECTIVE SERVICE LEVEL OF r; LIST ROLES";
  assert.deepEqual(
    parse(text).statements.map(({ kind, features }) => [kind, features[0]?.feature]),
    [
      ["opaque", "service-levels"],
      ["opaque", "service-levels"],
      ["list", undefined],
    ],
  );
});

test("a transaction is kept as text to its end, with every `;` in it", () => {
  const text = "BEGIN TRANSACTION LET a = (SELECT * FROM t); UPDATE t SET b = 1 WHERE c = 2; COMMIT TRANSACTION";
  assert.deepEqual(featuresIn(`${text}; DROP TABLE a`), [`transactions @ ${text}`]);
});
