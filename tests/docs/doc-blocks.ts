// The blocks of a document, and the commands in them with what they print. Reads files.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DocShell } from "./doc-shell.ts";

export interface Block {
  readonly language: string;
  /** For a block that is a file: its path. */
  readonly path: string | undefined;
  readonly text: string;
}

export interface Example {
  readonly command: string;
  readonly output: string;
}

/** @param heading of the section, with its number signs; left out: the whole document */
export function readBlocks(document: string, heading?: string): readonly Block[] {
  const section = heading === undefined ? readFileSync(document, "utf8") : readSection(document, heading);
  return [...section.matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms)].map(([, language = "", path = "", text = ""]) => ({
    language,
    path: path === "" ? undefined : path,
    text,
  }));
}

function readSection(document: string, heading: string): string {
  const [mark = ""] = heading.split(" ");
  const parts = readFileSync(document, "utf8").split(new RegExp(`^(?=${mark} )`, "m"));
  const section = parts.find((part) => part.startsWith(`${heading}\n`));
  assert.ok(section !== undefined, `${document} has the heading ${heading}`);
  return section;
}

/** Lines that begin with `$` are commands, the others what they print. */
export function readExamples(text: string): readonly Example[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { command: part.slice(0, end), output: part.slice(end + 1) };
    });
}

export function maskOutput(text: string): string {
  return text
    .replace(/\b\d+(\.\d+)? (ms|s)\b/g, "<took>")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "<when>")
    .replace(/\S+@\S+/g, "<who>");
}

/** Writes a block that is a file; runs the commands of one that shows any, and holds what they print against it. */
export async function carryOut(block: Block, shell: Pick<DocShell, "directory" | "run">): Promise<void> {
  if (block.path !== undefined) {
    await mkdir(dirname(join(shell.directory, block.path)), { recursive: true });
    await writeFile(join(shell.directory, block.path), block.text);
    return;
  }
  if (block.language !== "console") return;
  for (const { command, output } of readExamples(block.text)) {
    const { output: actual, exitCode } = await shell.run(command);
    assert.equal(maskOutput(actual), maskOutput(output), `$ ${command}`);
    assert.equal(exitCode, 0, `exit code of ${command}`);
  }
}
