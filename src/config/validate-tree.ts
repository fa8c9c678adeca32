// Turns the raw tree of one layer into a validated one, or into every mistake in it with its place. Pure.
import * as v from "valibot";
import { suggest } from "../base/suggest.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { type ConfigSchema, SECTION } from "./config-schema.ts";
import { maskLogin, maskUrls } from "./mask-secrets.ts";
import { diagnosticAt, isRecord, knownPath, type Locate, type Path, type Place, valueAt } from "./place.ts";

const FOUND_LIMIT = 60;

export interface Validated<Tree> {
  /** Undefined when there are mistakes. */
  readonly tree: Tree | undefined;
  /** What was given, right or wrong, with `keyspace: name` as `keyspace: { name }`. */
  readonly raw: unknown;
  readonly mistakes: readonly Diagnostic[];
  /** What stands where it does not belong, and may be a secret: not to be shown. */
  readonly misplaced: readonly Place[];
}

export function validateTree<Tree>(given: unknown, schema: ConfigSchema<Tree>, locate: Locate): Validated<Tree> {
  const raw = normalizeKeyspaces(given);
  const result = v.safeParse(schema, raw, { abortPipeEarly: true });
  if (result.success) return { tree: result.output, raw, mistakes: [], misplaced: [] };
  const mistakes: Diagnostic[] = [];
  const misplaced: Place[] = [];
  const listPaths = new Set<string>();
  for (const issue of result.issues) {
    const path: Path = (issue.path ?? []).map((item) => item.key as string | number);
    const parent = path.slice(0, -1);
    if (issue.type !== "never") {
      mistakes.push(describeValue(given, path, issue.message, locate));
      if (issue.message === SECTION) misplaced.push(locate(path, "content"));
    } else if (!Array.isArray(valueAt(given, parent))) {
      mistakes.push(describeUnknownKey(path, issue.message, locate));
      misplaced.push(locate(path, "content"));
    } else if (!listPaths.has(parent.join("\0"))) {
      // A list passes as an object whose keys are unknown: one mistake, not one an item.
      listPaths.add(parent.join("\0"));
      mistakes.push(describeValue(given, parent, SECTION, locate));
      misplaced.push(locate(parent, "content"));
    }
  }
  return { tree: undefined, raw, mistakes, misplaced };
}

/** At the top and in profiles. */
function normalizeKeyspaces(raw: unknown): unknown {
  if (!isRecord(raw)) return raw;
  const { keyspace, profiles } = raw;
  return {
    ...raw,
    ...(Object.hasOwn(raw, "keyspace") && !isRecord(keyspace) && { keyspace: { name: keyspace } }),
    ...(isRecord(profiles) && {
      profiles: Object.fromEntries(
        Object.entries(profiles).map(([name, profile]) => [name, normalizeKeyspaces(profile)]),
      ),
    }),
  };
}

function describeUnknownKey(path: Path, candidates: string, locate: Locate): Diagnostic {
  const key = String(path.at(-1));
  const names = candidates.split(" ");
  const known = names.filter((name) => !name.includes("."));
  const nearest = suggest(key, known) ?? suggestInner(key, names);
  const parent = path.slice(0, -1).join(".");
  const message = parent === "" ? `unknown key \`${key}\`` : `unknown key \`${key}\` in \`${parent}\``;
  const hint = nearest === undefined ? listOf(known, String(path.at(-2))) : `did you mean \`${nearest}\`?`;
  return diagnosticAt(locate(path, "key"), message, hint);
}

/** Where the keys are the names of rules or limits there are far too many to read in a message. */
function listOf(known: readonly string[], section: string): string {
  switch (section) {
    case "lint":
      return "take it away: `tidemark lint --rules` lists the rules then";
    case "guardrails":
      return "the keys are the names that limits have in cassandra.yaml";
    default:
      return `known keys: ${known.join(", ")}`;
  }
}

/** The key of an inner section that has this name, or one near it. */
function suggestInner(key: string, names: readonly string[]): string | undefined {
  const byLastPart = new Map(names.map((name) => [name.slice(name.lastIndexOf(".") + 1), name]));
  const nearest = byLastPart.has(key) ? key : suggest(key, [...byLastPart.keys()]);
  return nearest === undefined ? undefined : byLastPart.get(nearest);
}

function describeValue(raw: unknown, path: Path, expected: string, locate: Locate): Diagnostic {
  const known = knownPath(raw, path);
  const place = locate(path, "value");
  const label = path.length === 0 ? "the configuration" : place.label;
  const value = valueAt(raw, known);
  const found =
    expected === SECTION && typeof value === "string" && value !== "" ? "text" : describeFound(value, known);
  // Who manages a SQL schema looks for it at the top.
  const isSchemaName = path.at(-1) === "schema" && typeof value === "string" && expected === SECTION;
  // YAML reads a version as a number, and forgets the zero behind its point.
  const isVersion = path.includes("servers") && [value].flat().some((each) => typeof each === "number");
  const hint = isSchemaName
    ? "the schema of a SQL database is `database.schema`"
    : isVersion
      ? "write a version in quotes: '5.0'"
      : undefined;
  return diagnosticAt(place, `${label} must be ${expected}, found ${found}`, hint);
}

function describeFound(value: unknown, path: Path): string {
  if (value === undefined || value === null) return "nothing";
  if (value === "") return "empty text";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a section";
  // The values of these keys are never shown, whatever is wrong with them.
  if (path.includes("password") || path.at(-1) === "url" || path.at(-1) === "shadow_url")
    return typeof value === "string" ? "other text" : `a ${typeof value}`;
  const shown = path.includes("contact_points") && typeof value === "string" ? maskLogin(value) : value;
  const text = maskUrls(JSON.stringify(shown) ?? String(shown));
  return text.length > FOUND_LIMIT ? `${text.slice(0, FOUND_LIMIT)}…` : text;
}
