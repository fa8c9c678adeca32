// Assertions for our own bugs; a user's mistake never ends here.
import { BugError } from "./errors.ts";

export function assert(claim: unknown, message: string): asserts claim {
  if (!claim) throw new BugError(`should hold: ${message}`);
}

/** The end of a switch over a closed union: a new kind stops the build here. */
export function unreachable(value: never): never {
  throw new BugError(`unknown kind: ${JSON.stringify(value)}`);
}
