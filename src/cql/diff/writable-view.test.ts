import assert from "node:assert/strict";
import { test } from "node:test";
import { cassandra } from "../simulate/simulate-fixture.test.ts";
import { changesBetween, printStatements, statementsBetween } from "./diff-fixture.test.ts";

const TABLE = "CREATE TABLE t (a int, b int, c int, PRIMARY KEY (a, b));";
const view = (what: string): string =>
  `CREATE MATERIALIZED VIEW w AS SELECT ${what} FROM t WHERE a IS NOT NULL AND b IS NOT NULL PRIMARY KEY (b, a);`;
const LATE = `${TABLE} ${view("*")} ALTER TABLE t ADD s int STATIC;`;

test("a view of all columns of a table that got a static column names its columns, and that is no difference", () => {
  const changes = changesBetween(`${TABLE} ALTER TABLE t ADD s int STATIC;`, LATE);
  assert.match(printStatements(changes, cassandra("5.0")).join(), /SELECT b, a, c FROM t/);
  const named = `${TABLE} ALTER TABLE t ADD s int STATIC; ${view("a, b, c")}`;
  assert.deepEqual(changesBetween(named, LATE), []);
  assert.deepEqual(changesBetween(LATE, named), []);
});

test("a view of all columns stays when its table gets a static column", () => {
  assert.deepEqual(statementsBetween(`${TABLE} ${view("*")}`, LATE), ["ALTER TABLE t ADD s int STATIC"]);
});
