// Sees to the end of a server: when it is told to, or when this process is gone, however it went.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";

export interface Guard {
  /** Of several, the last is the one that lives. */
  watch(server: ChildProcess): void;
  /** Of the server and, when it is killed, of all of its processes. Does nothing where none lives. */
  end(signal: "SIGINT" | "SIGKILL"): Promise<void>;
  /** Removes the directory, which nobody uses any more. */
  dismiss(): Promise<void>;
}

/** Its input ends when we do. An empty line: no server lives. */
const SCRIPT = `
while read -r line; do server=$line; done
if [ -n "$server" ]; then
  kill -INT "$server"
  left=100
  while [ $left -gt 0 ] && kill -0 "$server"; do sleep 0.1; left=$((left - 1)); done
  kill -KILL "$server"
fi
rm -rf "$1"
`;

const run = promisify(execFile);

export function startGuard(directory: string): Guard {
  const shell = spawn("sh", ["-c", SCRIPT, "sh", directory], {
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  let server: ChildProcess | undefined;
  return {
    watch(started) {
      server = started;
      shell.stdin?.write(`${started.pid}\n`);
      started.once("exit", () => {
        if (server === started) shell.stdin?.write("\n");
      });
    },
    async end(signal) {
      if (server === undefined || hasEnded(server)) return;
      const exit = once(server, "exit");
      if (signal === "SIGINT") server.kill(signal);
      else await killWithChildren(server);
      await exit;
    },
    async dismiss() {
      shell.kill("SIGKILL");
      if (!hasEnded(shell)) await once(shell, "exit");
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Its children have sessions of their own, so that no signal to a group reaches them; stopped, it makes no further ones. */
async function killWithChildren(server: ChildProcess): Promise<void> {
  server.kill("SIGSTOP");
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid="]);
  for (const line of stdout.split("\n")) {
    const [pid, parent] = line.trim().split(/\s+/);
    if (parent === String(server.pid)) process.kill(Number(pid), "SIGKILL");
  }
  server.kill("SIGKILL");
}
