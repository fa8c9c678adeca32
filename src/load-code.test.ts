// Goal: all modules of code migrations are loaded, and all that is wrong with them is told at once, before anything runs.
// Method: files in a fresh directory.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadAllCode, loadCode } from "./load-code.ts";
import type { Migration } from "./migration/migration.ts";
import { readMigrations } from "./migration/read-directory.ts";
import { encodeDiagnostic } from "./text/diagnostic.ts";
import { DiagnosticsError } from "./text/diagnostics-error.ts";

async function withMigrations(
  files: Readonly<Record<string, string>>,
  claim: (migrations: readonly Migration[], directory: string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-code-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const { migrations, diagnostics } = await readMigrations(directory);
    assert.deepEqual(diagnostics, []);
    await claim(migrations, directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const GOOD = [
  'import { defineMigration } from "tidemark";',
  'import { name } from "./names.ts";',
  "export default defineMigration({ async upgrade(ctx) { ctx.log(name); } });",
].join("\n");

test("modules are loaded by version, with the files that they import; statements are left alone", () =>
  withMigrations(
    { "20260203_001_a.ts": GOOD, "names.ts": "export const name = 'n';", "V1__b.cql": "" },
    async (migrations, directory) => {
      const modules = await loadAllCode(migrations, directory);
      assert.deepEqual([...modules.keys()], ["20260203.1"]);
      const files = modules.get("20260203.1")?.files.map(({ file }) => file);
      assert.deepEqual(files, [join(directory, "20260203_001_a.ts"), join(directory, "names.ts")]);
    },
  ));

test("a module that is loaded twice is evaluated once", () =>
  withMigrations(
    {
      "20260203_001_a.ts":
        "globalThis.tidemarkLoads = (globalThis.tidemarkLoads ?? 0) + 1; export default { upgrade() {} };",
    },
    async ([migration], directory) => {
      assert.ok(migration !== undefined);
      await Promise.all([loadCode(migration, directory), loadCode(migration, directory)]);
      assert.equal(Reflect.get(globalThis, "tidemarkLoads"), 1);
    },
  ));

test("everything that is wrong with any of them is told at once, with file and line", () =>
  withMigrations(
    {
      "20260203_001_a.ts": "const a: string = 'x';\nthrow new Error('at import');\n",
      "20260203_002_b.ts": "\nexport default { up() {} };\n",
      "20260203_003_c.ts": GOOD,
      "names.ts": "export const name = ;",
    },
    async (migrations, directory) => {
      const error = await loadAllCode(migrations, directory).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof DiagnosticsError);
      assert.equal(error.code, "migration-files-invalid");
      assert.deepEqual(
        error.diagnostics.map((diagnostic) => {
          const { file = "", line, message } = encodeDiagnostic(diagnostic);
          return `${file.slice(directory.length + 1)}:${line}: ${message}`;
        }),
        [
          "20260203_001_a.ts:2: the module cannot be loaded: Error: at import",
          "20260203_002_b.ts:2: the migration has no `upgrade`",
          "20260203_002_b.ts:2: unknown key `up` in the migration",
          "names.ts:1: the module cannot be loaded: Unexpected token",
        ],
      );
    },
  ));
