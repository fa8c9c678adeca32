// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are about such placeholders
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { substituteVariables } from "./substitute-variables.ts";

const VARIABLES = { dc: "eu-west", factor: "3", price: "$$1 ${dc}" };

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
  test(`${written} becomes ${expected}`, () => assert.equal(substituteVariables(written, VARIABLES), expected));
}

test("without declared variables every text stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("$", "{", "}", "a", "'") }), (text) =>
      assert.equal(substituteVariables(text, {}), text),
    ),
  );
});
