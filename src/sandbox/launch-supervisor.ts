// Starts the supervisor of one sandbox and speaks for it in this process.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert } from "../base/assert.ts";
import { ToolError } from "../base/errors.ts";
import type { FromSupervisor, ToSupervisor } from "./message.ts";
import type { SandboxPlace } from "./sandbox.ts";
import type { SandboxSpec } from "./sandbox-spec.ts";
import { removeSandbox } from "./sweep.ts";

/** As compiled, file by file; then as seen from a bundle in `dist/bin` or a folder of it; then as TypeScript. */
const PLACES = ["./supervisor.js", "../sandbox/supervisor.js", "../../sandbox/supervisor.js", "./supervisor.ts"];
/** Settings that are meant for this Node and would change what the supervisor does. */
const OWN_VARIABLES = ["NODE_OPTIONS", "NODE_V8_COVERAGE", "NODE_TEST_CONTEXT", "NODE_CHANNEL_FD"];

export interface Supervised {
  readonly place: SandboxPlace;
  /** Lets the sandbox live on without this process. */
  release(): Promise<void>;
  /** Resolves when nothing of the sandbox is left. */
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((text: string) => void) | undefined;
}

interface Launched {
  readonly child: ChildProcess;
  /** Resolves when the supervisor has ended and nothing of the sandbox is left. */
  readonly gone: Promise<void>;
  directory: string | undefined;
}

/** Throws `ToolError`: "sandbox-failed", or "interrupted" when the signal aborts; nothing is left behind then. */
export async function launchSupervisor(spec: SandboxSpec, options: LaunchOptions): Promise<Supervised> {
  const launched = launch();
  try {
    const place = await awaitReady(launched, spec, options);
    launched.child.unref();
    launched.child.channel?.unref();
    return { place, release: () => release(launched.child), stop: () => stop(launched) };
  } catch (error) {
    await stop(launched);
    throw error;
  }
}

function launch(): Launched {
  const path = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((place) => existsSync(place));
  assert(path !== undefined, "the sandbox's supervisor is installed beside the code that starts it");
  const env = { ...process.env };
  for (const name of OWN_VARIABLES) delete env[name];
  const child = spawn(process.execPath, [path], {
    detached: true, // a session of its own: no Ctrl-C from the terminal
    cwd: "/",
    env,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const launched: Launched = { child, directory: undefined, gone: ended.then(() => tidyAfter(launched)) };
  launched.gone.catch(() => undefined); // whoever stops hears of it; without a stop it must not end this process
  return launched;
}

function awaitReady(launched: Launched, spec: SandboxSpec, options: LaunchOptions): Promise<SandboxPlace> {
  const { child } = launched;
  const { signal } = options;
  return new Promise<SandboxPlace>((resolve, reject) => {
    const onAbort = (): void => {
      reject(new ToolError("interrupted", "the start of the sandbox was interrupted", { cause: signal?.reason }));
    };
    const onMessage = (message: FromSupervisor): void => {
      switch (message.kind) {
        case "made":
          launched.directory = message.directory;
          break;
        case "progress":
          options.onProgress?.(message.text);
          break;
        case "ready":
          settle();
          resolve(message.place);
          break;
        case "failed":
          settle();
          reject(
            new ToolError(message.code, message.message, { hint: message.hint ?? undefined, details: message.details }),
          );
      }
    };
    const onEnd = (): void => {
      settle();
      reject(new ToolError("sandbox-failed", "the supervisor of the sandbox ended without a word"));
    };
    const settle = (): void => {
      signal?.removeEventListener("abort", onAbort);
      child.off("message", onMessage).off("exit", onEnd).off("error", onEnd);
    };
    child.on("message", onMessage).once("exit", onEnd).once("error", onEnd);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    else child.send({ kind: "start", spec } satisfies ToSupervisor);
  });
}

async function release(child: ChildProcess): Promise<void> {
  const isApart = new Promise<void>((resolve) => child.once("disconnect", () => resolve()));
  child.ref(); // without it nothing would keep this process waiting
  child.send({ kind: "release" } satisfies ToSupervisor);
  await isApart;
  child.unref();
}

/** Hanging up is the word to stop: the same path as when this process dies. */
async function stop(launched: Launched): Promise<void> {
  const { child } = launched;
  child.ref();
  if (child.connected) child.disconnect();
  await launched.gone;
}

/** A supervisor that was killed could not tidy up. */
async function tidyAfter({ child, directory }: Launched): Promise<void> {
  if (child.exitCode !== 0 && directory !== undefined) await removeSandbox(directory);
}
