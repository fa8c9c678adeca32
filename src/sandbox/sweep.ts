// Removes the directories, and what still runs in them, of sandboxes whose supervisor was killed.
import { execFile } from "node:child_process";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readLife } from "./control.ts";
import { PID_FILE } from "./node-process.ts";
import { DIRECTORY_PREFIX, sandboxesDirectory } from "./places.ts";

const run = promisify(execFile);
const YOUNG_MS = 60_000;

export async function sweepSandboxes(): Promise<void> {
  const root = sandboxesDirectory();
  const names = await readdir(root).catch(() => []);
  for (const name of names) {
    if (name.startsWith(DIRECTORY_PREFIX)) await sweepDirectory(join(root, name));
  }
}

/** Leaves alone what lives, what is only being made, and what belongs to somebody else. */
async function sweepDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined || found.uid !== process.getuid?.()) return;
  const life = await readLife(directory);
  if (life === "alive" || (life === "no-socket" && Date.now() - found.mtimeMs < YOUNG_MS)) return;
  await removeSandbox(directory);
}

/** For a sandbox whose supervisor is known to be dead: kills its servers, if any still run, and removes its directory. */
export async function removeSandbox(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    const text = await readFile(join(directory, name, PID_FILE), "utf8").catch(() => "");
    const pid = Number(text);
    if (Number.isInteger(pid) && pid > 1 && (await readCommand(pid)).includes(directory)) killQuietly(pid);
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** A process id may belong to another program by now; the command line tells. */
async function readCommand(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (text !== undefined) return text;
  return run("ps", ["-ww", "-o", "command=", "-p", `${pid}`]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
