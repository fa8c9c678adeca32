// Reads values out of a parsed JSON document, and says of each that does not fit where it stands. Pure.
import type { Diagnostic } from "../../text/diagnostic.ts";

/** A place in a document. */
export interface JsonPlace {
  readonly value: unknown;
  /** "keyspaces[0].tables[2].name"; "" is the document itself. */
  readonly path: string;
  /** Shared by all places of a document. */
  readonly problems: Diagnostic[];
}

type JsonRecord = Readonly<Record<string, unknown>>;

/** What stands at a key; what is no object has nothing at any key, and was reported where it was read as one. */
export function at(place: JsonPlace, key: string): JsonPlace {
  const value = isRecord(place.value) && Object.hasOwn(place.value, key) ? place.value[key] : undefined;
  return { value, path: place.path === "" ? key : `${place.path}.${key}`, problems: place.problems };
}

export function isThere({ value }: JsonPlace): boolean {
  return value !== undefined && value !== null;
}

export function readText(place: JsonPlace): string {
  if (typeof place.value === "string") return place.value;
  misfit(place, "a string");
  return "";
}

export function readBoolean(place: JsonPlace): boolean {
  if (typeof place.value === "boolean") return place.value;
  misfit(place, "true or false");
  return false;
}

export function readOneOf<T extends string>(place: JsonPlace, values: readonly [T, ...T[]]): T {
  const found = values.find((each) => each === place.value);
  if (found === undefined) misfit(place, values.map((each) => `"${each}"`).join(" or "));
  return found ?? values[0];
}

/** The items of a list. */
export function readList(place: JsonPlace): readonly JsonPlace[] {
  const { value, path, problems } = place;
  if (!Array.isArray(value)) {
    misfit(place, "a list");
    return [];
  }
  return value.map((item, index) => ({ value: item, path: `${path}[${index}]`, problems }));
}

/** The entries of an object. */
export function readEntries(place: JsonPlace): readonly (readonly [string, JsonPlace])[] {
  const { value } = place;
  if (!isRecord(value)) {
    misfit(place, "an object");
    return [];
  }
  return Object.keys(value).map((key) => [key, at(place, key)] as const);
}

export function misfit({ value, path, problems }: JsonPlace, expected: string): void {
  const found = value === undefined ? "missing" : typeof value === "number" ? String(value) : JSON.stringify(value);
  const shown = found.length > 40 ? `${found.slice(0, 40)}…` : found;
  problems.push({ message: `${path === "" ? "the document" : `\`${path}\``} is ${shown}, expected ${expected}` });
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
