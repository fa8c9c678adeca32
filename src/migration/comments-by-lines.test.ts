// Goal: reading comments line by line finds what reading tokens finds. Method: texts made of what confuses lexers.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Comments, readByTokens, readComments } from "./comments.ts";

const PARTS = [
  ..."- -- --- @down @undo rollback revert down \n \r \r\n \t ; , ( ) . .. = <- -> + * / % : < > | ~ ! ? [ ] { }".split(
    " ",
  ),
  ..." |1|1e-|1e--5|0x1-|1.5|1..2|P1Y|P2020-01-01|-P1D|NaN|-nan|-infinity|a|create|table|x_1|`".split("|"),
  ..."550e8400-e29b-41d4-a716-446655440000|550e8400-|deadbeef|-- @timeout 5s\n|\\|#|^|&".split("|"),
];

/** Counts differ, for one counts tokens and the other runs of them; what is held against what does not. */
function inOrder({ comments, tokenCount }: Comments): unknown {
  const counts = [...new Set([0, ...comments.map(({ tokensBefore }) => tokensBefore), tokenCount])];
  const ranked = comments.map((comment) => ({ ...comment, tokensBefore: counts.indexOf(comment.tokensBefore) }));
  return { ranked, end: counts.indexOf(tokenCount) };
}

for (const language of ["sql", "cql"] as const) {
  test(`comments of ${language} are the same, read line by line and token by token`, () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PARTS), { maxLength: 30 }), (parts) => {
        const text = `${parts.join("")}-- @down`;
        assert.deepEqual(inOrder(readComments(text, language)), inOrder(readByTokens(text, language)));
      }),
      { numRuns: 5_000 },
    );
  });
}
