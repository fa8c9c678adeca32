// Goal: docs/cli.md names everything that the command line has, and nothing else.
// Method: its sections, tables and JSON are held against the tables of the code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { CliOption } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { EXIT } from "../../src/cli/exit-code.ts";
import { GLOBAL_OPTIONS } from "../../src/cli/global-options.ts";

const sections = splitSections(readFileSync("docs/cli.md", "utf8"));

/** Text by heading. */
function splitSections(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n"))]));
}

function sectionOf(heading: string): string {
  const section = sections.get(heading);
  assert.ok(section !== undefined, `docs/cli.md has a section "## ${heading}"`);
  return section;
}

/** First cells of the rows of the tables of a section, without code marks, headers and rules. */
function firstCells(heading: string): readonly string[] {
  const rows = [...sectionOf(heading).matchAll(/^\| *(.*?) *\|/gm)].map((match) => match[1] ?? "");
  const cells = rows.map((cell) => cell.replace(/^`(.*)`$/, "$1"));
  return cells.filter((cell) => !["code", "option"].includes(cell) && !/^-+$/.test(cell));
}

function visibleFlags(options: readonly CliOption[]): readonly string[] {
  return options.filter(({ isHidden }) => isHidden !== true).map(({ flags }) => flags);
}

test("every command has a section, and every section of a command is one", () => {
  const documented = [...sections.keys()].filter((heading) => heading.startsWith("tidemark "));
  assert.deepEqual(documented, documentedOrder(documented));
  assert.deepEqual([...documented].sort(), COMMANDS.map(({ name }) => `tidemark ${name}`).sort());
});

/** The sections in the order in which help lists the commands. */
function documentedOrder(documented: readonly string[]): readonly string[] {
  return COMMANDS.map(({ name }) => `tidemark ${name}`).filter((heading) => documented.includes(heading));
}

test("the global options are those of the code, with help and version", () => {
  const expected = [...visibleFlags(GLOBAL_OPTIONS), "-h, --help", "-V, --version"];
  assert.deepEqual(firstCells("Global options"), expected);
});

test("the exit codes are those of the code", () => {
  assert.deepEqual(firstCells("Exit codes").map(Number), Object.values(EXIT));
});

for (const { name, options = [], args } of COMMANDS) {
  test(`${name}: its options are those of the code`, () => {
    const cells = firstCells(`tidemark ${name}`);
    assert.deepEqual(
      cells.filter((cell) => cell.startsWith("-")),
      visibleFlags(options),
    );
  });

  test(`${name}: its arguments are shown`, () => {
    if (args === undefined) return;
    assert.ok(sectionOf(`tidemark ${name}`).includes(args), `${args} is in the section`);
  });

  test(`${name}: its JSON document parses, and says format and command`, () => {
    const match = /^```json\n(.*?)^```/ms.exec(sectionOf(`tidemark ${name}`));
    if (match === null) {
      assert.equal(name, "sandbox run", "only a command that runs another one has no document");
      return;
    }
    const { format, command } = JSON.parse(match[1] ?? "");
    assert.deepEqual({ format, command }, { format: 1, command: name });
  });
}
