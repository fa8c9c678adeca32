// Where sandboxes keep what outlives them, by the XDG rules: jars in the cache, records in the state directory.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ToolError } from "../base/errors.ts";
import { xdgDirectory } from "../base/xdg-directory.ts";

/** The first part of the name of every sandbox's directory. */
export const DIRECTORY_PREFIX = "tidemark-sandbox-";

const TEMPORARY_BYTES_MAX = 60;

/** Under it, one directory for each version of a server. */
export function cacheDirectory(): string {
  return join(userDirectory("XDG_CACHE_HOME"), "tidemark", "cassandra");
}

/** It holds one record for each named sandbox. */
export function recordsDirectory(): string {
  return join(userDirectory("XDG_STATE_HOME"), "tidemark", "sandboxes");
}

/** Sandboxes are made in it. The path of a socket in one may have 103 bytes (macOS; Linux 107), so a long one will not do. */
export function sandboxesDirectory(): string {
  return Buffer.byteLength(tmpdir()) > TEMPORARY_BYTES_MAX ? "/tmp" : tmpdir();
}

function userDirectory(variable: Parameters<typeof xdgDirectory>[0]): string {
  const directory = xdgDirectory(variable);
  if (directory !== undefined) return directory;
  throw new ToolError("sandbox-failed", "this user has no home directory", { hint: `set ${variable}` });
}
