// Turns the raw tree of one layer into a validated one, or into every mistake in it with its place. Pure.
import * as v from "valibot";
import { suggest } from "../base/suggest.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { ConfigSchema } from "./config-schema.ts";
import { maskUrls } from "./mask-secrets.ts";
import { diagnosticAt, isRecord, knownPath, type Locate, type Path, valueAt } from "./place.ts";

const FOUND_LIMIT = 60;

export interface Validated<Tree> {
  /** Undefined when there are mistakes. */
  readonly tree: Tree | undefined;
  /** What was given, right or wrong, with `keyspace: name` as `keyspace: { name }`. */
  readonly raw: unknown;
  readonly mistakes: readonly Diagnostic[];
}

export function validateTree<Tree>(given: unknown, schema: ConfigSchema<Tree>, locate: Locate): Validated<Tree> {
  const raw = normalizeKeyspaces(given);
  const result = v.safeParse(schema, raw, { abortPipeEarly: true });
  if (result.success) return { tree: result.output, raw, mistakes: [] };
  const mistakes: Diagnostic[] = [];
  const listPaths = new Set<string>();
  for (const issue of result.issues) {
    const path: Path = (issue.path ?? []).map((item) => item.key as string | number);
    const parent = path.slice(0, -1);
    if (issue.type !== "never") {
      mistakes.push(describeValue(given, path, issue.message, locate));
    } else if (!Array.isArray(valueAt(given, parent))) {
      mistakes.push(describeUnknownKey(path, issue.message, locate));
    } else if (!listPaths.has(parent.join("\0"))) {
      // A list passes as an object whose keys are unknown: one mistake, not one an item.
      listPaths.add(parent.join("\0"));
      mistakes.push(describeValue(given, parent, "a section of keys and values", locate));
    }
  }
  return { tree: undefined, raw, mistakes };
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
  const known = candidates.split(" ");
  const nearest = suggest(key, known);
  const parent = path.slice(0, -1).join(".");
  const message = parent === "" ? `unknown key \`${key}\`` : `unknown key \`${key}\` in \`${parent}\``;
  const hint = nearest === undefined ? `known keys: ${known.join(", ")}` : `did you mean \`${nearest}\`?`;
  return diagnosticAt(locate(path, "key"), message, hint);
}

function describeValue(raw: unknown, path: Path, expected: string, locate: Locate): Diagnostic {
  const known = knownPath(raw, path);
  const place = locate(path, "value");
  const label = path.length === 0 ? "the configuration" : place.label;
  return diagnosticAt(place, `${label} must be ${expected}, found ${describeFound(valueAt(raw, known), known)}`);
}

function describeFound(value: unknown, path: Path): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a section";
  // The values of these keys are never shown, whatever is wrong with them.
  if (path.includes("password") || path.at(-1) === "url")
    return typeof value === "string" ? "other text" : `a ${typeof value}`;
  const text = maskUrls(JSON.stringify(value) ?? String(value));
  return text.length > FOUND_LIMIT ? `${text.slice(0, FOUND_LIMIT)}…` : text;
}
