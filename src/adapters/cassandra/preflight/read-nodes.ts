// Asks the cluster for its nodes: what each runs, where it is, whether it answers, and what its clock says.
import type { Client, Host } from "cassandra-driver";
import { askHost } from "../ask-host.ts";
import { readGossip } from "../gossip.ts";
import { JOINING } from "../node-schema.ts";

export interface NodeFacts {
  readonly address: string;
  readonly datacenter: string;
  readonly rack: string | undefined;
  /** "5.0.8"; undefined when nobody knows. */
  readonly release: string | undefined;
  readonly state: NodeState;
  /** Why it does not answer. */
  readonly problem: string | undefined;
  /** How far its clock is ahead of ours, in milliseconds, and how sure that is; undefined when it does not answer. */
  readonly clock: { readonly aheadMs: number; readonly plusMinusMs: number } | undefined;
}

/** "up": it answers and is a whole member of the ring. */
export type NodeState = "up" | "down" | "joining" | "leaving" | "moving";

export interface ClusterNodes {
  readonly nodes: readonly NodeFacts[];
  /** Whether the server tells who is joining, leaving or moving: Cassandra 4.1 and later, to a role that may read it. */
  readonly areStatesShown: boolean;
}

const ASK_TIMEOUT_MS = 3_000;
const GOSSIP_TIMEOUT_MS = 2_000;
const ASK = "SELECT data_center, rack, release_version, host_id, toTimestamp(now()) AS now FROM system.local";

/** @throws ToolError "connection-failed" */
export async function readNodes(client: Client): Promise<ClusterNodes> {
  const hosts = client.hosts.values();
  const [nodes, gossip] = await Promise.all([
    Promise.all(hosts.map((host) => readNode(client, host))),
    readGossip(client, GOSSIP_TIMEOUT_MS),
  ]);
  if (gossip.kind !== "members") return { nodes, areStatesShown: false };
  const known = new Set(hosts.map(({ hostId }) => String(hostId)));
  const states = new Map(gossip.members.map(({ hostId, state }) => [hostId, state]));
  const members = nodes.map((node, index): NodeFacts => {
    const state = states.get(String(hosts[index]?.hostId)) ?? "normal";
    return node.state === "down" || state === "normal" ? node : { ...node, state };
  });
  // Who joins stands in no system.peers yet, and answers no client.
  const joining = gossip.members
    .filter(({ hostId, state }) => !known.has(hostId) && state === "joining")
    .map(({ address, datacenter = "", rack, release }): NodeFacts => {
      const place = { address, datacenter, rack, release };
      return { ...place, state: "joining", problem: JOINING, clock: undefined };
    });
  return { nodes: [...members, ...joining], areStatesShown: true };
}

async function readNode(client: Client, host: Host): Promise<NodeFacts> {
  const { address, datacenter, rack, cassandraVersion } = host;
  const sentAt = Date.now();
  const answer = await askHost(client, host, { text: ASK }, ASK_TIMEOUT_MS);
  if (answer.kind === "silent") {
    const place = { address, datacenter, rack, release: cassandraVersion ?? undefined };
    return { ...place, state: "down", problem: answer.problem, clock: undefined };
  }
  const tookMs = Date.now() - sentAt;
  const [row] = answer.rows;
  const now: Date | undefined = row?.now ?? undefined;
  return {
    address,
    datacenter: row?.data_center ?? datacenter,
    rack: row?.rack ?? rack,
    release: row?.release_version ?? cassandraVersion,
    state: "up",
    problem: undefined,
    clock: now && { aheadMs: now.getTime() - (sentAt + tookMs / 2), plusMinusMs: tookMs / 2 },
  };
}
