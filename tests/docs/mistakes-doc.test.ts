// Goal: what docs/mistakes.md says that tidemark says, it says. Method: each section is a project of its own, and its
// commands are run in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { carryOut, maskOutput, readBlocks, readExamples } from "./doc-blocks.ts";
import { withShell } from "./doc-shell.ts";

const DOCUMENT = "docs/mistakes.md";
const HEADINGS = [...readFileSync(DOCUMENT, "utf8").matchAll(/^## .*$/gm)].map(([heading]) => heading);

test("there are at least ten", () => assert.ok(HEADINGS.length >= 10));

for (const heading of HEADINGS) {
  test(heading.replace("## ", ""), () =>
    withShell(async (shell) => {
      const blocks = readBlocks(DOCUMENT, heading);
      for (const block of blocks.filter(({ path }) => path !== undefined)) await carryOut(block, shell);
      const [shown] = blocks.filter(({ language }) => language === "console");
      for (const { command, output } of readExamples(shown?.text ?? "")) {
        assert.equal(maskOutput((await shell.run(command)).output), maskOutput(output), `$ ${command}`);
      }
    }),
  );
}
