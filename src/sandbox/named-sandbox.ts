// Sandboxes with a name, which outlive the command that starts them: start, list, stop.
import { ToolError } from "../base/errors.ts";
import { requestStop } from "./control.ts";
import { launchSupervisor } from "./launch-supervisor.ts";
import { readLiveRecord, readLiveRecords, type SandboxRecord } from "./record.ts";
import type { CassandraOptions, SandboxPlace } from "./sandbox.ts";
import { settleSpec } from "./sandbox-spec.ts";
import { sweepSandboxes } from "./sweep.ts";

export const DEFAULT_NAME = "default";

export interface DetachedOptions extends CassandraOptions {
  /** Letters, digits, `-` and `_`, at most 40; "default" when not given. */
  readonly name?: string | undefined;
}

/**
 * Resolves when every node answers CQL; the sandbox then lives until `stopSandbox`. On Linux a name gets the same address each time,
 * when that is free. Throws `ToolError` as `startCassandra` does; for a name that already runs it is "sandbox-failed" with
 * `details.reason` "already-runs" and `details.place`.
 */
export async function startDetached(options: DetachedOptions = {}): Promise<SandboxPlace> {
  const spec = settleSpec(options, checkName(options.name ?? DEFAULT_NAME));
  const supervised = await launchSupervisor(spec, { signal: options.signal, onProgress: options.onProgress });
  await supervised.release();
  return supervised.place;
}

/** "not-running" when there was nothing to stop. Throws `ToolError` "sandbox-failed" when it does not end within 30 s. */
export async function stopSandbox(name: string = DEFAULT_NAME): Promise<"stopped" | "not-running"> {
  const record = await readLiveRecord(checkName(name));
  if (record === undefined) return "not-running";
  if (!(await requestStop(record.directory))) {
    throw new ToolError("sandbox-failed", `the sandbox "${name}" does not stop`, {
      hint: `end its supervisor, process ${record.supervisorPid}, then run \`tidemark sandbox status\``,
    });
  }
  await readLiveRecord(name); // sweeps, should the supervisor have been killed on its way
  return "stopped";
}

/** The named sandboxes that live, also those that are only starting (`place` is null). What is left of dead ones is removed. */
export async function listSandboxes(): Promise<readonly SandboxRecord[]> {
  await sweepSandboxes();
  return readLiveRecords();
}

function checkName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,40}$/.test(name)) return name;
  throw new ToolError("usage", `\`${name}\` cannot name a sandbox`, {
    hint: "use up to 40 letters, digits, `-` and `_`",
  });
}
