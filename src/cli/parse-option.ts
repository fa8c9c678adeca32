// Values of options, checked while the command line is read.
import { InvalidArgumentError } from "commander";
import { parseDuration } from "../base/duration.ts";

/** A count of things: a whole number of at least 1. */
export function parseCount(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("expected a whole number of at least 1.");
}

/** Kept as it was written; it is checked here so that the message can name the option. */
export function checkDuration(text: string): string {
  if (parseDuration(text) !== undefined) return text;
  throw new InvalidArgumentError("expected a duration: 30 (seconds), 500ms, 30s, 10m.");
}
