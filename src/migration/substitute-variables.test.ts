// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are about such placeholders
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { substituteVariables, type Variables } from "./substitute-variables.ts";

const VARIABLES = { dc: "eu-west", factor: "3", price: "$$1 ${dc}" };

function substitute(text: string, variables: Variables): string {
  return substituteVariables({ source: { name: "x.cql", text }, span: { start: 0, end: text.length } }, variables).text;
}

for (const [written, expected] of [
  ["{'${dc}': ${factor}}", "{'eu-west': 3}"],
  ["${other} ${dc}", "${other} eu-west"],
  ["$dc {dc} ${} ${ dc }", "$dc {dc} ${} ${ dc }"],
  ["$$ ${dc} $$", "$$ eu-west $$"],
  ["$${dc}$$", "$${dc}$$"],
  ["$$${dc}$$", "$$eu-west$$"],
  ["${price}", "$$1 ${dc}"],
  ["${toString} ${__proto__}", "${toString} ${__proto__}"],
] as const) {
  test(`${written} becomes ${expected}`, () => assert.equal(substitute(written, VARIABLES), expected));
}

test("without declared variables every text stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("$", "{", "}", "a", "'") }), (text) =>
      assert.equal(substitute(text, {}), text),
    ),
  );
});

test("every offset is known by its place in the file", () => {
  const text = "-- x\nCREATE ${t} (a ${type});";
  const side = { source: { name: "x.cql", text }, span: { start: 5, end: text.length } };
  const { text: sent, locate } = substituteVariables(side, { t: "TABLE users", type: "int" });
  assert.equal(sent, "CREATE TABLE users (a int);");
  for (const word of ["CREATE", "(a ", ");"]) assert.equal(locate(sent.indexOf(word)), text.indexOf(word));
  assert.equal(locate(sent.indexOf("users")), text.indexOf("${t}"));
  assert.equal(locate(sent.length), text.length);
});
