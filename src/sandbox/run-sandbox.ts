// A spec → running servers in one directory. What it starts it notes at once in `running`, so that whoever ends it misses nothing.
import type { ChildProcess } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assert } from "../base/assert.ts";
import { type Slot, slotCandidates } from "./address.ts";
import { claimSlots } from "./claim.ts";
import { archiveFlagsOf } from "./class-archive.ts";
import { awaitPeers, awaitVersion, type NodeProcess, startNode } from "./node-process.ts";
import type { PreparedServer } from "./prepared-server.ts";
import type { SandboxNode, SandboxPlace } from "./sandbox.ts";
import { type SandboxSpec, settingsOfNode } from "./sandbox-spec.ts";
import { placeNodes, RACK_FILE, type RackSettings, type RingPlace, rackProperties, rackSettings } from "./topology.ts";

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
  const { spec, directory, signal, onProgress } = options;
  const slots = await claimSlots(slotCandidates(spec.name ?? directory, process.platform), spec.nodeCount);
  const [first] = slots;
  assert(first !== undefined, "a sandbox has a node");
  const wait = { deadlineMs: performance.now() + spec.startTimeoutMs, signal };
  const started: StartedNode[] = [];
  let version = spec.version;
  for (const [index, place] of placeNodes(spec).entries()) {
    const slot = slots[index];
    assert(slot !== undefined, "each node has an address");
    onProgress(`starting Cassandra ${spec.version} on ${slot.address}:${slot.nativePort}`);
    const node = await startPlaced(options, { index, place, slot, seed: first.address });
    options.running.push(node.child);
    started.push({ node, place });
    version = await awaitVersion(node, wait);
  }
  const others = started.length - 1;
  if (others > 0) await Promise.all(started.map(({ node }) => awaitPeers(node, others, wait)));
  return { contactPoint: first.address, port: first.nativePort, version, directory, nodes: started.map(describeNode) };
}

interface Newcomer {
  readonly index: number;
  readonly place: RingPlace;
  readonly slot: Slot;
  readonly seed: string;
}

interface StartedNode {
  readonly node: NodeProcess;
  readonly place: RingPlace;
}

async function startPlaced({ spec, server, directory }: RunOptions, newcomer: Newcomer): Promise<NodeProcess> {
  const { index, place, slot, seed } = newcomer;
  const home = join(directory, `node${index + 1}`);
  const named = spec.datacenters === null ? undefined : await writeRackFile(home, place.datacenter);
  const settings = { ...named?.settings, ...settingsOfNode(spec, index) };
  return startNode(
    server.java.command,
    { ...slot, line: server.line, directory: home, seed, settings },
    {
      ...spec,
      directory: home,
      jars: server.jars,
      archiveFlags: archiveFlagsOf(server, home),
      initialToken: place.initialToken,
      systemProperties: { ...named?.systemProperties, ...spec.systemProperties },
    },
  );
}

/** @returns what makes a node read it. */
async function writeRackFile(home: string, datacenter: string): Promise<RackSettings> {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, RACK_FILE), rackProperties(datacenter));
  return rackSettings(home);
}

function describeNode({ node: { child, settings, logFile }, place: { datacenter } }: StartedNode): SandboxNode {
  assert(child.pid !== undefined, "a server that answers has a process");
  return { address: settings.address, port: settings.nativePort, datacenter, pid: child.pid, logFile };
}
