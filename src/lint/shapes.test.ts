// Goal: no finding hangs on how a statement is laid out, and none comes from words that are no statement.
// Method: the shapes that fool a linter which looks at lines, each with what must be found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { found } from "./lint-fixture.test.ts";

const DOWN = "\n-- @down\nSELECT a FROM other;";

const SHAPES: readonly (readonly [shape: string, text: string, rules: readonly string[]])[] = [
  ["words in a line comment", "SELECT a FROM t; -- DROP TABLE t; TRUNCATE t;", []],
  ["words in a comment with slashes", "// DROP TABLE t;\nSELECT a FROM t;", []],
  ["words in a block comment", "/*\nDROP TABLE t;\nTRUNCATE t;\n*/ SELECT a FROM t;", []],
  ["words in a string", "INSERT INTO t (a) VALUES ('DROP TABLE t; TRUNCATE t');", []],
  ["a string over several lines", "INSERT INTO t (a) VALUES ('x\nDROP TABLE t;\nTRUNCATE t;\n');", []],
  [
    "a quote in a string",
    "INSERT INTO t (a) VALUES ('it''s'); TRUNCATE t; INSERT INTO t (a) VALUES ('x''');",
    ["truncate"],
  ],
  ["words in a $$ string", "INSERT INTO t (a) VALUES ($$DROP TABLE t; it's$$);", []],
  [
    "the body of a function",
    "CREATE OR REPLACE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$\n  // DROP TABLE t;\n  return a; /* TRUNCATE t; */\n$$;",
    [],
  ],
  ["words in a quoted name", 'SELECT "DROP TABLE x" FROM "TRUNCATE t";', []],
  ["a statement over several lines", "ALTER TABLE t\n  DROP\n    fax;", ["column-drop"]],
  ["IF EXISTS on another line", "DROP TYPE\n  IF\n  EXISTS t;", []],
  ["IF NOT EXISTS behind a comment", "CREATE INDEX -- the second\n IF NOT /* yes */ EXISTS i ON t (b);", []],
  ["IF EXISTS in a comment only", "DROP TYPE /* IF EXISTS */ t; -- IF EXISTS", ["drop-no-if-exists"]],
  ["IF EXISTS of another statement", "DROP TYPE IF EXISTS a; DROP TYPE b;", ["drop-no-if-exists"]],
  [
    "several statements on a line",
    "TRUNCATE a; DROP TYPE b; TRUNCATE c;",
    ["truncate", "drop-no-if-exists", "truncate"],
  ],
  ["any case of letters", "tRuNcAtE t;", ["truncate"]],
  ["no space where none is needed", 'DROP TYPE"t";ALTER TABLE"u"DROP"c";', ["drop-no-if-exists", "column-drop"]],
  ["no terminator", "TRUNCATE t", ["truncate"]],
  ["line ends of Windows", "ALTER TABLE t\r\nDROP fax;\r\n", ["column-drop"]],
  ["a batch", "BEGIN BATCH\n INSERT INTO t (a) VALUES (1);\n DELETE b FROM t WHERE a = 1;\nAPPLY BATCH;", []],
  ["a column called like a word", 'ALTER TABLE t ADD "drop" int; SELECT type, key FROM t;', []],
  ["the old word for a table", "DROP COLUMNFAMILY t;", ["drop-no-if-exists", "table-drop"]],
];

for (const [shape, text, rules] of SHAPES) {
  test(`${shape}: ${rules.length === 0 ? "nothing" : rules.join(", ")}`, () => {
    assert.deepEqual(
      found({ "V1__x.cql": text + DOWN }).map((each) => each.split(" ")[1]),
      rules,
    );
  });
}

test("a dropped column in the down side: nothing; a dropped table there: drop-no-if-exists", () => {
  const text = "ALTER TABLE t ADD fax text;\n--@down\nALTER TABLE t DROP fax; DROP TABLE u;";
  assert.deepEqual(found({ "V1__x.cql": text }), ["V1__x.cql:3:36 drop-no-if-exists"]);
});
