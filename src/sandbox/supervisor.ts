// A program: it makes one sandbox, keeps it, and removes all of it when its parent is gone, when it is told to stop, or by a signal.
// It runs in a session of its own, so a Ctrl-C in the terminal reaches the parent and not the servers; the parent's end is seen by
// the channel between them, which the kernel closes however the parent dies.
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, ToolError } from "../base/errors.ts";
import { hasEnded, killAndWait } from "./child-process.ts";
import { makeArchive } from "./class-archive.ts";
import { serveControl } from "./control.ts";
import type { FromSupervisor, ToSupervisor } from "./message.ts";
import { DIRECTORY_PREFIX, sandboxesDirectory } from "./places.ts";
import { prepareServer } from "./prepared-server.ts";
import { claimRecord, removeRecord, replaceRecord, type SandboxRecord } from "./record.ts";
import { runSandbox } from "./run-sandbox.ts";
import type { SandboxSpec } from "./sandbox-spec.ts";
import { sweepSandboxes } from "./sweep.ts";

/** How long a start that was called off may take to come to an end: it looks at the signal after each wait. */
const WORK_END_MS = 10_000;

const ending = new AbortController();
const running: ChildProcess[] = [];
let directory: string | undefined;
let heldName: string | undefined;
let isReleased = false;
let work: Promise<void> | undefined;

process.on("disconnect", () => {
  if (!isReleased) finish();
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, finish);
process.on("message", (message: ToSupervisor) => {
  if (message.kind === "release") {
    isReleased = true;
    process.disconnect();
  } else {
    work = make(message.spec).catch(report);
  }
});
if (!process.connected) finish();

async function make(spec: SandboxSpec): Promise<void> {
  directory = await mkdtemp(join(sandboxesDirectory(), DIRECTORY_PREFIX));
  await serveControl(directory, finish);
  await say({ kind: "made", directory });
  const record = spec.name === null ? undefined : await takeName(spec.name, directory);
  await sweepSandboxes();
  const { signal } = ending;
  const onProgress = (text: string): void => void say({ kind: "progress", text });
  const server = await prepareServer(spec, { signal, onProgress });
  const place = await runSandbox({ spec, server, directory, running, signal, onProgress });
  if (record !== undefined) {
    await replaceRecord({ ...record, place });
    for (const child of running) child.once("exit", endWithLast);
  }
  signal.throwIfAborted();
  await say({ kind: "ready", place });
  // For the starts after this one; they do without it if it fails.
  await makeArchive(server, join(directory, "node1"), signal).catch(() => undefined);
}

async function takeName(name: string, place: string): Promise<SandboxRecord> {
  const record: SandboxRecord = {
    format: 1,
    name,
    directory: place,
    startedAt: new Date().toISOString(),
    supervisorPid: process.pid,
    place: null,
  };
  const other = await claimRecord(record);
  if (other === undefined) {
    heldName = name;
    return record;
  }
  const where = other.place === null ? "starting" : `on ${other.place.contactPoint}:${other.place.port}`;
  throw new ToolError("sandbox-failed", `a sandbox named "${name}" already runs (${where})`, {
    hint: `use it, stop it with \`tidemark sandbox stop --name ${name}\`, or give another name`,
    details: { reason: "already-runs", name, place: other.place },
  });
}

/** Nobody holds a named sandbox, so one without a server would stay for ever. */
function endWithLast(): void {
  if (running.every(hasEnded)) finish();
}

async function report(thrown: unknown): Promise<void> {
  if (!ending.signal.aborted) {
    const known = thrown instanceof ToolError ? thrown : undefined;
    await say({
      kind: "failed",
      code: known?.code ?? "sandbox-failed",
      message: messageOf(thrown),
      hint: known?.hint ?? null,
      details: known?.details ?? {},
    });
  }
  finish();
}

/** A parent that is gone hears nothing, and its going is dealt with elsewhere. */
function say(message: FromSupervisor): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send) process.send(message, () => resolve());
    else resolve();
  });
}

function finish(): void {
  if (ending.signal.aborted) return;
  ending.abort();
  removeAll().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}

async function removeAll(): Promise<void> {
  await Promise.all(running.map(killAndWait));
  await Promise.race([work, sleep(WORK_END_MS)]);
  await Promise.all(running.map(killAndWait)); // one may have been on its way
  if (heldName !== undefined) await removeRecord(heldName);
  if (directory !== undefined) await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
