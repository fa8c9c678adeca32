// One server process of a cluster, which can be stopped for a while, or killed and started again.
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { open, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { askTexts } from "../../src/sandbox/ask-texts.ts";
import { killAndWait, spawnBound } from "../../src/sandbox/child-process.ts";
import { PID_FILE } from "../../src/sandbox/node-process.ts";
import type { SandboxNode } from "../../src/sandbox/sandbox.ts";

export interface ClusterNode {
  readonly address: string;
  /** It keeps its sockets and its memory, and does nothing (SIGSTOP). */
  pause(): void;
  /** It goes on. */
  resume(): void;
  kill(): Promise<void>;
  /** After `kill`: with its data, until it answers clients. */
  restart(): Promise<void>;
  /** Ends what `restart` started. */
  dispose(): Promise<void>;
}

const POLL_MS = 50;
const START_MS = 120_000;
const ANSWER_MS = 5_000;

/** Linux alone: it reads how the server was started from /proc. */
export function clusterNode({ address, port, pid: firstPid, logFile }: SandboxNode): ClusterNode {
  const directory = dirname(logFile);
  let pid = firstPid;
  let command: readonly string[] = [];
  let child: ChildProcess | undefined;

  return {
    address,
    pause: () => void process.kill(pid, "SIGSTOP"),
    resume: () => void process.kill(pid, "SIGCONT"),
    async kill() {
      command = (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0").slice(0, -1);
      process.kill(pid, "SIGKILL");
      while (isRunning(pid)) await sleep(POLL_MS);
    },
    async restart() {
      const [java = "", ...args] = command;
      const log = await open(logFile, "a");
      child = await spawnBound(java, args, { cwd: directory, stdio: ["ignore", log.fd, log.fd] });
      child.unref();
      await log.close();
      assert.ok(child.pid !== undefined, `${java} starts`);
      pid = child.pid;
      // Whoever sweeps up after a dead sandbox finds it here.
      await writeFile(join(directory, PID_FILE), `${pid}\n`);
      const question = { address, port, transport: "plain", timeoutMs: ANSWER_MS } as const;
      for (const deadlineMs = performance.now() + START_MS; ; await sleep(POLL_MS)) {
        if ((await askTexts("SELECT release_version FROM system.local", question)) !== undefined) return;
        assert.ok(performance.now() < deadlineMs && isRunning(pid), `${address} did not start again: ${logFile}`);
      }
    },
    async dispose() {
      if (child === undefined) return;
      child.ref(); // without it nothing would keep this process waiting
      await killAndWait(child);
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
