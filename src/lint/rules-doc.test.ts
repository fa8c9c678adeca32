// Goal: every rule has a page whose examples are true. Method: the rules, their files and pages are held against each
// other, and the examples are linted.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { examplesOf, lintExample, pageOf } from "./example-fixture.test.ts";
import type { Level } from "./finding.ts";
import { RULES } from "./rules/rules.ts";

const WORDS: Readonly<Record<Level, string>> = { error: "error", warn: "warning", off: "off" };

function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.endsWith(`.test${ending}`))
    .map((name) => name.slice(0, -ending.length));
}

test("the name of a rule is that of its file, which stands in the folder of its language, and of its page", () => {
  const names = RULES.map(({ language, name }) => `${language}/${name}`).sort();
  const languages = ["cockroach", "cql", "every", "postgres", "sql"];
  const files = languages.flatMap((language) =>
    namesIn(`src/lint/rules/${language}`, ".ts").map((name) => `${language}/${name}`),
  );
  assert.deepEqual(files.sort(), names);
  const pages = namesIn("docs/rules", ".md").filter((name) => name !== "README");
  assert.deepEqual(pages.sort(), RULES.map(({ name }) => name).sort());
});

test("docs/rules/README.md lists every rule with its level", () => {
  const text = readFileSync("docs/rules/README.md", "utf8");
  const rows = [...text.matchAll(/^\| \[([a-z-]+)\]\(\1\.md\) \| (error|warning|off) \|/gm)];
  assert.deepEqual(
    rows.map(([, name, level]) => `${name} ${level}`),
    RULES.map(({ name, level }) => `${name} ${WORDS[level]}`),
  );
});

for (const rule of RULES) {
  const { name, level, options = {} } = rule;
  const page = pageOf(name);
  const examples = examplesOf(page);

  test(`${name}: the page names it, its level, its options and how to silence it`, () => {
    const word = WORDS[level];
    assert.ok(page.startsWith(`# ${name}\n\n${word[0]?.toUpperCase()}${word.slice(1)}. `));
    assert.ok(page.includes(`-- @lint-ignore ${name}: `), "how it is ignored in a file");
    assert.ok(page.includes(`lint: { ${name}: ${level === "off" ? "warn" : "off"} }`), "how it is set for all files");
    for (const key of Object.keys(options)) assert.ok(page.includes(`| \`${key}\` |`), `option ${key}`);
    assert.ok(existsSync(`src/lint/rules/${rule.language}/${name}.test.ts`));
  });

  test(`${name}: there is a bad example and a good one`, () => {
    for (const kind of ["bad", "good"])
      assert.ok(
        examples.some((each) => each.kind === kind),
        kind,
      );
  });

  for (const [index, { language, kind, text }] of examples.entries()) {
    test(`${name}: example ${index + 1} is ${kind}`, () => {
      const rules = new Set(lintExample(rule, language, text, page).map((finding) => finding.rule));
      if (kind === "bad") assert.ok(rules.has(name), [...rules].join(", "));
      else assert.deepEqual([...rules], []);
    });
  }
}
