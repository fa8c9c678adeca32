import assert from "node:assert/strict";
import { test } from "node:test";
import { collectAnswers } from "./collect-answers.ts";

test("rows that nobody reads are counted, and not kept", () => {
  const { results, takeColumns, takeRow, complete } = collectAnswers([{ ignoresRows: true }, {}]);
  for (const tag of ["SELECT 2", "SELECT 2"]) {
    takeColumns([{ name: "a", dataTypeID: 23 }]);
    takeRow(["1"]);
    takeRow(["2"]);
    complete(tag);
  }
  assert.deepEqual(
    results.map(({ rows, rowCount }) => ({ rows, rowCount })),
    [
      { rows: [], rowCount: 2 },
      { rows: [{ a: 1 }, { a: 2 }], rowCount: 2 },
    ],
  );
});
