// The files of a new and empty embedded database. Making them takes seconds, so that they are made once on a machine and kept in
// the user's cache, for this version of PGlite.
import { createHash, randomBytes } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { xdgDirectory } from "../../base/xdg-directory.ts";

export interface ClusterFile {
  /** From the directory of the database on, with "/"; parents come first. */
  readonly path: string;
  /** Undefined: a directory. */
  readonly bytes: Uint8Array | undefined;
}

/** Segments of the log of 1 MB: with the usual ones half of an empty database is log. */
const INITDB_OPTIONS: readonly string[] = ["--wal-segsize=1"];
/** Part of the file's name: raised when what is in it changes. */
const FORMAT = 1;
const DIGEST_BYTES = 64;
const GROUP_AND_OTHERS_WRITE = 0o022;
const PARTIAL_INFIX = ".partial-";
const STALE_MS = 3_600_000;

/** @param make makes them, when there are none to be had */
export async function prepareCluster(
  make: () => Promise<readonly ClusterFile[]> = makeCluster,
): Promise<readonly ClusterFile[]> {
  const path = await cachePath();
  const kept = path === undefined ? undefined : await readKept(path);
  if (kept !== undefined) return kept;
  const files = await make();
  // Without a cache it is only slower: a home that is missing or cannot be written to is no reason to fail.
  if (path !== undefined) await keep(path, files).catch(() => undefined);
  return files;
}

async function cachePath(): Promise<string | undefined> {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const manifest = await readFile(join(dirname(dirname(entry)), "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const directory = xdgDirectory("XDG_CACHE_HOME");
  return directory === undefined ? undefined : join(directory, "tidemark", "pglite", `${version}-${FORMAT}.cluster`);
}

/** @returns undefined when there is none, or none to be trusted: another user may have written it, or it is damaged */
async function readKept(path: string): Promise<readonly ClusterFile[] | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    if (!(await isOurs(file)) || !(await isOurDirectory(dirname(path)))) return undefined;
    return unpack(await file.readFile());
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

async function isOurs(file: FileHandle): Promise<boolean> {
  return isOnlyOurs(await file.stat());
}

async function isOurDirectory(path: string): Promise<boolean> {
  return isOnlyOurs(await stat(path));
}

function isOnlyOurs({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  const self = process.getuid?.();
  return self === undefined || (uid === self && (mode & GROUP_AND_OTHERS_WRITE) === 0);
}

async function keep(path: string, files: readonly ClusterFile[]): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (!(await isOurDirectory(directory))) return;
  await removeStalePartials(directory);
  const partial = `${path}${PARTIAL_INFIX}${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(partial, pack(files), { flag: "wx", mode: 0o600 });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function removeStalePartials(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const found = name.includes(PARTIAL_INFIX) ? await stat(join(directory, name)).catch(() => undefined) : undefined;
    if (found !== undefined && Date.now() - found.mtimeMs > STALE_MS) await rm(join(directory, name), { force: true });
  }
}

/** digest of the rest in hex, newline, [path, size or null] of each as JSON, newline, the bytes of all */
function pack(files: readonly ClusterFile[]): Buffer {
  const list = JSON.stringify(files.map(({ path, bytes }) => [path, bytes?.length ?? null]));
  const body = Buffer.concat([Buffer.from(`${list}\n`), ...files.map(({ bytes }) => bytes ?? Buffer.alloc(0))]);
  return Buffer.concat([Buffer.from(`${digestOf(body)}\n`), body]);
}

function unpack(packed: Buffer): readonly ClusterFile[] | undefined {
  const body = packed.subarray(DIGEST_BYTES + 1);
  if (packed.toString("latin1", 0, DIGEST_BYTES) !== digestOf(body)) return undefined;
  const listEnd = body.indexOf("\n");
  const list = JSON.parse(body.toString("utf8", 0, listEnd)) as readonly (readonly [string, number | null])[];
  let start = listEnd + 1;
  return list.map(([path, size]) => {
    const bytes = size === null ? undefined : body.subarray(start, start + size);
    start += size ?? 0;
    return { path, bytes };
  });
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Made in a directory and closed, so that nothing has to be recovered when it is opened. */
async function makeCluster(): Promise<readonly ClusterFile[]> {
  const { PGlite } = await import("@electric-sql/pglite");
  const holder = await mkdtemp(join(tmpdir(), "tidemark-pglite-"));
  try {
    const dataDir = join(holder, "data");
    const database = await PGlite.create({ dataDir, initDbStartParams: [...INITDB_OPTIONS] });
    await database.close();
    return await readTree(dataDir, "");
  } finally {
    await rm(holder, { recursive: true, force: true });
  }
}

async function readTree(root: string, below: string): Promise<readonly ClusterFile[]> {
  const files: ClusterFile[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) files.push({ path, bytes: undefined }, ...(await readTree(root, path)));
    else files.push({ path, bytes: await readFile(join(root, path)) });
  }
  return files;
}
