// Turns the paths of the configuration into the models that the modules there export. Runs the modules.
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { messageOf, ToolError } from "./base/errors.ts";
import { isModel, type Model, type Place } from "./model/model.ts";
import { importModule } from "./modules/import-module.ts";
import { provideOwnModules } from "./provide-own-modules.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import { DiagnosticsError } from "./text/diagnostics-error.ts";
import { lineStarts, lineText } from "./text/source.ts";

export interface FoundModels {
  /** File by file, in the order of the paths and then of their names, and as they stand in each; each model once. */
  readonly models: readonly Model[];
  /** The modules that export them, absolute. */
  readonly files: readonly string[];
}

const MODULE = /\.(?:ts|mts|js|mjs)$/;
const NO_MODELS = /\.(?:test|spec|d)\.[a-z]+$/;
const HINT = "a file exports what `table`, `userType` and `view` of tidemark/models return";

/**
 * All exports that are models count, and those in exported lists and plain objects.
 * @param paths of files, or of directories, of which every module counts at any depth, tests and declarations apart
 * @throws ToolError "usage" when no path is given, DiagnosticsError "model-invalid" with everything that is wrong
 */
export async function findModels(paths: readonly string[], cwd: string = process.cwd()): Promise<FoundModels> {
  if (paths.length === 0) {
    throw new ToolError("usage", "no models are configured", {
      hint: "name their files or directories in `models:` of the configuration, or in TIDEMARK_MODELS",
    });
  }
  provideOwnModules();
  const diagnostics: Diagnostic[] = [];
  const models = new Set<Model>();
  const files: string[] = [];
  for (const path of new Set(paths.map((each) => resolve(cwd, each)))) {
    const listed = listModules(path, diagnostics, cwd);
    const before = diagnostics.length;
    let foundCount = 0;
    for (const file of listed) {
      const found = await readModels(file, cwd, diagnostics);
      foundCount += found.length;
      if (found.length > 0 && !files.includes(file)) files.push(file);
      for (const model of found) models.add(model);
    }
    const isEmpty = foundCount === 0 && listed.length > 0 && diagnostics.length === before;
    if (isEmpty) diagnostics.push(diagnosePath(path, cwd, "there is no model here", HINT));
  }
  diagnostics.push(...findRivals([...models], cwd));
  if (diagnostics.length > 0)
    throw new DiagnosticsError("model-invalid", `${diagnostics.length} mistakes in the models`, diagnostics);
  return { models: [...models], files };
}

/** The modules of a path; none with a diagnostic. */
function listModules(path: string, diagnostics: Diagnostic[], cwd: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const modules = listDirectory(path, new Set());
    if (modules.length === 0) diagnostics.push(diagnosePath(path, cwd, "the directory holds no module", HINT));
    return modules;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const message = isMissing ? "it does not exist" : `it cannot be read: ${messageOf(error)}`;
    diagnostics.push(diagnosePath(path, cwd, message, "`models` of the configuration names it"));
    return [];
  }
}

/** @param seen real paths of the directories above and before: links may lead around */
function listDirectory(directory: string, seen: Set<string>): readonly string[] {
  const real = realpathSync(directory);
  if (seen.has(real)) return [];
  seen.add(real);
  return readdirSync(directory)
    .sort()
    .flatMap((name) => {
      if (name.startsWith(".") || name === "node_modules") return [];
      const path = join(directory, name);
      const isModule = MODULE.test(name) && !NO_MODELS.test(name);
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats?.isDirectory() === true) return listDirectory(path, seen);
      return isModule ? [path] : [];
    });
}

async function readModels(file: string, cwd: string, diagnostics: Diagnostic[]): Promise<readonly Model[]> {
  const imported = await importModule(file, show(file, cwd));
  if (imported.kind === "loaded") return modelsOf(imported.exports);
  // Several files may import the one that does not load.
  const { message, source, span } = imported.diagnostic;
  const isTold = diagnostics.some(
    (told) => told.message === message && told.source?.name === source?.name && told.span?.start === span?.start,
  );
  if (!isTold) diagnostics.push(imported.diagnostic);
  return [];
}

/** File by file, in the order of their places: that of exports is not the one in which they are written. */
function modelsOf(exports: Readonly<Record<string, unknown>>): readonly Model[] {
  const values = Object.values(exports).flatMap((value) => [value, ...valuesIn(value)]);
  const models = [...new Set(values)].filter(isModel);
  const ranks = new Map([...new Set(models.map(({ place }) => place?.file))].map((file, rank) => [file, rank]));
  const rankOf = ({ place }: Model): number => ranks.get(place?.file) ?? 0;
  return models.sort((left, right) => rankOf(left) - rankOf(right) || comparePlaces(left.place, right.place));
}

function valuesIn(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || isModel(value)) return [];
  if (Array.isArray(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? Object.values(value) : [];
}

/** In one file. */
function comparePlaces(left: Place | undefined, right: Place | undefined): number {
  if (left === undefined || right === undefined) return 0;
  return left.line - right.line || left.column - right.column;
}

/** One name may be declared once: tables and views share theirs, and types have their own. */
function findRivals(models: readonly Model[], cwd: string): readonly Diagnostic[] {
  const byName = new Map<string, Model>();
  return models.flatMap((model) => {
    const key = JSON.stringify([model.kind === "user-type", model.keyspace, model.name]);
    const first = byName.get(key);
    if (first === undefined) {
      byName.set(key, model);
      return [];
    }
    const what = model.kind === "user-type" ? "type" : model.kind;
    const at = first.place === undefined ? "" : `, first at ${printPlace(first.place, cwd)}`;
    const message = `the ${what} \`${model.name}\` is declared by two models${at}`;
    return [{ message, hint: "keep one of them", ...spotOf(model.place, cwd) }];
  });
}

function printPlace({ file, line }: Place, cwd: string): string {
  return `${show(file, cwd)}:${line}`;
}

function spotOf(place: Place | undefined, cwd: string): Pick<Diagnostic, "source" | "span"> {
  if (place === undefined) return {};
  const source = { name: show(place.file, cwd), text: readText(place.file) };
  // The column is that of the text as it was transformed.
  const start = lineStarts(source)[place.line - 1] ?? 0;
  return { source, span: { start, end: start + lineText(source, place.line).length } };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function diagnosePath(path: string, cwd: string, message: string, hint: string): Diagnostic {
  return { message, hint, source: { name: show(path, cwd), text: "" } };
}

function show(path: string, cwd: string): string {
  const shown = relative(cwd, path);
  return shown === "" || shown.startsWith("..") ? path : shown;
}
