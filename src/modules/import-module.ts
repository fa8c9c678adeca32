// Turns a user's module, in TypeScript or JavaScript, into what it exports, or into what is wrong with it. Runs it.
import { realpath } from "node:fs/promises";
import { checksumOf } from "../base/checksum.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { describeFailure } from "./describe-failure.ts";
import { readModuleGraph } from "./module-graph.ts";
import { findWritten, forgetModule, loadModule } from "./module-loader.ts";
import { loadOwnModules } from "./own-modules.ts";

export type ImportedModule =
  | { readonly kind: "loaded"; readonly exports: Readonly<Record<string, unknown>> }
  | { readonly kind: "failed"; readonly diagnostic: Diagnostic };

export interface ImportOptions {
  /** "once" a process, as long as none of its files changes, or at every call, with all local files that it imports. */
  readonly evaluation?: "once" | "every-time" | undefined;
}

interface Evaluated {
  /** Of the files as they were. */
  readonly fingerprint: string;
  readonly module: ImportedModule;
}

const evaluated = new Map<string, Evaluated>();
let last: Promise<unknown> = Promise.resolve();

/**
 * Imports of `tidemark` and `cassandra-driver` in it get the copies that are running (`provideModule`). What fails, here or in
 * a local file that it imports, is a diagnostic with that file's place.
 * @param shownName the file as messages show it
 */
export function importModule(path: string, shownName: string, options: ImportOptions = {}): Promise<ImportedModule> {
  // One after another: what two modules import would be evaluated twice when they are loaded at the same time.
  const next = last.then(() => importNext(path, shownName, options));
  last = next.catch(() => undefined);
  return next;
}

async function importNext(path: string, shownName: string, options: ImportOptions): Promise<ImportedModule> {
  const { evaluation = "once" } = options;
  // Modules are known by their real paths: a link to a file is that file.
  const real = await realpath(path).catch(() => path);
  const graph = await readModuleGraph(real);
  const fingerprint = checksumOf(...graph.files.flatMap((file) => [file.path, file.text]));
  const before = evaluated.get(real);
  const usesCache = evaluation === "once";
  if (usesCache && before?.fingerprint === fingerprint) return before.module;
  if (usesCache && before !== undefined) for (const file of graph.files) forgetModule(file.path);
  let module: ImportedModule;
  try {
    const loaded = await loadModule(real, { ownModules: await loadOwnModules(graph.packages), usesCache });
    module = { kind: "loaded", exports: exportsOf(loaded) };
  } catch (thrown) {
    const failed = { path: real, shownName, files: graph.files, findWritten };
    module = { kind: "failed", diagnostic: describeFailure(thrown, failed) };
  }
  if (usesCache) evaluated.set(real, { fingerprint, module });
  return module;
}

/** As node gives them: of CommonJS the whole is the default export. jiti has a default export for every module. */
function exportsOf(loaded: unknown): Readonly<Record<string, unknown>> {
  if (typeof loaded !== "object" || loaded === null) return { default: loaded };
  const names = Object.keys(loaded).map((name) => [name, Reflect.get(loaded, name)] as const);
  return "__esModule" in loaded ? Object.fromEntries(names) : { ...Object.fromEntries(names), default: loaded };
}
