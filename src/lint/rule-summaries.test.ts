// `UPDATE_GOLDEN=1` writes src/lint/rule-summaries.ts anew.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { RULE_SUMMARIES } from "./rule-summaries.ts";

test("each rule is summed up as docs/rules/README.md does, in its order", () => {
  const text = readFileSync("docs/rules/README.md", "utf8");
  const rows = [...text.matchAll(/^\| \[([a-z0-9-]+)\]\(\1\.md\) \| \w+ \| (.*?) \|$/gm)];
  assert.ok(rows.length > 10, "there are rules to look at");
  if (process.env.UPDATE_GOLDEN !== undefined) {
    const lines = rows.map(([, name = "", summary = ""]) => `  ${keyOf(name)}: ${quote(summary)},\n`);
    const path = "src/lint/rule-summaries.ts";
    const before = readFileSync(path, "utf8");
    writeFileSync(
      path,
      before.replace(/(= \{\n).*?(\};)/s, (_all, begin, end) => begin + lines.join("") + end),
    );
    return;
  }
  assert.deepEqual(
    Object.entries(RULE_SUMMARIES),
    rows.map(([, name, summary]) => [name, summary]),
  );
});

function keyOf(name: string): string {
  return name.includes("-") ? `"${name}"` : name;
}

/** As the formatter writes it. */
function quote(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}
