// What stands behind `pglite:` → a way to connect to the embedded PostgreSQL, in memory or in a directory.
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { messageOf, ToolError } from "../../base/errors.ts";
import { titleOfDirectory } from "../../dialect/sql-url.ts";
import type { SqlConnector } from "./connection.ts";
import { type DirectoryLock, lockDirectory, OWN_DIRECTORY } from "./directory-lock.ts";
import { openPgliteConnection, type PgliteBackend, pgliteBackend } from "./pglite-connection.ts";
import { openInDirectory, openInMemory } from "./pglite-instance.ts";
import { prepareCluster } from "./prepared-cluster.ts";

export interface PgliteConnectorOptions {
  /** How long a directory is waited for that another process has open. */
  readonly waitMs?: number | undefined;
  /** Whether a database that is not there is made; true by default. */
  readonly mayCreate?: boolean | undefined;
}

interface Opened {
  readonly backend: PgliteBackend;
  readonly lock: DirectoryLock | undefined;
}

const WAIT_MS = 10_000;
/** PostgreSQL's sign that a directory is a database. */
const VERSION_FILE = "PG_VERSION";
/** There while files are copied into a new directory. */
const UNFINISHED = "unfinished";

/** @param place "memory", or a directory, which is opened, and made when it is missing, by the first connection */
export function pgliteConnector(place: string, options: PgliteConnectorOptions = {}): SqlConnector {
  let opening: Promise<Opened> | undefined;
  return {
    kind: "embedded",
    title: titleOfDirectory(place === "memory" ? undefined : resolve(place)),
    async open() {
      opening ??= openPlace(place, options).catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      const { backend } = await opening;
      if (backend.isEnded) throw new ToolError("connection-failed", "the embedded database broke down");
      return openPgliteConnection(backend);
    },
    async close() {
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      if (opened === undefined) return;
      opened.backend.end();
      try {
        await opened.backend.instance.close();
      } finally {
        await opened.lock?.release();
      }
    },
  };
}

async function openPlace(
  place: string,
  { waitMs = WAIT_MS, mayCreate = true }: PgliteConnectorOptions,
): Promise<Opened> {
  try {
    if (place !== "memory") {
      if (!mayCreate) await requireCluster(place);
      return await openDirectory(resolve(place), waitMs);
    }
    return { backend: pgliteBackend(await openInMemory(await prepareCluster())), lock: undefined };
  } catch (error) {
    throw explain(place, error);
  }
}

/** @throws ToolError "target-missing": nothing was made */
async function requireCluster(place: string): Promise<void> {
  const directory = resolve(place);
  if (await isThere(join(directory, VERSION_FILE))) return;
  if (await isThere(directory)) await refuseForeign(directory);
  throw new ToolError("target-missing", `there is no embedded database "${place}"`, {
    hint: "tidemark init creates it, and so does tidemark migrate",
    details: { directory },
  });
}

async function openDirectory(directory: string, waitMs: number): Promise<Opened> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await refuseForeign(directory);
  const lock = await lockDirectory(directory, { waitMs });
  try {
    await ensureCluster(directory);
    return { backend: pgliteBackend(await openInDirectory(directory)), lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What tidemark has begun has its own directory in it before anything else. */
async function refuseForeign(directory: string): Promise<void> {
  const names = await readdir(directory);
  if (names.length === 0 || names.includes(OWN_DIRECTORY) || names.includes(VERSION_FILE)) return;
  throw foreignError(directory);
}

function foreignError(directory: string): ToolError {
  return new ToolError("config-invalid", `the directory "${directory}" is no database, and is not empty`, {
    hint: "an embedded database needs a directory of its own: name one that does not exist yet",
  });
}

/** The file that makes it a database comes last, so that whoever is killed on the way leaves none that is half a database. */
async function ensureCluster(directory: string): Promise<void> {
  if (await isThere(join(directory, VERSION_FILE))) return;
  const unfinished = join(directory, OWN_DIRECTORY, UNFINISHED);
  const others = (await readdir(directory)).filter((name) => name !== OWN_DIRECTORY);
  if (others.length > 0 && !(await isThere(unfinished))) throw foreignError(directory);
  const files = await prepareCluster();
  await writeFile(unfinished, "");
  for (const name of others) await rm(join(directory, name), { recursive: true });
  // A thousand small files: one after the other without going through threads is several times faster.
  for (const { path, bytes } of files) {
    if (bytes === undefined) mkdirSync(join(directory, path), { mode: 0o700 });
    else if (path !== VERSION_FILE) writeFileSync(join(directory, path), bytes, { mode: 0o600 });
  }
  const version = files.find(({ path }) => path === VERSION_FILE);
  await writeFile(join(directory, VERSION_FILE), version?.bytes ?? "", { mode: 0o600 });
  await rm(unfinished);
}

function explain(place: string, error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  const { code } = error as NodeJS.ErrnoException;
  const isForbidden = code === "EACCES" || code === "EPERM" || code === "EROFS";
  const message = `cannot open the embedded database "${place}": ${messageOf(error)}`;
  if (code !== undefined)
    return new ToolError(isForbidden ? "permission-denied" : "connection-failed", message, { cause: error });
  // PostgreSQL itself did not start.
  return new ToolError("connection-failed", message, {
    hint: "one that another version made, or a PostgreSQL server, is taken over as text: `pg_dump`, and into a new one",
    cause: error,
  });
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
