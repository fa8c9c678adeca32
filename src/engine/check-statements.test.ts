import assert from "node:assert/strict";
import { test } from "node:test";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import { assembleMigrations } from "../migration/assemble-migrations.ts";
import { checkStatements } from "./check-statements.ts";

test("the text of a module is not taken for statements", () => {
  const text = 'const quote = "\'";\n/* open';
  const [code, cql] = ["20260203_001_a.ts", "V1__a.cql"].map((name) => {
    const { migrations } = assembleMigrations([{ name, path: name, content: { kind: "text", text } }]);
    return checkStatements(migrations, { dialect: cqlDialect("cassandra"), variables: {} });
  });
  assert.deepEqual(code, []);
  assert.ok((cql ?? []).length > 0);
});
