import assert from "node:assert/strict";
import { test } from "node:test";
import { found, wordsOf } from "../../lint-fixture.test.ts";

const TABLE = "CREATE TABLE IF NOT EXISTS t (k int, c int, v int, PRIMARY KEY (k, c));\n";

test("a column of the key that is dropped or gets another type is found", () => {
  assert.deepEqual(wordsOf("pk-alter", `${TABLE}ALTER TABLE t DROP k;`), ["k"]);
  assert.deepEqual(wordsOf("pk-alter", `${TABLE}ALTER TABLE t DROP (v, C);`), ["C"]);
  assert.deepEqual(wordsOf("pk-alter", `${TABLE}ALTER TABLE shop.t ALTER c TYPE bigint;`), ["c"]);
});

test("the key is that of the table at that point, over files and renames", () => {
  const files = {
    "V1__one.cql": `${TABLE}-- @down\nDROP TABLE IF EXISTS t;`,
    "V2__two.cql": "ALTER TABLE t RENAME c TO d;\n-- @down\nALTER TABLE t RENAME d TO c;",
    "V3__three.cql": "ALTER TABLE t DROP d;\n-- @down\nINSERT INTO t (k, d) VALUES (1, 1);",
  };
  assert.deepEqual(found(files), ["V3__three.cql:1:20 pk-alter"]);
});

for (const clause of [
  "ADD PRIMARY KEY (k, v)",
  "DROP PRIMARY KEY",
  "ALTER PRIMARY KEY USING COLUMNS (v)",
  "ADD w int primary\n  key",
  "ADD PRIMARY /* the new */ KEY (v)",
]) {
  test(`\`ALTER TABLE t ${clause.replace(/\n */, " ")}\` is found, though it is no CQL, and nothing else says so`, () => {
    const findings = found({ "V1__x.cql": `ALTER TABLE t ${clause};\n-- @down\nSELECT v FROM t;` });
    assert.equal(findings.length, 1);
    assert.match(findings[0] ?? "", / pk-alter$/);
  });
}

test("renaming a column of the key, and whatever is done to others, is no finding", () => {
  const text = `${TABLE}ALTER TABLE t RENAME k TO key; ALTER TABLE t DROP v; ALTER TABLE t ADD w int;`;
  assert.deepEqual(wordsOf("pk-alter", text), []);
});

test("of a table that the files do not make the key is not known", () => {
  assert.deepEqual(wordsOf("pk-alter", "ALTER TABLE other DROP id; ALTER TABLE ks.t DROP k;"), []);
});

test("PRIMARY KEY in strings, names, comments and CREATE TABLE is none in ALTER TABLE", () => {
  const text = `${TABLE}ALTER TABLE t WITH comment = 'ADD PRIMARY KEY'; ALTER TABLE t ADD "PRIMARY KEY" int; -- PRIMARY KEY`;
  assert.deepEqual(wordsOf("pk-alter", text), []);
});

test("where it is silenced, the other rules speak again", () => {
  const text = `-- @lint-ignore pk-alter: to see\n${TABLE}ALTER TABLE t DROP k;\n-- @down\nDROP TABLE IF EXISTS t;`;
  assert.deepEqual(
    found({ "V1__x.cql": text })
      .map((each) => each.split(" ")[1])
      .sort(),
    ["column-drop", "refused"],
  );
});
