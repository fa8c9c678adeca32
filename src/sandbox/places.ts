// Where sandboxes keep what outlives them, by the XDG rules: jars in the cache, records in the state directory.
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The first part of the name of every sandbox's directory. */
export const DIRECTORY_PREFIX = "tidemark-sandbox-";

const TEMPORARY_BYTES_MAX = 60;

/** Under it, one directory for each version of a server. */
export function cacheDirectory(): string {
  return join(baseDirectory("XDG_CACHE_HOME", ".cache"), "tidemark", "cassandra");
}

/** It holds one record for each named sandbox. */
export function recordsDirectory(): string {
  return join(baseDirectory("XDG_STATE_HOME", ".local/state"), "tidemark", "sandboxes");
}

/** Sandboxes are made in it. The path of a socket in one may have 103 bytes (macOS; Linux 107), so a long one will not do. */
export function sandboxesDirectory(): string {
  return Buffer.byteLength(tmpdir()) > TEMPORARY_BYTES_MAX ? "/tmp" : tmpdir();
}

/** A relative path in an XDG variable does not count, says the XDG base directory specification. */
function baseDirectory(variable: string, fallback: string): string {
  const value = process.env[variable];
  return value !== undefined && isAbsolute(value) ? value : join(homedir(), fallback);
}
