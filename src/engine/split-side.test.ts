import assert from "node:assert/strict";
import { test } from "node:test";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import type { SplitResult } from "../plan/statement.ts";
import { splitSide } from "./split-side.ts";

function split(text: string, variables: Readonly<Record<string, string>>): SplitResult {
  const side = { source: { name: "x.cql", text }, span: { start: 0, end: text.length } };
  return splitSide(side, { dialect: cqlDialect("cassandra"), variables });
}

test("a variable may stand for a name, a value, and a part of a string", () => {
  const text =
    "CREATE TABLE IF NOT EXISTS ${t} (id int PRIMARY KEY); INSERT INTO ${t} (id, v) VALUES (${n}, 'x ${n}');";
  const { statements, diagnostics } = split(text, { t: "users", n: "7" });
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(
    statements.map((statement) => [statement.text, statement.facts.object]),
    [
      ["CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY)", "users"],
      ["INSERT INTO users (id, v) VALUES (7, 'x 7')", "users"],
    ],
  );
});

test("what a variable stands for decides whether a statement may run twice", () => {
  const [statement] = split("INSERT INTO t (id) VALUES (${id})", { id: "uuid()" }).statements;
  assert.equal(statement?.facts.onRetry, "ask");
});

test("a variable that is not declared is named, at its place", () => {
  const { diagnostics } = split("CREATE TABLE ${t} (id int PRIMARY KEY)", {});
  assert.deepEqual([diagnostics[0]?.span?.start, diagnostics[0]?.hint], [13, "declare t in migrations.variables"]);
});
