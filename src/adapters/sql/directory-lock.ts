// A directory → a lock on it, held by one process at a time. A listening socket in it is the lock: the operating system closes
// it however the process ends, and containers that share the directory on one machine see each other's.
//
// Every process that wants the lock puts a socket with a name of its own beside the others, then looks at those. If another
// one answers, it takes its own away and tries again later; if none does, it holds the lock. Of two that come at the same
// instant, the one whose socket appeared second sees the first: both may withdraw, never do both hold. A name is used once, and
// a socket gets it only when it listens: one that nobody answers at is dead for good, and whoever finds it may remove it.
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, realpath, rename, rm, rmdir, stat, symlink, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, ToolError } from "../../base/errors.ts";

export interface DirectoryLock {
  release(): Promise<void>;
}

export interface DirectoryLockOptions {
  /** How long it is waited for. */
  readonly waitMs: number;
}

/** Of tidemark's own in a directory of somebody else's. */
export const OWN_DIRECTORY = ".tidemark";

const PAUSE_MS = 40;
const JITTER_MS = 60;
/** A socket that its process had no time to rename is junk after so long. */
const STALE_MS = 60_000;
/** The path of a socket may have 103 bytes (macOS; Linux 107), so that the directory is reached by a short link. */
const SHORT_BYTES_MAX = 40;
const HOST_LENGTH_MAX = 24;

/** @throws ToolError "lock-held" when another process has it after `waitMs`, "permission-denied", "connection-failed" */
export async function lockDirectory(directory: string, options: DirectoryLockOptions): Promise<DirectoryLock> {
  const untilMs = performance.now() + options.waitMs;
  for (;;) {
    const end = await tryToLock(directory);
    if (end.kind === "locked") return end.lock;
    if (performance.now() >= untilMs) throw heldError(directory, end.holder);
    await sleep(PAUSE_MS + Math.random() * JITTER_MS);
  }
}

type LockEnd =
  | { readonly kind: "locked"; readonly lock: DirectoryLock }
  /** The name of its socket. */
  | { readonly kind: "held"; readonly holder: string };

async function tryToLock(directory: string): Promise<LockEnd> {
  // Windows drops the name of a pipe with the process, so that the first to listen holds the lock.
  if (process.platform === "win32") return listenOnPipe(directory);
  try {
    await mkdir(join(directory, OWN_DIRECTORY), { recursive: true, mode: 0o700 });
    return await withShortPath(join(directory, OWN_DIRECTORY), (place) => enter(place));
  } catch (error) {
    throw explain(directory, error);
  }
}

/** @param place a path that is short enough for sockets in it */
async function enter(place: string): Promise<LockEnd> {
  // Who only looks disturbs nobody else's attempt.
  const seen = await findAnswering(place, await readdir(place));
  if (seen.answering !== undefined) return { kind: "held", holder: seen.answering };
  const name = `${process.pid}@${ownHost()}.${randomBytes(6).toString("hex")}`;
  const server = await listen(join(place, `new-${name}`));
  try {
    await rename(join(place, `new-${name}`), join(place, `lock-${name}`));
    const others = (await readdir(place)).filter((each) => each !== `lock-${name}`);
    const found = await findAnswering(place, others);
    if (found.answering === undefined) {
      for (const dead of found.dead) await rm(join(place, dead), { force: true });
      await removeStale(place, others);
      return { kind: "locked", lock: lockOf(server, await realpath(place), `lock-${name}`) };
    }
    await withdraw(server, join(place, `lock-${name}`));
    return { kind: "held", holder: found.answering };
  } catch (error) {
    await withdraw(server, join(place, `lock-${name}`));
    throw error;
  }
}

function lockOf(server: Server, place: string, name: string): DirectoryLock {
  server.unref(); // it holds a directory, not the process
  return { release: () => withdraw(server, join(place, name)) };
}

async function withdraw(server: Server, path: string): Promise<void> {
  await rm(path, { force: true });
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

interface Found {
  readonly answering: string | undefined;
  readonly dead: readonly string[];
}

async function findAnswering(place: string, names: readonly string[]): Promise<Found> {
  const dead: string[] = [];
  for (const name of names) {
    if (!name.startsWith("lock-")) continue;
    if (await answers(join(place, name))) return { answering: name, dead };
    dead.push(name);
  }
  return { answering: undefined, dead };
}

/** Also a process that is stopped does: the operating system takes the call for it. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    // Only these two say that nobody is there: what else may go wrong is no reason to take a database away from somebody.
    socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "ECONNREFUSED" && code !== "ENOENT"));
  });
}

/** Those that were killed between making their socket and naming it. */
async function removeStale(place: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (!name.startsWith("new-")) continue;
    const found = await stat(join(place, name)).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > STALE_MS) await rm(join(place, name), { force: true });
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", reject);
    server.listen(path, () => resolve(server));
  });
}

async function withShortPath<Result>(directory: string, use: (place: string) => Promise<Result>): Promise<Result> {
  if (Buffer.byteLength(directory) <= SHORT_BYTES_MAX) return use(directory);
  const base = Buffer.byteLength(tmpdir()) > SHORT_BYTES_MAX - "/tidemark-123456/d".length ? "/tmp" : tmpdir();
  const holder = await mkdtemp(join(base, "tidemark-"));
  const link = join(holder, "d");
  try {
    await symlink(await realpath(directory), link);
    return await use(link);
  } finally {
    await unlink(link).catch(() => undefined);
    await rmdir(holder).catch(() => undefined);
  }
}

async function listenOnPipe(directory: string): Promise<LockEnd> {
  const id = createHash("sha256")
    .update((await realpath(directory)).toLowerCase())
    .digest("hex")
    .slice(0, 32);
  const server = await listen(`\\\\.\\pipe\\tidemark-${id}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE" || error.code === "EACCES") return undefined;
    throw explain(directory, error);
  });
  if (server === undefined) return { kind: "held", holder: "" };
  server.unref();
  return { kind: "locked", lock: { release: () => new Promise((resolve) => server.close(() => resolve())) } };
}

function heldError(directory: string, holder: string): ToolError {
  const [, pid, host] = /^lock-(\d+)@(.*)\.[0-9a-f]+$/.exec(holder) ?? [];
  const isOurs = pid === String(process.pid) && host === ownHost();
  const who =
    pid === undefined ? "another process" : host === ownHost() ? `process ${pid}` : `process ${pid} on "${host}"`;
  return new ToolError(
    "lock-held",
    `the database in "${directory}" is in use by ${isOurs ? "this process itself" : who}`,
    {
      hint: "an embedded database is opened by one process at a time: wait until that one has ended, or use a server",
      details: { directory, ...(pid !== undefined && { pid: Number(pid), host }) },
    },
  );
}

function ownHost(): string {
  return hostname()
    .replaceAll(/[^\w.-]/g, "_")
    .slice(0, HOST_LENGTH_MAX);
}

function explain(directory: string, error: unknown): ToolError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EROFS" || (code === "EPERM" && process.platform !== "linux")) {
    return new ToolError("permission-denied", `may not write to "${directory}"`, { cause: error });
  }
  if (code === "EPERM" || code === "ENOTSUP" || code === "EOPNOTSUPP") {
    return new ToolError("connection-failed", `the file system of "${directory}" takes no sockets`, {
      hint: "a socket is what keeps two processes from opening it at once: choose a directory on a local file system",
      cause: error,
    });
  }
  return new ToolError("connection-failed", `cannot lock "${directory}": ${messageOf(error)}`, { cause: error });
}
