// The machine as it really is.
import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Runtime } from "./ports.ts";

export function nodeRuntime(toolVersion: string): Runtime {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    // Cut short by the signal, not failed by it: whoever waits looks at the signal.
    sleep: (ms, signal) => delay(ms, undefined, signal && { signal }).catch(() => undefined),
    randomId: randomUUID,
    random: () => Math.random(),
    user: userName(),
    host: hostname(),
    pid: process.pid,
    toolVersion,
  };
}

/** A container may run under a user id that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
