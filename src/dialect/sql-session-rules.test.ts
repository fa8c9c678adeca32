import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlDialect } from "./sql-dialect.ts";

/** What is said of each statement that is refused: its place among them, and the message. */
function judged(text: string, isWanted = true, dialect: "postgres" | "cockroach" = "postgres"): readonly string[] {
  const { split, transactionsOf, judgeSide } = sqlDialect(dialect);
  const { statements } = split({ name: "", text }, { start: 0, end: text.length });
  const diagnostics = judgeSide?.(statements, transactionsOf?.(statements, isWanted) ?? []) ?? [];
  return diagnostics.map(({ message, span }) => {
    return `${statements.findIndex((statement) => statement.span.start === span?.start)}: ${message}`;
  });
}

const LOST: readonly (readonly [first: string, what: string])[] = [
  ["SET search_path = other", "SET search_path"],
  ["set session search_path to other", "SET SESSION search_path"],
  ["SET LOCAL search_path = other", "SET LOCAL search_path"],
  ["RESET search_path", "RESET search_path"],
  ["SET ROLE ann", "SET ROLE"],
  ["SET SESSION AUTHORIZATION ann", "SET SESSION AUTHORIZATION"],
  ["SELECT pg_catalog.set_config('search_path', 'other', false)", "set_config"],
  ["DO $$ BEGIN SET search_path = other; END $$", "SET in DO"],
  ["CREATE TEMP TABLE t (a int)", "CREATE TEMP"],
  ["CREATE TABLE pg_temp.t (a int)", "CREATE … pg_temp"],
  ["SELECT 1 AS a INTO TEMPORARY t", "SELECT INTO TEMPORARY"],
  ["PREPARE p AS SELECT 1", "PREPARE"],
  ["SELECT pg_advisory_lock(7)", "pg_advisory_lock"],
];

for (const [first, what] of LOST) {
  test(`${first}: refused before a part that runs elsewhere, taken in one transaction`, () => {
    const alone = `${first}; CREATE INDEX CONCURRENTLY i ON t (a); DROP TABLE t`;
    const [message, ...more] = judged(alone);
    assert.ok(message?.startsWith(`0: \`${what}\` does not reach \`CREATE INDEX CONCURRENTLY`), message);
    assert.deepEqual(more, []);
    assert.deepEqual(judged(`${first}; CREATE TABLE u (a int); DROP TABLE t`), []);
    assert.equal(judged(`${first}; DROP TABLE t`, false).length, 1, "where each statement is by itself");
    assert.deepEqual(judged(`CREATE INDEX CONCURRENTLY i ON t (a); ${first}; DROP TABLE t`), [], "in the last part");
  });
}

test("a value of an enum that begins another transaction parts a file, too", () => {
  const [message] = judged("SET search_path = other; ALTER TYPE e ADD VALUE 'x'; UPDATE t SET a = 'x'; DROP TABLE t");
  assert.match(message ?? "", /does not reach `UPDATE t/);
});

test("CockroachDB: a schema change runs in another part", () => {
  assert.equal(judged("SET a = 1; CREATE TABLE t (a int)", true, "cockroach").length, 1);
  assert.deepEqual(judged("SET a = 1; INSERT INTO t VALUES (1)", true, "cockroach"), []);
});

test("what changes nothing for others is taken in any part", () => {
  const taken = [
    "UPDATE t SET role = 1",
    "SET CONSTRAINTS ALL DEFERRED",
    "SET client_encoding = 'UTF8'",
    "SET standard_conforming_strings = on",
    "INSERT INTO t VALUES ('set_config(')",
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT set_config('a.b', 'c', false) $$",
    "DO $$ BEGIN UPDATE t SET a = 1; END $$",
    "CREATE TABLE temperatures (temp int)",
    "CREATE TABLE temp (a int)",
    "SELECT temp FROM t",
  ];
  for (const text of taken) assert.deepEqual(judged(`${text}; VACUUM t`), [], text);
});

test("a file is read in one way: another encoding, and backslashes that escape, are refused anywhere", () => {
  const refused = ["SET client_encoding = 'LATIN1'", "SET NAMES 'latin1'", "SET standard_conforming_strings TO off"];
  for (const text of refused) assert.equal(judged(`SELECT 1; ${text}`).length, 1, text);
});
