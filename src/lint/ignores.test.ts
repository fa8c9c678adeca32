import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "./choose-fixes.ts";
import { found, lintFiles, lintVersions, sqlWordsOf, wordsOf } from "./lint-fixture.test.ts";

test("a directive silences its rule in its file, and no other", () => {
  const text = "-- @lint-ignore no-rollback: it is only rows\nINSERT INTO t (a) VALUES (1);";
  assert.deepEqual(found({ "V1__x.cql": text, "V2__y.cql": "INSERT INTO t (a) VALUES (2);" }), [
    "V2__y.cql no-rollback",
  ]);
});

test("it speaks for a down file, too", () => {
  const files = {
    "V1__x.cql": "-- @lint-ignore drop-no-if-exists: dropped by hand otherwise\nINSERT INTO t (a) VALUES (1);",
    "U1__undo_x.cql": "DROP TABLE t;",
  };
  assert.deepEqual(found(files), []);
});

test("a directive that names no rule is an error, and says what may have been meant", () => {
  const text = "-- @lint-ignore no-rolback: why not\nSELECT a FROM t;\n-- @down\nSELECT a FROM t;";
  const [finding, ...more] = lintFiles({ "V1__x.cql": text });
  assert.deepEqual(more, []);
  assert.equal(finding?.rule, "lint-ignore");
  assert.equal(finding?.severity, "error");
  assert.equal(finding?.hint, "did you mean `no-rollback`?");
  assert.equal(finding?.source.text.slice(finding.span?.start, finding.span?.end).startsWith("-- @lint-ignore"), true);
});

test("a directive that silences nothing is a warning", () => {
  const text = "-- @lint-ignore truncate: the table is small\nSELECT a FROM t;\n-- @down\nSELECT a FROM t;";
  const [finding, ...more] = lintFiles({ "V1__x.cql": text });
  assert.deepEqual(more, []);
  assert.equal(finding?.severity, "warn");
  assert.match(finding?.message ?? "", /silences nothing/);
});

test("of a rule that is off nobody knows what it would have found", () => {
  const text = "-- @lint-ignore truncate: the table is small\nSELECT a FROM t;\n-- @down\nSELECT a FROM t;";
  assert.deepEqual(found({ "V1__x.cql": text }, { levels: { truncate: "off" } }), []);
});

const SILENCED = "-- @lint-ignore truncate: nobody reads it\n";
const DOWN = "\n-- @down\nSELECT a FROM t;";

const PLACES: readonly (readonly [claim: string, text: string, findings: readonly string[]])[] = [
  ["silences it", `SELECT a FROM t;\n${SILENCED}TRUNCATE t;${DOWN}`, []],
  ["and no other", `SELECT a FROM t;\n${SILENCED}TRUNCATE t;\nTRUNCATE t;${DOWN}`, ["V1__x.cql:4:10 truncate"]],
  ["nor one before", `TRUNCATE t;\n${SILENCED}TRUNCATE t;${DOWN}`, ["V1__x.cql:1:10 truncate"]],
  ["with comments and space between", `SELECT a FROM t;\n${SILENCED}\n-- because\n/* it */ TRUNCATE t;${DOWN}`, []],
  ["on the down side", "SELECT a FROM t;\n-- @down\n-- @lint-ignore drop-no-if-exists: x\nDROP TABLE t;", []],
  [
    "not across the marker",
    "SELECT a FROM t;\n-- @lint-ignore drop-no-if-exists: x\n-- @down\nDROP TABLE t;",
    ["V1__x.cql:2:1 lint-ignore", "V1__x.cql:4:12 drop-no-if-exists"],
  ],
  [
    "under another one",
    `SELECT a FROM t;\n-- @lint-ignore refused: x\n${SILENCED}TRUNCATE t t;${DOWN}`,
    ["V1__x.cql:3:1 lint-ignore"],
  ],
  [
    "one that is no CQL",
    `SELECT a FROM t;\n-- @lint-ignore refused: x\nTRUNCATE t t;\nSELEC 1;${DOWN}`,
    ["V1__x.cql:4:1 refused"],
  ],
  ["and nothing is under it", `SELECT a FROM t;${DOWN}\n${SILENCED}`, ["V1__x.cql:4:1 lint-ignore"]],
  [
    "and not in the middle of it",
    `SELECT a FROM t;\nTRUNCATE\n${SILENCED}t;${DOWN}`,
    ["V1__x.cql:3:1 lint-ignore", "V1__x.cql:4:1 truncate"],
  ],
  [
    "and a reason is needed",
    `SELECT a FROM t;\n-- @lint-ignore truncate\nTRUNCATE t;${DOWN}`,
    ["V1__x.cql:2:1 lint-ignore", "V1__x.cql:3:10 truncate"],
  ],
];
for (const [claim, text, findings] of PLACES) {
  test(`above a statement: ${claim}`, () => assert.deepEqual(found({ "V1__x.cql": text }), findings));
}

test("at the head of a down file it speaks for that file alone", () => {
  const files = {
    "V1__x.cql": "DROP TABLE IF EXISTS u; DROP INDEX i;",
    "U1__undo_x.cql": "-- @lint-ignore drop-no-if-exists: x\nDROP INDEX i;",
  };
  const rules = found(files).filter((each) => each.endsWith("drop-no-if-exists"));
  assert.deepEqual(rules, ["V1__x.cql:1:36 drop-no-if-exists"]);
});

test("above a statement of SQL it silences its rule there", () => {
  const text = "SELECT 1;\n-- @lint-ignore ban-drop-table: gone\nDROP TABLE a;\nDROP TABLE b;\n-- @down\nSELECT 1;";
  assert.deepEqual(sqlWordsOf("postgres", "ban-drop-table", text), ["b"]);
  assert.deepEqual(sqlWordsOf("postgres", "lint-ignore", text), []);
});

test("of a rule of another product nobody knows what it would have found, of another language it is nothing", () => {
  const text = "-- @lint-ignore ban-drop-table: gone\nSELECT 1;\n-- @down\nSELECT 1;";
  assert.deepEqual(sqlWordsOf("cockroach", "lint-ignore", text), []);
  assert.equal(wordsOf("lint-ignore", text).length, 1);
});

test("one that silences nothing can be taken away, line and all", () => {
  for (const end of ["\n", "\r\n"]) {
    const line = `  -- @lint-ignore truncate: small  ${end}`;
    const text = `-- @lint-ignore no-rollback: x${end}SELECT a FROM t;${end}${line}SELECT a FROM t;${end}`;
    const [finding, ...more] = lintFiles({ "V1__x.cql": text });
    assert.deepEqual(more, []);
    assert.equal(finding?.fix && applyEdits(text, finding.fix.edits), text.replace(line, ""));
  }
});

test("of several servers it is enough that it silences something on one", () => {
  const text =
    "-- @lint-ignore refused: only where it is known\nALTER TABLE t ADD IF NOT EXISTS a int;\n-- @down\nSELECT a FROM t;";
  const on = (...versions: readonly string[]): readonly string[] =>
    lintVersions({ "V1__x.cql": text }, versions).map(({ rule }) => rule);
  assert.deepEqual(on("5.0"), ["lint-ignore"]);
  assert.deepEqual(on("4.0"), []);
  assert.deepEqual(on("4.0", "5.0"), []);
});

test("one that stands where its rule finds nothing, and elsewhere does, says where it belongs, and is left", () => {
  for (const text of [
    "SELECT a FROM t;\n-- @lint-ignore no-rollback: x",
    "SELECT a FROM t;\n-- @lint-ignore no-rollback: x\nSELECT a FROM t;",
  ]) {
    const finding = lintFiles({ "V1__x.cql": text }).find(({ rule }) => rule === "lint-ignore");
    assert.equal(finding?.hint, "above the first statement it is for the whole file");
    assert.equal(finding.fix, undefined);
  }
});
