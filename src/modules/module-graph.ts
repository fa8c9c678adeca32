// Finds the local files that a module is made of, by reading them and without running anything.
import { type Stats, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface ModuleGraph {
  /** The module first, then what it imports, in the order in which that is found. */
  readonly files: readonly LocalFile[];
  /** What is asked of packages: "tidemark/models", "cassandra-driver". */
  readonly packages: ReadonlySet<string>;
}

export interface LocalFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The endings that are tried, in the order in which jiti 2.7 tries them. */
const ENDINGS = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".mtsx", ".ctsx", ".json"];
const CODE = /\.[cm]?[jt]sx?$/;

/**
 * Follows imports, exports from, `import()` and `require()` of a literal. What cannot be found is left out: who runs the
 * module is told. A directory `node_modules` is never gone into.
 */
export async function readModuleGraph(entry: string): Promise<ModuleGraph> {
  const files = new Map<string, LocalFile>();
  const packages = new Set<string>();
  const waiting = [resolve(entry)];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (files.has(path)) continue;
    const text = await readText(path);
    if (text === undefined) continue;
    files.set(path, { path, text });
    if (!CODE.test(path)) continue;
    for (const specifier of await findSpecifiers(text)) {
      const asked = locate(specifier, path);
      const found = asked === undefined ? undefined : findFile(asked);
      if (found !== undefined && !isInPackage(found)) waiting.push(found);
      if (asked === undefined && !isBuiltin(specifier)) packages.add(specifier);
    }
  }
  return { files: [...files.values()], packages };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}

const REQUIRED = /\brequire\s*\(\s*(["'`])([^"'`$\n]+)\1\s*\)/g;
const WRITTEN = /\b(?:from|import)\b\s*\(?\s*(["'`])([^"'`$\n]+)\1/g;

async function findSpecifiers(text: string): Promise<readonly string[]> {
  // One that stands in a comment or a string is followed too: a file too many does no harm.
  return [...((await lex(text)) ?? specifiersOf(WRITTEN, text)), ...specifiersOf(REQUIRED, text)];
}

function specifiersOf(pattern: RegExp, text: string): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, , specifier]) => specifier ?? []);
}

/** Undefined for a text that the lexer cannot make out: mostly a mistake, of which its run will tell. */
async function lex(text: string): Promise<readonly string[] | undefined> {
  const { init, parse } = await import("es-module-lexer");
  await init();
  try {
    const [imports] = parse(text);
    return imports.flatMap((each) => {
      if (each.type === "import-meta" || each.specifier === undefined) return [];
      const isErased = each.type === "dynamic" ? each.probablyTypeOnly || each.glob : each.typeOnly;
      return isErased ? [] : [each.specifier];
    });
  } catch {
    return undefined;
  }
}

/** Where a specifier points, absolute and as it is written; undefined for a package. */
function locate(specifier: string, from: string): string | undefined {
  const bare = specifier.replace(/[?#].*$/s, "");
  if (/^\.{0,2}\//.test(bare) || bare === "." || bare === "..") return resolve(dirname(from), bare);
  if (specifier.startsWith("file:")) return attempt(() => fileURLToPath(bare));
  // An alias of the package that the file is in.
  if (specifier.startsWith("#")) return attempt(() => createRequire(from).resolve(specifier));
  return undefined;
}

function attempt(work: () => string): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function findFile(asked: string): string | undefined {
  const candidates = [
    asked,
    ...ENDINGS.map((ending) => asked + ending),
    ...ENDINGS.map((ending) => join(asked, `index${ending}`)),
    // What TypeScript writes for the file that will be: "./a.js" for a.ts.
    asked.replace(/\.([cm]?)js(x?)$/, ".$1ts$2"),
  ];
  return candidates.find(isFile);
}

function isFile(path: string): boolean {
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true;
}

function isInPackage(path: string): boolean {
  return path.split(sep).includes("node_modules");
}
