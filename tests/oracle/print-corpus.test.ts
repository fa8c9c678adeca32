// Goal: what is printed is what was meant.
// Method: print every statement of the corpus, parse that, and compare the trees without their places.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sameTree } from "../../src/cql/ast/same-tree.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import { print } from "../../src/cql/printer/print.ts";
import { makeCorpus } from "./corpus.ts";

const { texts } = makeCorpus(1, 3_000);

test("every statement of the corpus parses to the same tree again when it is printed", () => {
  const different = texts.filter((text) => {
    const { statements } = parse(text);
    const printed = statements.map(print).join(";\n");
    const again = parse(printed);
    return again.diagnostics.length > 0 || !sameTree(statements, again.statements);
  });
  assert.deepEqual(different, []);
});

test("what is printed twice is the same text", () => {
  const different = texts.filter((text) => {
    const printed = parse(text).statements.map(print).join(";\n");
    return parse(printed).statements.map(print).join(";\n") !== printed;
  });
  assert.deepEqual(different, []);
});
