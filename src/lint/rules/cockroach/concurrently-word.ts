// CONCURRENTLY, which CockroachDB takes and does nothing with. Pure.
import { tokenAt, tokensFrom, wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Problem, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const concurrentlyWord: Rule = cockroachRule({
  name: "concurrently-word",
  level: "off",
  on: {
    "create-index-concurrently": judge,
    "drop-index-concurrently": judge,
  },
});

function judge(statement: SqlStatement): readonly Problem[] {
  const { tokens, side, start: from } = statement;
  for (const { index } of tokensFrom(tokens, 1)) {
    if (wordAt(tokens, index) !== "CONCURRENTLY") continue;
    const { start, end } = tokenAt(tokens, index);
    // Up to the next word, so that one space is left.
    const gone = side.locate({ start: from + start, end: from + tokenAt(tokens, index + 1).start });
    const isPlain = statement.text.slice(end, tokenAt(tokens, index + 1).start).trim() === "";
    const fix = { title: "remove CONCURRENTLY", edits: [{ span: gone, text: "" }] };
    return [problemAt(statement, { start, end }, MESSAGE, HINT, isPlain ? fix : undefined)];
  }
  return [];
}

const MESSAGE = "CONCURRENTLY changes nothing: CockroachDB builds and drops every index beside reads and writes";
const HINT = "remove the word";
