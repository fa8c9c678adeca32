// A spec → running servers in one directory. What it starts it notes at once in `running`, so that whoever ends it misses nothing.
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { assert } from "../base/assert.ts";
import { slotCandidates } from "./address.ts";
import { claimSlots } from "./claim.ts";
import { archiveFlagsOf } from "./class-archive.ts";
import { evenTokens } from "./jvm-flags.ts";
import { awaitPeers, awaitVersion, type NodeProcess, startNode } from "./node-process.ts";
import type { PreparedServer } from "./prepared-server.ts";
import type { SandboxNode, SandboxPlace } from "./sandbox.ts";
import { type SandboxSpec, settingsOfNode } from "./sandbox-spec.ts";

export interface RunOptions {
  readonly spec: SandboxSpec;
  readonly server: PreparedServer;
  readonly directory: string;
  /** Every server that was started, also one that is no longer waited for. */
  readonly running: ChildProcess[];
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Nodes start one after another: a ring takes one newcomer at a time. Throws `ToolError` "sandbox-failed", or when the signal aborts. */
export async function runSandbox(options: RunOptions): Promise<SandboxPlace> {
  const { spec, server, directory, signal, onProgress } = options;
  const slots = await claimSlots(slotCandidates(spec.name ?? directory, process.platform), spec.nodeCount);
  const [first] = slots;
  assert(first !== undefined, "a sandbox has a node");
  const tokens = evenTokens(slots.length);
  const wait = { deadlineMs: performance.now() + spec.startTimeoutMs, signal };
  const nodes: NodeProcess[] = [];
  let version = spec.version;
  for (const [index, slot] of slots.entries()) {
    onProgress(`starting Cassandra ${spec.version} on ${slot.address}:${slot.nativePort}`);
    const home = join(directory, `node${index + 1}`);
    const ownSettings = settingsOfNode(spec, index);
    const settings = { ...slot, line: server.line, directory: home, seed: first.address, settings: ownSettings };
    const initialToken = slots.length === 1 ? undefined : tokens[index];
    const { jars } = server;
    const archiveFlags = archiveFlagsOf(server, home);
    const node = await startNode(server.java.command, settings, {
      ...spec,
      directory: home,
      jars,
      archiveFlags,
      initialToken,
    });
    options.running.push(node.child);
    nodes.push(node);
    version = await awaitVersion(node, wait);
  }
  if (nodes.length > 1) await Promise.all(nodes.map((node) => awaitPeers(node, nodes.length - 1, wait)));
  return { contactPoint: first.address, port: first.nativePort, version, directory, nodes: nodes.map(describeNode) };
}

function describeNode({ child, settings, logFile }: NodeProcess): SandboxNode {
  assert(child.pid !== undefined, "a server that answers has a process");
  return { address: settings.address, port: settings.nativePort, pid: child.pid, logFile };
}
