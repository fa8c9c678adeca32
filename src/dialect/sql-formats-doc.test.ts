// Goal: what docs/FORMATS.md says of statements of SQL is what the code does. Method: each row of its table is split.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { splitSql } from "../sql/splitter.ts";

const lines = readFileSync("docs/FORMATS.md", "utf8").split("\n");
const start = lines.indexOf("| statement | what it says |") + 2;
const rows = lines.slice(
  start,
  lines.findIndex((line, index) => index >= start && !line.startsWith("|")),
);

test("there is a table of statements that are refused", () => {
  assert.ok(start > 2 && rows.length > 10);
});

for (const row of rows) {
  const [, statement = "", expected = ""] =
    row.split(" | ").length === 2 ? (/^\| `(.*)` \| (.*) \|$/.exec(row) ?? []) : [];
  test(`${statement} is refused: ${expected}`, () => {
    const { diagnostics } = splitSql({ name: "x.sql", text: `SELECT 1;\n${statement}` });
    assert.ok(diagnostics[0]?.message.includes(expected), diagnostics[0]?.message);
    assert.notEqual(expected, "");
  });
}
