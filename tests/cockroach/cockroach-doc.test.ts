// Goal: what docs/cockroachdb.md says to write is SQL that CockroachDB takes. Method: its own parser reads every block.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withCockroachParser } from "./parser.ts";

const DOCS = readFileSync("docs/cockroachdb.md", "utf8");
const BLOCKS = [...DOCS.matchAll(/```sql\n(.*?)```/gs)].map(([, text = ""]) => text);

withCockroachParser("the SQL of docs/cockroachdb.md parses with CockroachDB's parser", (parse) => {
  test("every SQL block of docs/cockroachdb.md parses with CockroachDB's parser", async () => {
    assert.ok(BLOCKS.length >= 12, `${BLOCKS.length} blocks`);
    const verdicts = await parse(BLOCKS);
    const bad = verdicts.map(({ problem }, index) => [BLOCKS[index], problem]).filter(([, problem]) => problem !== "");
    assert.deepEqual(bad, []);
    for (const { count } of verdicts) assert.ok(count >= 1);
  });
});

test("the page says what was not tested on a real cluster", () => {
  assert.match(DOCS, /\*\*not tested on a real cluster\*\*/);
});
