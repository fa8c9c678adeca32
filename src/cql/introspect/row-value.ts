// Reads values out of the rows of system tables, of which every one may be missing. Pure.
import type { OptionMap } from "../schema/schema.ts";
import type { SystemRow } from "./schema-rows.ts";

/** "" when it is missing. */
export function textIn(row: SystemRow, column: string): string {
  return optionalTextIn(row, column) ?? "";
}

/** Also what has a text of its own, such as a uuid. */
export function optionalTextIn(row: SystemRow, column: string): string | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : String(value);
}

export function booleanIn(row: SystemRow, column: string): boolean | undefined {
  const value = row[column];
  return typeof value === "boolean" ? value : undefined;
}

export function numberIn(row: SystemRow, column: string): number | undefined {
  const value = row[column];
  return typeof value === "number" ? value : undefined;
}

/** A list or a set of texts. */
export function textsIn(row: SystemRow, column: string): readonly string[] {
  const value = row[column];
  return Array.isArray(value) ? value.map(String) : [];
}

export function textMapIn(row: SystemRow, column: string): OptionMap {
  return textMapOf(row[column]) ?? {};
}

/** Undefined for what is no map. */
export function textMapOf(value: unknown): OptionMap | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    return undefined;
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [String(key), textOf(item)]));
}

/** Bytes as CQL writes them: `0xcafe`. */
export function textOf(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  return `0x${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
