import assert from "node:assert/strict";
import { test } from "node:test";
import { generated, generatedFile } from "./generate-fixture.test.ts";

const T = "CREATE TABLE t (id int PRIMARY KEY, brand text);";

test("what is made is guarded, with its way back below the marker", () => {
  const { kind, text } = generatedFile(
    T,
    `${T} CREATE TABLE u (id int PRIMARY KEY); CREATE INDEX by_brand ON t (brand);`,
  );
  assert.equal(kind, "cql");
  assert.equal(
    text,
    `CREATE TABLE IF NOT EXISTS u (
  id int PRIMARY KEY
);

CREATE INDEX IF NOT EXISTS by_brand ON t (brand);

-- @down

DROP INDEX IF EXISTS by_brand;

-- Every row of table \`u\` is lost.
DROP TABLE IF EXISTS u;
`,
  );
});

test("what is lost is said where it is lost, and where it comes back without it, and allowed at the head", () => {
  const { text, losses, noWayBack } = generatedFile(T, "CREATE TABLE t (id int PRIMARY KEY);");
  assert.equal(
    text,
    `-- @allow-destructive

-- Every value of column \`brand\` in table \`t\` is lost.
ALTER TABLE t DROP IF EXISTS brand;

-- @down

-- Column \`brand\` of table \`t\` comes back empty.
ALTER TABLE t ADD IF NOT EXISTS brand text;
`,
  );
  assert.deepEqual(losses, ["every value of column `brand` in table `t` is lost"]);
  assert.equal(noWayBack, undefined);
});

test("tables, views and types that are gone are destructive; a dropped index is not", () => {
  const view =
    "CREATE MATERIALIZED VIEW v AS SELECT id, brand FROM t WHERE brand IS NOT NULL AND id IS NOT NULL PRIMARY KEY (brand, id);";
  for (const gone of ["CREATE TABLE u (id int PRIMARY KEY);", "CREATE TYPE a (x int);", view]) {
    assert.match(generatedFile(`${T} ${gone}`, T).text, /^-- @allow-destructive\n/);
  }
  assert.doesNotMatch(generatedFile(`${T} CREATE INDEX i ON t (brand);`, T).text, /@allow-destructive/);
});

test("where no statement leads back there is no down side, rather than half of one", () => {
  const type = "CREATE TYPE a (x int); CREATE TABLE t (id int PRIMARY KEY, a frozen<a>);";
  const { text, noWayBack } = generatedFile(type, `${type} ALTER TYPE a ADD y int; ALTER TABLE t ADD brand text;`);
  assert.doesNotMatch(text, /@down/);
  assert.match(
    text,
    /^-- @lint-ignore no-rollback: a new type is needed, and the rows of `t` have to be copied: field y/,
  );
  assert.match(noWayBack ?? "", /field y/);
});

test("what servers rename is renamed, both ways", () => {
  const renames = [{ kind: "column", table: "t", from: "id", to: "nr" }] as const;
  const { text } = generatedFile(T, "CREATE TABLE t (nr int PRIMARY KEY, brand text);", { renames });
  assert.equal(text, "ALTER TABLE t RENAME id TO nr;\n\n-- @down\n\nALTER TABLE t RENAME nr TO id;\n");
  const fields = [{ kind: "field", type: "a", from: "x", to: "z" }] as const;
  const type = "CREATE TYPE a (x int, y int); CREATE TABLE t (id int PRIMARY KEY, a frozen<a>);";
  const ofType = generatedFile(type, type.replace("x int", "z int"), { renames: fields });
  assert.equal(ofType.text, "ALTER TYPE a RENAME x TO z;\n\n-- @down\n\nALTER TYPE a RENAME z TO x;\n");
});

test("two schemas that are the same make no file", () => {
  assert.deepEqual(generated(T, T), { kind: "nothing" });
});
