// Turns a change into plain data for JSON. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Change } from "./change.ts";
import { renderChange } from "./describe-change.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const TYPE_KINDS: ReadonlySet<string> = new Set(["native", "list", "set", "map", "tuple", "vector", "user", "custom"]);

/** Maps become lists in the order of their names, types CQL, what is undefined is left out; `description` is for people. */
export function encodeChange(change: Change): Json {
  return { ...(encode(change) as Readonly<Record<string, Json>>), description: renderChange(change) };
}

function encode(value: unknown): Json {
  if (value instanceof PersistentMap) return value.sorted().map(encode);
  if (Array.isArray(value)) return value.map(encode);
  // JSON has no NaN.
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return null;
  if (isType(value)) return printCqlType(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.map(([key, each]) => [
      key,
      key === "changes" ? (each as readonly Change[]).map(encodeChange) : encode(each),
    ]),
  );
}

/** An index may be "custom", too. */
function isType(value: object): value is CqlType {
  return "kind" in value && typeof value.kind === "string" && TYPE_KINDS.has(value.kind) && !("target" in value);
}
