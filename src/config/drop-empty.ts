// Turns a raw tree into one whose empty values are unset, as cql-track takes them. Pure.
import { isRecord } from "./place.ts";

/** Keys stay, so that one that is not known is still found. */
export function dropEmpty(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  // A replication that lacks a number must be refused, not made smaller.
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === "replication" && hasKeys(item) ? item : dropEmpty(item)]),
  );
}

function hasKeys(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length > 0;
}
