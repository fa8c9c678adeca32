// What the tests of this folder share: modules in a directory of their own.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { encodeDiagnostic } from "../text/diagnostic.ts";
import { type ImportedModule, importModule } from "./import-module.ts";

type Files = Readonly<Record<string, string>>;

const made: string[] = [];
// What the tests transform is not kept.
process.env.XDG_CACHE_HOME = directoryOf({});
after(() => {
  for (const directory of made) rmSync(directory, { recursive: true });
});

/** Writes the files into a new directory; the real path of it. */
export function directoryOf(files: Files): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "tidemark-modules-")));
  made.push(directory);
  writeInto(directory, files);
  return directory;
}

export function writeInto(directory: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** What the first of the files exports. */
export async function exportsOf(files: Files): Promise<Readonly<Record<string, unknown>>> {
  const module = await importFirst(files);
  assert.equal(module.kind, "loaded", module.kind === "failed" ? module.diagnostic.message : "");
  return module.kind === "loaded" ? module.exports : {};
}

/** "file:line:column: message" of the first file, which does not load. */
export async function failureOf(files: Files): Promise<string> {
  const module = await importFirst(files);
  assert.equal(module.kind, "failed");
  const { file, line, column, message } = encodeDiagnostic(module.diagnostic);
  return `${[file, line, column].filter((part) => part !== undefined).join(":")}: ${message}`;
}

async function importFirst(files: Files): Promise<ImportedModule> {
  const [name = ""] = Object.keys(files);
  return importModule(join(directoryOf(files), name), `shown/${name}`);
}
