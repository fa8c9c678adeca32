// Options → the settled, JSON-ready spec that the supervisor works from. Pure.
import { ToolError } from "../base/errors.ts";
import { releaseLineOf, SUPPORTED_LINES } from "./release-line.ts";
import type { CassandraOptions } from "./sandbox.ts";

const DEFAULT_VERSION = "5.0.8";
const NODES_MAX = 9;

export interface SandboxSpec {
  /** A name makes the sandbox outlive its parent; null ties it to the parent's life. */
  readonly name: string | null;
  readonly version: string;
  readonly nodeCount: number;
  readonly isDdlFast: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly jvmHeap: string;
  readonly startTimeoutMs: number;
}

/** Throws `ToolError` "usage" when an option does not hold. */
export function settleSpec(options: CassandraOptions, name: string | null): SandboxSpec {
  const version = options.version ?? DEFAULT_VERSION;
  const nodeCount = options.nodes ?? 1;
  const jvmHeap = options.jvmHeap ?? "512m";
  const startTimeoutMs = options.startTimeoutMs ?? 120_000;
  if (!/^\d+\.\d+(\.\d+)?(-[A-Za-z0-9]+)?$/.test(version) || releaseLineOf(version) === undefined) {
    throw new ToolError("usage", `a sandbox cannot run Cassandra \`${version}\``, {
      hint: `give a release of ${SUPPORTED_LINES.join(", ")}, such as ${DEFAULT_VERSION}`,
    });
  }
  if (!Number.isInteger(nodeCount) || nodeCount < 1 || nodeCount > NODES_MAX) {
    throw new ToolError("usage", `a sandbox has 1 to ${NODES_MAX} nodes, not \`${nodeCount}\``);
  }
  if (!/^\d+[kmg]$/i.test(jvmHeap)) {
    throw new ToolError("usage", `expected a heap such as "512m", found \`${jvmHeap}\``);
  }
  if (!(startTimeoutMs > 0)) {
    throw new ToolError("usage", `expected a time limit in milliseconds above 0, found \`${startTimeoutMs}\``);
  }
  const settings = options.settings ?? {};
  return { name, version, nodeCount, isDdlFast: options.fastDdl ?? true, settings, jvmHeap, startTimeoutMs };
}
