// Where a value of a configuration was written: in a file, a variable or a flag.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";

export type PathKey = string | number;
export type Path = readonly PathKey[];

export interface Place {
  /** The key, variable or flag, in backticks, as a sentence about it begins. */
  readonly label: string;
  readonly source?: Source | undefined;
  readonly span?: Span | undefined;
}

/** `value`: where to point, which is the key for a section; `content`: all that was written as the value. */
export type PlacePart = "key" | "value" | "content";

/** Finds the place of the key or the value at a path; of the nearest one around it when the path leads further than the text. */
export type Locate = (path: Path, part: PlacePart) => Place;

export function diagnosticAt(place: Place, message: string, hint?: string | undefined): Diagnostic {
  return { message, hint, source: place.source, span: place.span };
}

/** The value at a path, or undefined. */
export function valueAt(tree: unknown, path: Path): unknown {
  let value = tree;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PathKey, unknown>)[key];
  }
  return value;
}

/** The longest beginning of a path that leads to something. */
export function knownPath(tree: unknown, path: Path): Path {
  let length = path.length;
  while (length > 0 && valueAt(tree, path.slice(0, length)) === undefined) length -= 1;
  return path.slice(0, length);
}

/** A map of keys to values: no list, no scalar. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
