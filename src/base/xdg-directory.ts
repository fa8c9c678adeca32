// Where what belongs to a user is kept, by the XDG base directory specification.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

const FALLBACKS = { XDG_CACHE_HOME: ".cache", XDG_STATE_HOME: ".local/state" } as const;

/** @returns undefined for a user of no name and no home, as in some containers */
export function xdgDirectory(variable: keyof typeof FALLBACKS): string | undefined {
  const value = process.env[variable];
  // A relative path does not count, says the specification.
  if (value !== undefined && isAbsolute(value)) return value;
  try {
    return join(homedir(), FALLBACKS[variable]);
  } catch {
    return undefined;
  }
}
