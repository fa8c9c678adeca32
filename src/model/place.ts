// Says where a model is declared, from the stack. Pure but for the stack.
import type { Place } from "./model.ts";

const FRAME = /(?:\(|\bat (?:async )?)((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/**
 * The place from which the function `maker` was called, which is on the stack.
 * @returns undefined where the runtime does not tell
 */
export function placeOfCall(maker: (...args: never[]) => unknown): Place | undefined {
  if (typeof Error.captureStackTrace !== "function") return undefined;
  const limit = Error.stackTraceLimit;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 1;
    Error.captureStackTrace(holder, maker);
    return typeof holder.stack === "string" ? placeInStack(holder.stack) : undefined;
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The place that the first frame of a stack names. */
export function placeInStack(stack: string): Place | undefined {
  const frame = stack.split("\n").find((line) => /^\s*at /.test(line));
  const [, file, line, column] = (frame && FRAME.exec(frame)) ?? [];
  if (file === undefined) return undefined;
  return { file: pathOf(file), line: Number(line), column: Number(column) };
}

/** A URL of a file as a path; what else stands in the URL, such as a query, is no part of the file's name. */
function pathOf(file: string): string {
  if (!file.startsWith("file://")) return file;
  const path = decodeURIComponent(new URL(file).pathname);
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

/** "models.ts:3:14"; undefined where the place is not known. */
export function printPlace(place: Place): string;
export function printPlace(place: Place | undefined): string | undefined;
export function printPlace(place: Place | undefined): string | undefined {
  return place && `${place.file}:${place.line}:${place.column}`;
}
