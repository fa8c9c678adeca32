// One source of settings: what it says, validated, with absolute paths. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import { sectionsSchema } from "./config-schema.ts";
import type { ConfigTree } from "./config-tree.ts";
import type { RawValue } from "./environment.ts";
import { diagnosticAt, type Locate, type Path, type Place } from "./place.ts";
import { resolvePaths } from "./resolve-paths.ts";
import type { UnsetValue } from "./substitute-variables.ts";
import { parseTargetUrl } from "./target-url.ts";
import { validateTree } from "./validate-tree.ts";

/** Layers of one group are on a par: two of them may not each name a target. */
export type LayerGroup =
  | "defaults"
  | "file"
  | "profile"
  | "database-url"
  | "cql-track-environment"
  | "environment"
  | "flags";

export interface Layer {
  readonly group: LayerGroup;
  /** Empty when there are mistakes in the layer. */
  readonly tree: ConfigTree;
  /** What was given, right or wrong. */
  readonly raw: unknown;
  readonly locate: Locate;
  /** Values that lack an environment variable: mistakes, unless a later layer gives the value. */
  readonly unset: readonly UnsetValue[];
}

export interface LayerResult {
  readonly layer: Layer;
  readonly mistakes: readonly Diagnostic[];
}

/** The layer of values with a name each: variables or flags. Their paths are relative to `cwd`. */
export function layerOfValues(values: readonly RawValue[], group: LayerGroup, cwd: string): LayerResult {
  const raw: Record<string, unknown> = {};
  const names = new Map<string, string>();
  for (const { path, name, value } of values) {
    let section = raw;
    for (const key of path.slice(0, -1)) {
      section[key] ??= {};
      section = section[key] as Record<string, unknown>;
    }
    section[String(path.at(-1))] = value;
    names.set(path.join("."), `\`${name}\``);
  }
  const locate: Locate = (path) => ({ label: labelOf(path, names) });
  return layerOf(raw, group, locate, cwd);
}

/** The layer of a target's URL; `label` names the flag or variable. */
export function layerOfUrl(url: string, label: string, group: LayerGroup, cwd: string): LayerResult {
  const { tree, problems } = parseTargetUrl(url);
  const place: Place = { label };
  const result = layerOf(tree, group, (path) => ({ label: labelUrlPart(path, label) }), cwd);
  const own = problems.map(({ message, hint }) => diagnosticAt(place, `${label} ${message}`, hint));
  return { layer: result.layer, mistakes: [...own, ...result.mistakes] };
}

function layerOf(raw: unknown, group: LayerGroup, locate: Locate, cwd: string): LayerResult {
  const validated = validateTree(raw, sectionsSchema, locate);
  const tree = resolvePaths(validated.tree ?? {}, cwd);
  // A variable that sets two keys is one mistake.
  const mistakes = [...new Map(validated.mistakes.map((each) => [each.message, each])).values()];
  return { layer: { group, tree, raw: validated.raw, locate, unset: [] }, mistakes };
}

/** The name of the value at a path, or of the one around it: a keyspace's name belongs to `keyspace`. */
function labelOf(path: Path, names: ReadonlyMap<string, string>): string {
  for (let length = path.length; length > 0; length -= 1) {
    const name = names.get(path.slice(0, length).join("."));
    if (name !== undefined) return name;
  }
  return `\`${path.join(".")}\``;
}

const URL_PARTS: ReadonlyMap<string, string> = new Map([
  ["contact_points", "the host"],
  ["keyspace", "the keyspace"],
  ["username", "the user"],
  ["password", "the password"],
  ["local_datacenter", "`localDatacenter`"],
  ["consistency", "`consistency`"],
  ["secure_connect_bundle", "`secureConnectBundle`"],
  ["enabled", "`ssl`"],
]);

/** A SQL URL is one value. */
function labelUrlPart(path: Path, label: string): string {
  const part = path.map((key) => URL_PARTS.get(String(key))).find((name) => name !== undefined);
  return part === undefined ? label : `${part} of ${label}`;
}
