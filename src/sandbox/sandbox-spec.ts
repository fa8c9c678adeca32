// Options → the settled, JSON-ready spec that the supervisor works from.
import { resolve } from "node:path";
import { ToolError } from "../base/errors.ts";
import { releaseLineOf, SUPPORTED_LINES } from "./release-line.ts";
import type { CassandraOptions } from "./sandbox.ts";

const DEFAULT_VERSION = "5.0.8";
const NODES_MAX = 9;
/** In the replication of a keyspace, the names of data centres stand beside these. */
const NOT_A_DATACENTER: ReadonlySet<string> = new Set(["class", "replication_factor"]);

export interface SandboxSpec {
  /** A name makes the sandbox outlive its parent; null ties it to the parent's life. */
  readonly name: string | null;
  readonly version: string;
  /** The absolute path of a Java's command or home; null: one that fits is to be found. */
  readonly java: string | null;
  /** In all data centres. */
  readonly nodeCount: number;
  /** How many nodes each has; null when none was named. */
  readonly datacenters: Readonly<Record<string, number>> | null;
  readonly isDdlFast: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** At most one for each node. */
  readonly nodeSettings: readonly Readonly<Record<string, unknown>>[];
  readonly systemProperties: Readonly<Record<string, string>>;
  readonly jvmHeap: string;
  readonly startTimeoutMs: number;
}

/** Throws `ToolError` "usage" when an option does not hold. */
export function settleSpec(options: CassandraOptions, name: string | null): SandboxSpec {
  const version = settleVersion(options.version ?? DEFAULT_VERSION);
  const datacenters = settleDatacenters(options);
  const nodeCount = datacenters === null ? (options.nodes ?? 1) : countNodes(datacenters);
  const jvmHeap = options.jvmHeap ?? "512m";
  const nodeSettings = options.nodeSettings ?? [];
  const startTimeoutMs = options.startTimeoutMs ?? 120_000;
  if (!Number.isInteger(nodeCount) || nodeCount < 1 || nodeCount > NODES_MAX) {
    throw new ToolError("usage", `a sandbox has 1 to ${NODES_MAX} nodes, not \`${nodeCount}\``);
  }
  if (nodeSettings.length > nodeCount) {
    throw new ToolError(
      "usage",
      `settings are given for ${nodeSettings.length} nodes, and the sandbox has ${nodeCount}`,
    );
  }
  if (!/^\d+[kmg]$/i.test(jvmHeap)) {
    throw new ToolError("usage", `expected a heap such as "512m", found \`${jvmHeap}\``);
  }
  if (!(startTimeoutMs > 0)) {
    throw new ToolError("usage", `expected a time limit in milliseconds above 0, found \`${startTimeoutMs}\``);
  }
  return {
    name,
    version,
    java: options.java === undefined ? null : resolve(options.java),
    nodeCount,
    datacenters,
    isDdlFast: options.fastDdl ?? true,
    settings: options.settings ?? {},
    nodeSettings,
    systemProperties: options.systemProperties ?? {},
    jvmHeap,
    startTimeoutMs,
  };
}

/** The further keys of one node's cassandra.yaml; the first node has the index 0. */
export function settingsOfNode(
  { settings, nodeSettings }: Pick<SandboxSpec, "settings" | "nodeSettings">,
  nodeIndex: number,
): Readonly<Record<string, unknown>> {
  return { ...settings, ...nodeSettings[nodeIndex] };
}

function settleDatacenters({ datacenters, nodes }: CassandraOptions): SandboxSpec["datacenters"] {
  if (datacenters === undefined) return null;
  if (nodes !== undefined) {
    throw new ToolError("usage", "a sandbox takes a number of nodes, or data centres with theirs, not both");
  }
  for (const [name, count] of Object.entries(datacenters)) {
    if (!/^[A-Za-z][A-Za-z0-9_.-]{0,39}$/.test(name) || NOT_A_DATACENTER.has(name)) {
      throw new ToolError("usage", `\`${name}\` cannot name a data centre of a sandbox`, {
        hint: "use a letter, then up to 39 letters, digits, `-`, `_` and `.`, as in `dc1`",
      });
    }
    if (!Number.isInteger(count) || count < 1) {
      throw new ToolError("usage", `the data centre \`${name}\` has at least one node, not \`${count}\``);
    }
  }
  return datacenters;
}

function countNodes(datacenters: Readonly<Record<string, number>>): number {
  return Object.values(datacenters).reduce((sum, count) => sum + count, 0);
}

/** A line stands for its newest release. */
function settleVersion(version: string): string {
  const line = releaseLineOf(version);
  if (!/^\d+\.\d+(\.\d+(-[A-Za-z0-9]+)?)?$/.test(version) || line === undefined) {
    throw new ToolError("usage", `a sandbox cannot run Cassandra \`${version}\``, {
      hint: `give a release of ${SUPPORTED_LINES.join(", ")}, such as ${DEFAULT_VERSION}, or one of these lines`,
    });
  }
  const [, , patch] = version.split(".", 3);
  if (patch === undefined) return line.newest;
  if (Number.parseInt(patch, 10) < Number(line.oldest.split(".")[2])) {
    throw new ToolError("usage", `a sandbox cannot run Cassandra \`${version}\`, which is too old`, {
      hint: `the oldest of its line is ${line.oldest}, the newest known ${line.newest}`,
    });
  }
  return version;
}
