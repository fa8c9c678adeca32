// Sweeps what was being made in the cache by a process that was killed.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "./places.ts";

/** Stands in the name of whatever is still being made, directly in the cache directory. */
export const PARTIAL_INFIX = ".partial-";

const STALE_AFTER_MS = 3_600_000;

/** What is younger than an hour may still be under way. */
export async function removeStalePartials(): Promise<void> {
  const directory = cacheDirectory();
  for (const name of await readdir(directory)) {
    if (!name.includes(PARTIAL_INFIX)) continue;
    const found = await stat(join(directory, name)).catch(() => undefined);
    if (found === undefined || Date.now() - found.mtimeMs < STALE_AFTER_MS) continue;
    await rm(join(directory, name), { recursive: true, force: true });
  }
}
