import assert from "node:assert/strict";
import { test } from "node:test";
import { splitSql } from "../sql/splitter.ts";
import { judgeOwnTables } from "./sql-own-tables.ts";

function judge(text: string, scope = "public", namespace = "public"): readonly string[] {
  const { statements } = splitSql({ name: "m.sql", text });
  return judgeOwnTables(statements, { namespace, name: "tidemark_history" }, scope).map(({ message }) => message);
}

for (const text of [
  "DROP TABLE tidemark_history",
  "DROP TABLE IF EXISTS users, public.tidemark_history_lock CASCADE",
  'TRUNCATE TABLE ONLY "tidemark_history"',
  "ALTER TABLE IF EXISTS Tidemark_History RENAME TO old",
  "DELETE FROM tidemark_history",
  "UPDATE tidemark_history_lock SET epoch = 0",
]) {
  test(`it is refused: ${text}`, () => {
    assert.match(judge(text)[0] ?? "", /^tidemark's own tables are not for migrations/);
  });
}

test("the schema of the history is not dropped with all that is in it", () => {
  assert.match(judge("DROP SCHEMA IF EXISTS a, public CASCADE")[0] ?? "", /history of the migrations away/);
  assert.deepEqual(judge("DROP SCHEMA a CASCADE; DROP SCHEMA public"), []);
});

test("a table of the same name elsewhere is the migration's own", () => {
  assert.deepEqual(judge("DROP TABLE audit.tidemark_history; DROP TABLE users"), []);
  assert.deepEqual(judge("DROP TABLE tidemark_history", "shop", "meta"), []);
});
