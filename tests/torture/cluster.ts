// A cluster of three nodes whose third one hears from the others only through a proxy of ours, which can keep back what they say.
// What the third node asks of the others it asks directly, but their answers come on connections that they opened: they wait too.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import cassandra, { type Client } from "cassandra-driver";
import { readFailure, SERVER_CODES } from "../../src/adapters/cassandra/failure.ts";
import { assert } from "../../src/base/assert.ts";
import { slotCandidates } from "../../src/sandbox/address.ts";
import { claimSlots } from "../../src/sandbox/claim.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startCassandra } from "../../src/sandbox/start-cassandra.ts";
import { type ClusterNode, clusterNode } from "./cluster-node.ts";
import { startInternodeProxy } from "./internode-proxy.ts";
import { withNodeSessions } from "./node-sessions.ts";

export interface ClusterOptions {
  readonly version?: string;
  /** Further keys of cassandra.yaml, for every node. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Cluster extends Sandbox {
  /** In the order of `nodes`, whose process ids are those of the start. */
  readonly servers: readonly ClusterNode[];
  /** Keeps everything back that is sent to the third node. It goes on answering clients, by what it knows. */
  hold(): void;
  /** Sends it what was kept back. */
  release(): void;
  /** Resolves when each node hears every other, and all hold one schema. @throws when that takes too long. */
  awaitWhole(): Promise<void>;
  /** Resolves when the others know that this one does not answer. @throws when that takes too long. */
  awaitDown(nodeIndex: number): Promise<void>;
}

const SETTINGS: Readonly<Record<string, unknown>> = {
  // A hint that arrives while its table is dropped leaves a node of 5.0.8 with a schema version of its own, for good.
  hinted_handoff_enabled: false,
  // A node that is silent for about ten seconds counts as down; with the default of 8, for twenty.
  phi_convict_threshold: 5,
};
const SYSTEM_PROPERTIES: Readonly<Record<string, string>> = {
  // A node that has missed a change asks for it so long after it hears of another version; otherwise after a minute.
  "cassandra.migration_delay_ms": "1000",
};
const CHANGE_MS = 120_000;
const POLL_MS = 50;

/** Needs addresses of its own for each node, as on Linux. */
export async function startCluster({ version, settings }: ClusterOptions = {}): Promise<Cluster> {
  // The third node listens at `own`, and says that it does at `announced`.
  const [announced, own] = await claimSlots(slotCandidates(randomUUID(), process.platform), 2);
  assert(announced !== undefined && own !== undefined, "two slots were claimed");
  const proxy = await startInternodeProxy(
    { host: announced.address, port: announced.storagePort },
    { host: own.address, port: own.storagePort },
  );
  try {
    const third = {
      listen_address: own.address,
      broadcast_address: announced.address,
      listen_on_broadcast_address: false,
    };
    const sandbox = await startCassandra({
      version,
      nodes: 3,
      settings: { ...SETTINGS, ...settings },
      nodeSettings: [{}, {}, third],
      systemProperties: SYSTEM_PROPERTIES,
    });
    const servers = sandbox.nodes.map(clusterNode);
    const stop = async (): Promise<void> => {
      await Promise.all(servers.map((server) => server.dispose()));
      await sandbox.stop();
      await proxy.close();
    };
    const { hold, release } = proxy;
    const awaitWhole = (): Promise<void> => withNodeSessions(sandbox, awaitWholeCluster);
    const awaitDown = (nodeIndex: number): Promise<void> => {
      const others = sandbox.nodes.filter((_, index) => index !== nodeIndex);
      return withNodeSessions({ ...sandbox, nodes: others }, awaitConviction);
    };
    return { ...sandbox, servers, hold, release, awaitWhole, awaitDown, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await proxy.close();
    throw error;
  }
}

/** The cluster that a scenario of three nodes runs on. */
export function clusterOf(server: Sandbox): Cluster {
  assert("servers" in server && "hold" in server, "a scenario of three nodes gets a cluster");
  return server as Cluster;
}

async function awaitWholeCluster(clients: readonly Client[]): Promise<void> {
  await eventually("the nodes do not agree", async () => {
    const [first, ...others] = await Promise.all(clients.map(readSchemaThrough));
    return first !== undefined && others.every((version) => version === first);
  });
}

/** Undefined when the node does not answer, or does not hear all of the others. */
async function readSchemaThrough(client: Client): Promise<string | undefined> {
  try {
    const { rows } = await client.execute("SELECT schema_version FROM system.local");
    await askAll(client);
    return rows[0]?.schema_version?.toString();
  } catch {
    return undefined;
  }
}

async function awaitConviction(clients: readonly Client[]): Promise<void> {
  await eventually("no node counts as down", async () => {
    const found = await Promise.all(clients.map(knowsOfOneDown));
    return found.every((knows) => knows);
  });
}

/** Nobody is asked when not all can be. */
async function knowsOfOneDown(client: Client): Promise<boolean> {
  try {
    await askAll(client);
    return false;
  } catch (error) {
    return readFailure(error).code === SERVER_CODES.unavailable;
  }
}

/** Each node has a copy of this table. */
async function askAll(client: Client): Promise<void> {
  const { all } = cassandra.types.consistencies;
  await client.execute("SELECT * FROM system_distributed.view_build_status", [], { consistency: all });
}

async function eventually(complaint: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadlineMs = performance.now() + CHANGE_MS; !(await holds()); await sleep(POLL_MS)) {
    if (performance.now() > deadlineMs) throw new Error(`${complaint} after ${CHANGE_MS} ms`);
  }
}
