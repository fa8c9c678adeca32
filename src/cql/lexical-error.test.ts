import assert from "node:assert/strict";
import { test } from "node:test";
import { nextToken } from "./lexer.ts";
import { diagnoseToken } from "./lexical-error.ts";

function diagnose(text: string): { readonly message: string; readonly hint: string; readonly at: string } {
  const source = { name: "V1__a.cql", text };
  const { message, hint = "", span } = diagnoseToken(source, nextToken(text, 0));
  return { message, hint, at: text.slice(span?.start, span?.end) };
}

for (const [text, what, opening] of [
  ["'abc", "a string", "'"],
  ['"abc', "a quoted name", '"'],
  ["$$abc", "a `$$` string", "$$"],
  ["/* abc", "a comment", "/*"],
] as const) {
  test(`${what} that is never closed is shown where it opens`, () => {
    const found = diagnose(text);
    assert.equal(found.message, `${what} is opened here and never closed`);
    assert.equal(found.at, opening);
  });
}

for (const [text, hint] of [
  ["‘a’", /straight quotes/],
  ["#a", /begins with `--`/],
  ["$body$", /\$\$ … \$\$/],
  ["_a", /letter of a–z/],
  ["ö", /letter of a–z/],
  ["\u00a0", /plain space/],
  ["\\", /remove it/],
] as const) {
  test(`${JSON.stringify(text)} comes with a hint of its own`, () => {
    assert.match(diagnose(text).hint, hint);
  });
}

test("a long run of rubbish is shown in part", () => {
  assert.ok(diagnose("#".repeat(10_000)).message.length < 150);
});
