// Values of options, checked while the command line is read.
import { InvalidArgumentError } from "commander";
import { parseDuration } from "../base/duration.ts";

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
