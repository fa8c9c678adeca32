// Evaluates modules of any flavour, TypeScript among them, through jiti. Every local file goes through it, so that all of them
// get tidemark's own modules for the names that those have.
import { mkdirSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { dirname, isAbsolute, join, sep } from "node:path";
import type { Jiti, JitiOptions, TransformOptions, TransformResult } from "jiti";
import { xdgDirectory } from "../base/xdg-directory.ts";

/** How jiti 2.7.0 makes its loaders, in dist/jiti.cjs: its public entry leaves no choice of `nativeImport`. */
type JitiFactory = (
  id: string,
  options: JitiOptions,
  context: {
    onError(error: unknown): never;
    nativeImport(id: string): Promise<unknown>;
    createRequire: typeof createRequire;
  },
) => Jiti;

export interface LoadOptions {
  /** What these specifiers stand for. */
  readonly ownModules: Readonly<Record<string, unknown>>;
  /** Whether what was evaluated before, here or by the program around, is taken as it is. */
  readonly usesCache: boolean;
}

export async function loadModule(path: string, { ownModules, usesCache }: LoadOptions): Promise<unknown> {
  const createJiti: JitiFactory = requireOfJiti("jiti.cjs");
  const options: JitiOptions = {
    fsCache: cacheDirectory(),
    moduleCache: usesCache,
    virtualModules: ownModules,
    // Large, and not needed where the cache has the text.
    transform,
  };
  const jiti = createJiti(import.meta.url, options, {
    onError: (error) => {
      throw error;
    },
    nativeImport: importNatively,
    createRequire,
  });
  return await jiti.import(path);
}

function requireOfJiti(name: string): JitiFactory & NonNullable<JitiOptions["transform"]> {
  const require = createRequire(import.meta.url);
  return require(join(dirname(require.resolve("jiti")), "../dist", name));
}

function transform(given: TransformOptions): TransformResult {
  return requireOfJiti("babel.cjs")(given);
}

/** What jiti 2.7.0 puts before a module, on its first line. */
const WRAPPER = "(async function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) { ";

/** A line and a column, both from 1. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** Where a place of the transformed text, which a stack names, is in the file as it is written: lines stay, columns do not. */
export function findWritten(path: string, text: string, { line, column }: LineAndColumn): LineAndColumn {
  const babel = { sourceMaps: "inline", sourceFileName: path };
  const isTyped = /\.[cm]?tsx?$/.test(path);
  const { code } = transform({ source: text, filename: path, ts: isTyped, async: true, interopDefault: true, babel });
  const [, encoded] = /\/\/# sourceMappingURL=data:[^,]*,(\S+)/.exec(code) ?? [];
  if (encoded === undefined) return { line, column };
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  const entry = map.findEntry(line - 1, column - 1 - (line === 1 ? WRAPPER.length : 0));
  if (!("originalLine" in entry)) return { line, column: 1 };
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** Forgets what was evaluated of a file that has changed since. */
export function forgetModule(path: string): void {
  delete createRequire(import.meta.url).cache[path];
}

/**
 * jiti offers modules in plain JavaScript to node first, which would resolve `cassandra-driver` to another copy, and evaluates
 * those that throw a second time; one that is refused here it transforms and evaluates itself.
 */
async function importNatively(id: string): Promise<unknown> {
  const path = id.startsWith("file:") ? decodeURIComponent(new URL(id).pathname) : id;
  const isLocal = isAbsolute(path) && !path.split(sep).includes("node_modules");
  if (isLocal && /\.[cm]?[jt]sx?$/.test(path)) throw new Error("it is to be transformed");
  return await import(id);
}

/** In the user's own cache: in a directory that others may write to, they could change what is run. */
function cacheDirectory(): string | false {
  const home = xdgDirectory("XDG_CACHE_HOME");
  if (home === undefined) return false;
  const directory = join(home, "tidemark", "modules");
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return directory;
  } catch {
    return false;
  }
}
