// Goal: what docs/code-migrations.md shows is so. Method: its examples are loaded and type-checked, its mistakes are made.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { loadAllCode } from "../../src/load-code.ts";
import { readMigrations } from "../../src/migration/read-directory.ts";
import { DiagnosticsError } from "../../src/text/diagnostics-error.ts";

const TEXT = readFileSync("docs/code-migrations.md", "utf8");
/** By the name in the first line of each. */
const EXAMPLES = [...TEXT.matchAll(/^```ts\n\/\/ migrations\/(\S+)\n(.*?)^```/gms)].map(
  ([, name = "", text = ""]) => [name, text] as const,
);

async function withDirectory(
  files: readonly (readonly [string, string])[],
  claim: (directory: string) => Promise<void> | void,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-code-doc-"));
  try {
    for (const [name, text] of files) writeFileSync(join(directory, name), text);
    await claim(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("every example is a migration that loads", () =>
  withDirectory(EXAMPLES, async (directory) => {
    assert.equal(EXAMPLES.length, 3);
    const { migrations, diagnostics } = await readMigrations(directory);
    assert.deepEqual(diagnostics, []);
    assert.equal((await loadAllCode(migrations, directory)).size, EXAMPLES.length);
  }));

test("every example type-checks, strictly", () =>
  withDirectory(EXAMPLES, (directory) => {
    mkdirSync(join(directory, "node_modules"));
    symlinkSync(resolve(process.env.TEST_PACKAGE ?? "."), join(directory, "node_modules/tidemark"));
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    const names = EXAMPLES.map(([name]) => name);
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags, ...names], {
      cwd: directory,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
  }));

const [, table = ""] = TEXT.split("| the module | |\n|---|---|\n");
const MISTAKES = (table.split("\n\n")[0] ?? "")
  .split("\n")
  .map((row) => /^\| `(.*?)` \| (.*) \|$/.exec(row)?.slice(1) ?? [row]);

for (const [module = "", message = ""] of MISTAKES) {
  test(`of ${module} it says: ${message}`, () =>
    withDirectory([["20260203_001_a.ts", module]], async (directory) => {
      const { migrations } = await readMigrations(directory);
      const error = await loadAllCode(migrations, directory).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof DiagnosticsError);
      assert.ok(
        error.diagnostics.some((diagnostic) => diagnostic.message.includes(message)),
        error.diagnostics.map((diagnostic) => diagnostic.message).join("\n"),
      );
    }));
}
