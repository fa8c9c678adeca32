// Goal: every rule has a page whose examples are true. Method: the rules, their files and pages are held against each
// other, and the examples are linted.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { capabilitiesFor, type Product } from "../cql/capabilities.ts";
import { NEWEST } from "../dialect/cql-schema-model.ts";
import type { LintOptions } from "./lint.ts";
import { lintFiles } from "./lint-fixture.test.ts";
import { RULES } from "./rules/index.ts";

const NAMES = RULES.map(({ name }) => name).sort();

function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.endsWith(`.test${ending}`) && name !== "index.ts")
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

test("the name of a rule is that of its file and of its page", () => {
  assert.deepEqual(namesIn("src/lint/rules", ".ts"), NAMES);
  assert.deepEqual(namesIn("docs/rules", ".md"), NAMES);
});

test("docs/cli.md lists every rule with its level", () => {
  const text = readFileSync("docs/cli.md", "utf8");
  const rows = [...text.matchAll(/^\| \[([a-z-]+)\]\(rules\/\1\.md\) \| (error|warning) \|/gm)];
  assert.deepEqual(
    rows.map(([, name, level]) => `${name} ${level}`),
    RULES.map(({ name, severity }) => `${name} ${severity === "warn" ? "warning" : "error"}`),
  );
});

/** What the examples of a page are to be judged by, where it shows a configuration. */
function optionsOf(page: string): Partial<LintOptions> {
  const [, text = "{}"] = /^```yaml\n(.*?)```/ms.exec(page) ?? [];
  const { guardrails, dialect } = parse(text);
  return {
    guardrails,
    ...(dialect !== undefined && { capabilities: capabilitiesFor(dialect, NEWEST[dialect as Product]) }),
  };
}

for (const { name, severity } of RULES) {
  const page = readFileSync(`docs/rules/${name}.md`, "utf8");
  const examples = [...page.matchAll(/```cql (bad|good)\n(.*?)```/gs)].map(([, kind = "", text = ""]) => ({
    kind,
    text,
  }));

  test(`${name}: the page names it, its level and how to silence it`, () => {
    assert.ok(page.startsWith(`# ${name}\n\n${severity === "warn" ? "Warning" : "Error"}. `));
    assert.ok(page.includes(`-- @lint-ignore ${name}: `));
    assert.ok(page.includes(`lint: { ${name}: off }`));
    assert.ok(existsSync(`src/lint/rules/${name}.test.ts`));
  });

  test(`${name}: there is a bad example and a good one`, () => {
    for (const kind of ["bad", "good"])
      assert.ok(
        examples.some((example) => example.kind === kind),
        kind,
      );
  });

  for (const [index, { kind, text }] of examples.entries()) {
    test(`${name}: example ${index + 1} is ${kind}`, () => {
      const rules = new Set(lintFiles({ "V1__x.cql": text }, optionsOf(page)).map((finding) => finding.rule));
      if (kind === "bad") assert.ok(rules.has(name), [...rules].join(", "));
      else assert.deepEqual([...rules], []);
    });
  }
}
