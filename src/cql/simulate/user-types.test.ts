import assert from "node:assert/strict";
import { test } from "node:test";
import { printCqlType } from "../schema/print-cql-type.ts";
import { assertVerdicts, keyspaceIn, SHOP, schemaAfter } from "./simulate-fixture.test.ts";

const TYPES = `${SHOP} CREATE TYPE inner (x int); CREATE TYPE outer (i frozen<inner>, l list<int>);`;

test("a type keeps its fields in their order", () => {
  const type = keyspaceIn(schemaAfter(TYPES)).types.get("outer");
  assert.deepEqual(
    type?.fields.map((field) => `${field.name} ${printCqlType(field.type)}`),
    ["i frozen<inner>", "l list<int>"],
  );
});

test("a field is no counter, and no user-defined type that is not frozen", () => {
  assertVerdicts(TYPES, {
    "CREATE TYPE t (a int, b text)": "all",
    "CREATE TYPE t (a int, a text)": "none",
    "CREATE TYPE t (a counter)": "none",
    "CREATE TYPE t (a inner)": "none",
    "CREATE TYPE t (a frozen<inner>)": "all",
    "CREATE TYPE t (a list<inner>)": "none",
    "CREATE TYPE t (a list<frozen<inner>>)": "all",
    "CREATE TYPE t (a tuple<inner, int>)": "all",
    "CREATE TYPE t (a frozen<t>)": "none",
    "CREATE TYPE t (a frozen<nothing>)": "none",
    "CREATE TYPE t (a frozen<nowhere.inner>)": "none",
  });
});

test("a field is of no class that the servers write as `empty`", () => {
  assertVerdicts(TYPES, {
    "CREATE TYPE t (a 'EmptyType')": "none",
    "ALTER TYPE inner ADD a 'EmptyType'": "none",
    "CREATE TYPE t (a 'BytesType')": "all",
  });
});

test("a type is made once", () => {
  assertVerdicts(TYPES, {
    "CREATE TYPE inner (a int)": "none",
    "CREATE TYPE IF NOT EXISTS inner (a int)": "all",
    "CREATE TYPE IF NOT EXISTS inner (a frozen<nothing>)": "all",
    "CREATE TYPE IF NOT EXISTS inner (a counter)": "4.0 4.1 5.0",
    "CREATE TYPE nowhere.t (a int)": "none",
  });
});

test("a new field does not make a type hold itself", () => {
  assertVerdicts(TYPES, {
    "ALTER TYPE inner ADD y int": "all",
    "ALTER TYPE inner ADD y list<int>": "all",
    "ALTER TYPE inner ADD x int": "none",
    "ALTER TYPE inner ADD IF NOT EXISTS x text": "4.1 5.0",
    "ALTER TYPE inner ADD y counter": "none",
    "ALTER TYPE inner ADD y frozen<inner>": "none",
    "ALTER TYPE inner ADD y frozen<outer>": "none",
    "ALTER TYPE outer ADD y frozen<inner>": "all",
    "ALTER TYPE nothing ADD y int": "none",
    "ALTER TYPE IF EXISTS nothing ADD y int": "4.1 5.0",
    "ALTER TYPE inner ALTER x TYPE bigint": "none",
  });
});

test("a type in a partition key, however deep, takes no field", () => {
  const tables =
    "CREATE TABLE t (k frozen<outer> PRIMARY KEY); CREATE TYPE free (x int); CREATE TABLE u (k int, c frozen<free>, PRIMARY KEY (k, c));";
  assertVerdicts(TYPES + tables, {
    "ALTER TYPE outer ADD y int": "none",
    "ALTER TYPE inner ADD y int": "none",
    "ALTER TYPE free ADD y int": "all",
    "ALTER TYPE inner RENAME x TO y": "all",
  });
});

test("a view may bring a type into a partition key", () => {
  const tables =
    "CREATE TABLE t (k int, c frozen<inner>, PRIMARY KEY (k, c));" +
    "CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (c, k);";
  assertVerdicts(TYPES + tables, { "ALTER TYPE inner ADD y int": "none" });
});

test("fields are renamed to names that are free then", () => {
  assertVerdicts(TYPES, {
    "ALTER TYPE outer RENAME i TO j": "all",
    "ALTER TYPE outer RENAME i TO l AND l TO i": "all",
    "ALTER TYPE outer RENAME i TO l": "none",
    "ALTER TYPE outer RENAME nothing TO j": "none",
    "ALTER TYPE outer RENAME IF EXISTS nothing TO j": "4.1 5.0",
  });
});

test("fields keep their names while an aggregate starts with a value of the type", () => {
  const routines =
    "CREATE FUNCTION f (s inner, i int) CALLED ON NULL INPUT RETURNS inner LANGUAGE java AS 'return s;';" +
    "CREATE AGGREGATE a (int) SFUNC f STYPE inner INITCOND {x: 1};";
  assertVerdicts(TYPES + routines, {
    "ALTER TYPE inner RENAME x TO y": "none",
    "ALTER TYPE outer RENAME i TO j": "all",
  });
});

test("a type that is used is not dropped", () => {
  assertVerdicts(TYPES, {
    "DROP TYPE outer": "all",
    "DROP TYPE inner": "none",
    "DROP TYPE nothing": "none",
    "DROP TYPE IF EXISTS nothing": "all",
    "DROP TYPE IF EXISTS nowhere.t": "all",
  });
  assertVerdicts(`${TYPES} CREATE TABLE t (k int PRIMARY KEY, v map<int, frozen<tuple<outer>>>);`, {
    "DROP TYPE outer": "none",
  });
  assertVerdicts(`${TYPES} CREATE TABLE t (k int PRIMARY KEY, v frozen<outer>); ALTER TABLE t DROP v;`, {
    "DROP TYPE outer": "all",
  });
  const routine = "CREATE FUNCTION f (s outer) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';";
  assertVerdicts(TYPES + routine, { "DROP TYPE outer": "none" });
});
