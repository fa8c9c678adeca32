// Starts programs that must not outlive this process, whatever ends it.
import { type ChildProcess, execFile, type SpawnOptions, spawn } from "node:child_process";

let prefix: Promise<readonly string[]> | undefined;

/**
 * Starts a program in this process's group. On Linux the kernel kills it when this process dies, by any signal
 * (`setpriv --pdeathsig`, util-linux 2.33 and later); elsewhere only an orderly end does.
 */
export async function spawnBound(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<ChildProcess> {
  prefix ??= findPrefix();
  const [program, ...rest] = [...(await prefix), command, ...args];
  return spawn(program ?? command, rest, options);
}

/** Kills a process and waits until it is gone. */
export function killAndWait(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (hasEnded(child)) {
      resolve();
      return;
    }
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
    child.kill("SIGKILL");
  });
}

/** True also for a program that could not be started. */
export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function findPrefix(): Promise<readonly string[]> {
  if (process.platform !== "linux") return Promise.resolve([]);
  return new Promise((resolve) => {
    execFile("setpriv", ["--help"], (error, stdout) => {
      const isKnown = error === null && stdout.includes("--pdeathsig");
      resolve(isKnown ? ["setpriv", "--pdeathsig", "KILL"] : []);
    });
  });
}
