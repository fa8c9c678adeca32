// Turns code migrations into what their modules hold, ready to run. Imports the modules, and so runs what stands outside of their
// functions: only for what is about to be planned, never for `status`, `pending` or `history`.
import { join } from "node:path";
import { assert } from "./base/assert.ts";
import type { CodeModule } from "./migration/code-module.ts";
import { judgeCodeModule, type ModuleFamily } from "./migration/judge-code-module.ts";
import type { Migration } from "./migration/migration.ts";
import { hashModuleFiles } from "./modules/hash-module-files.ts";
import { importModule } from "./modules/import-module.ts";
import { provideOwnModules } from "./provide-own-modules.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import { DiagnosticsError } from "./text/diagnostics-error.ts";

/**
 * A module is evaluated once a process, as long as its files do not change.
 * @param directory the migrations directory; a relative one is relative to the working directory
 * @throws DiagnosticsError "migration-files-invalid" for a module that does not load or exports no migration
 */
export async function loadCode(migration: Migration, directory: string): Promise<CodeModule> {
  const module = (await loadAllCode([migration], directory)).get(migration.version);
  assert(module !== undefined, `${migration.name} is a code migration`);
  return module;
}

/**
 * The modules of all code migrations among those given, by their versions.
 * @param family of the database that they are for, when it is known
 * @throws DiagnosticsError "migration-files-invalid" with everything that is wrong with any of them
 */
export async function loadAllCode(
  migrations: readonly Migration[],
  directory: string,
  family?: ModuleFamily,
): Promise<ReadonlyMap<string, CodeModule>> {
  provideOwnModules();
  const modules = new Map<string, CodeModule>();
  const diagnostics: Diagnostic[] = [];
  for (const migration of migrations) {
    if (migration.format !== "code") continue;
    const { source } = migration.up;
    const path = join(directory, migration.name);
    const imported = await importModule(path, source.name);
    if (imported.kind === "failed") {
      diagnostics.push(imported.diagnostic);
      continue;
    }
    const judged = judgeCodeModule(imported.exports, source, await hashModuleFiles(path, source.name), family);
    diagnostics.push(...judged.diagnostics);
    if (judged.module !== undefined) modules.set(migration.version, judged.module);
  }
  if (diagnostics.length > 0) {
    const summary = `${diagnostics.length} mistakes in code migrations`;
    throw new DiagnosticsError("migration-files-invalid", summary, diagnostics);
  }
  return modules;
}
