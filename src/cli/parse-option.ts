// Values of options, checked while the command line is read.
import { InvalidArgumentError } from "commander";
import { parseDuration } from "../base/duration.ts";
import { parseVersion } from "../migration/version.ts";

/** A count of things: a whole number of at least 1. */
export function parseCount(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("must be a whole number of at least 1");
}

/** Kept as it was written; it is checked here so that the message can name the option. */
export function checkDuration(text: string): string {
  if (parseDuration(text) !== undefined) return text;
  throw new InvalidArgumentError("must be a duration (30 seconds are 30 or 30s; 500ms, 10m)");
}

/** Kept as it was written; it is checked here so that the message can name the option. */
export function checkVersion(text: string): string {
  if (parseVersion(text.replace(/^V/i, "")) !== undefined) return text;
  throw new InvalidArgumentError("must be a version (such as 9, V009, 1.2 or 20260203_001)");
}

/** Of an option that may be given several times. */
export function parseEach(text: string, previous: unknown): readonly string[] {
  return Array.isArray(previous) ? [...previous, text] : [text];
}
