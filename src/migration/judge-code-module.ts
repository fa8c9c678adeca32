// Turns what the module of a code migration exports into a CodeModule, or into everything that is wrong with it. Pure.

import type { ModuleFile } from "../base/module-file.ts";
import { suggest } from "../base/suggest.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import type { CodeMigration } from "./code-migration.ts";
import type { CodeModule } from "./code-module.ts";
import type { SqlCodeMigration } from "./sql-code-migration.ts";

export interface JudgedModule {
  /** Undefined with any diagnostic. */
  readonly module: CodeModule | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The databases that a module is read for; undefined: not known. */
export type ModuleFamily = "cql" | "sql" | undefined;

type Kind = "function" | "boolean" | "string";

/** What each key of a migration may hold. */
const KEYS: Readonly<Record<keyof SqlCodeMigration, Kind>> = {
  description: "string",
  allowDestructive: "boolean",
  reversible: "boolean",
  transaction: "boolean",
  upgrade: "function",
  downgrade: "function",
};
const EXPECTED: Readonly<Record<Kind, string>> = {
  function: "a function",
  boolean: "true or false",
  string: "text",
};
const WRITE = "write `export default defineMigration({ async upgrade(ctx) { … } })`";
const OTHER_NAMES: Readonly<Record<string, string>> = { up: "upgrade", down: "downgrade" };

/** `source` is the module's text, for the places. */
export function judgeCodeModule(
  exports: Readonly<Record<string, unknown>>,
  source: Source,
  files: readonly ModuleFile[],
  family?: ModuleFamily,
): JudgedModule {
  const place = { source, span: findDefaultExport(source.text) };
  const given = exports.default;
  const problem = describeDefault(exports);
  if (problem !== undefined) return { module: undefined, diagnostics: [{ ...problem, ...place }] };
  const migration = given as Readonly<Record<string, unknown>>;
  const diagnostics: Diagnostic[] = [];
  if (migration.upgrade === undefined)
    diagnostics.push({ message: "the migration has no `upgrade`", hint: WRITE, ...place });
  for (const [key, kind] of Object.entries(KEYS)) {
    const value = migration[key];
    if (value === undefined || typeof value === kind) continue;
    const message = `\`${key}\` must be ${EXPECTED[kind]}, found ${describeValue(value)}`;
    diagnostics.push({ message, source, span: findKey(source.text, key, place.span) });
  }
  if (family === "cql" && migration.transaction !== undefined) {
    const message = "`transaction` is for SQL databases: CQL has no transactions";
    diagnostics.push({ message, hint: "take it out", source, span: findKey(source.text, "transaction", place.span) });
  }
  for (const key of Object.keys(migration)) {
    if (Object.hasOwn(KEYS, key)) continue;
    const nearest = OTHER_NAMES[key] ?? suggest(key, Object.keys(KEYS));
    const known = Object.keys(KEYS).filter((each) => family !== "cql" || each !== "transaction");
    const hint = nearest === undefined ? `known keys: ${known.join(", ")}` : `did you mean \`${nearest}\`?`;
    const span = findKey(source.text, key, place.span);
    diagnostics.push({ message: `unknown key \`${key}\` in the migration`, hint, source, span });
  }
  if (diagnostics.length > 0) return { module: undefined, diagnostics };
  return { module: moduleOf(given as CodeMigration & Pick<SqlCodeMigration, "transaction">, files), diagnostics };
}

function moduleOf(
  migration: CodeMigration & Pick<SqlCodeMigration, "transaction">,
  files: readonly ModuleFile[],
): CodeModule {
  const { allowDestructive = false, reversible = true, transaction } = migration;
  return {
    allowDestructive,
    reversible,
    ...(transaction !== undefined && { transaction }),
    // It may use `this`.
    upgrade: (context) => migration.upgrade(context),
    downgrade: migration.downgrade && ((context) => migration.downgrade?.(context)),
    files,
  };
}

/** What is wrong with the default export as a whole. */
function describeDefault(exports: Readonly<Record<string, unknown>>): Diagnostic | undefined {
  const given = exports.default;
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return undefined;
  if (given === undefined) {
    const [name] = ["upgrade", "up", "migration"].filter((each) => exports[each] !== undefined);
    const found = name === undefined ? "" : `: it exports \`${name}\` by name`;
    return { message: `the module has no default export${found}`, hint: WRITE };
  }
  return { message: `the default export must be a migration, found ${describeValue(given)}`, hint: WRITE };
}

function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "function":
      return "a function";
    case "object":
      return "an object";
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    default:
      return String(value);
  }
}

const DEFAULT_EXPORT = /^[ \t]*(export[ \t]+default\b|export[ \t]*\{[^}]*\bas[ \t]+default\b|module\.exports\b)/m;

/** The words `export default`, else the start of the file. */
function findDefaultExport(text: string): Span {
  const match = DEFAULT_EXPORT.exec(text);
  const [whole = "", words = ""] = match ?? [];
  const start = match === null ? 0 : match.index + whole.length - words.length;
  return { start, end: start + (/^[^\n]*/.exec(words)?.[0].length ?? 0) };
}

/** The key, where a line below the default export begins with it. */
function findKey(text: string, key: string, otherwise: Span): Span {
  const name = key.replace(/[^\w$]/g, "\\$&");
  const from = text.slice(otherwise.start);
  const match = new RegExp(`(^[ \\t]*(?:async[ \\t]+)?|[{,][ \\t]*)(["']?${name}["']?)[ \\t]*[:(,]`, "m").exec(from);
  if (match === null) return otherwise;
  const start = otherwise.start + match.index + (match[1]?.length ?? 0);
  return { start, end: start + (match[2]?.length ?? 0) };
}
