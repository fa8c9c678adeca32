// The consistency levels that a session asks for, and where a keyspace has its replicas → which of them cannot be had. Pure.
// Source: ConsistencyLevel.java and ReplicaPlans.java of Cassandra 4.0–5.0, StorageProxy.java of 3.11.
import { type Copies, countCopies, quorumOf, type SharedPlacement } from "./copies.ts";
import { countNodes, type PlacedNode, type Placement, readPlacement } from "./placement.ts";
import {
  countThings,
  type JudgedKeyspace,
  listNames,
  nameKeyspace,
  type ReplicationFinding,
} from "./replication-finding.ts";

/** How a session asks. */
export interface SessionLevels {
  /** The data centre whose nodes are asked. */
  readonly localDatacenter: string;
  /** Of the statements of migrations that read or write rows: "LOCAL_QUORUM". */
  readonly consistency: string;
  /** Of the lock and the history, which are read and written with it and the plain quorum that belongs to it. */
  readonly serialConsistency: "SERIAL" | "LOCAL_SERIAL";
}

type Said = Omit<ReplicationFinding, "keyspace">;
type Affects = ReplicationFinding["affects"];

interface Scene {
  readonly keyspace: JudgedKeyspace;
  readonly placement: SharedPlacement;
  readonly nodes: readonly PlacedNode[];
  readonly local: string;
}

/** So many replicas of one data centre, or of all, are to answer. */
interface Need {
  readonly datacenter: string | undefined;
  readonly required: number;
  /** How many replicas that is said of. */
  readonly among: number;
}

/** @param nodes all that belong to the cluster, those that are down too */
export function judgeConsistency(
  keyspace: JudgedKeyspace,
  nodes: readonly PlacedNode[],
  session: SessionLevels,
): readonly ReplicationFinding[] {
  const datacenters = [...countNodes(nodes).keys()];
  const placement = readPlacement(keyspace.replication, datacenters);
  const isShared = placement.kind === "by-datacenter" || placement.kind === "anywhere";
  const scene = isShared ? { keyspace, placement, nodes, local: session.localDatacenter } : undefined;
  const judge = (level: string, affects: Affects): readonly Said[] =>
    scene === undefined ? [] : judgeLevel(level, affects, scene);
  const historyLevels = historyLevelsOf(keyspace, session);
  const consistency = session.consistency.toUpperCase();
  const found = [
    ...(historyLevels.includes("LOCAL_SERIAL") ? judgeLock(keyspace, placement, datacenters) : []),
    // The second would say of the same nodes what the first has said.
    ...(historyLevels.map((level) => judge(level, "history")).find((said) => said.length > 0) ?? []),
    ...(keyspace.isManaged && !historyLevels.includes(consistency) ? judge(consistency, "rows") : []),
  ];
  return found.map((said) => ({ ...said, keyspace: keyspace.name }));
}

function historyLevelsOf({ holdsHistory }: JudgedKeyspace, { serialConsistency }: SessionLevels): readonly string[] {
  if (!holdsHistory) return [];
  return serialConsistency === "SERIAL" ? ["SERIAL", "QUORUM"] : ["LOCAL_SERIAL", "LOCAL_QUORUM"];
}

/** With LOCAL_SERIAL the replicas of one data centre decide alone, and each data centre may decide otherwise. */
function judgeLock(keyspace: JudgedKeyspace, placement: Placement, datacenters: readonly string[]): readonly Said[] {
  const holders = datacenters.filter((name) => placement.kind !== "by-datacenter" || placement.factors.has(name));
  if (placement.kind === "unknown" || placement.kind === "local" || holders.length < 2) return [];
  return [
    {
      kind: "lock-in-each-datacenter",
      severity: "warning",
      affects: "history",
      message: `LOCAL_SERIAL makes a lock in each data centre with replicas of ${nameKeyspace(keyspace)}, which holds the history (${listNames(holders)}): two runners may hold one at once`,
      hint: "set cassandra.serial_consistency to SERIAL, or let every runner have the same cassandra.local_datacenter",
    },
  ];
}

function judgeLevel(level: string, affects: Affects, scene: Scene): readonly Said[] {
  const { keyspace, placement, nodes, local } = scene;
  if (level.startsWith("LOCAL_") && placement.kind === "by-datacenter" && !placement.factors.has(local)) {
    return [
      {
        kind: "no-local-replicas",
        severity: "problem",
        affects,
        message: `${level} asks the replicas of the local data centre, and ${nameKeyspace(keyspace)} has none in \`${local}\`: ${failureOf(affects)}`,
        hint: `it has replicas in ${listNames(placement.factors.keys())}: set cassandra.local_datacenter to one of these, or give it replicas in \`${local}\``,
      },
    ];
  }
  return needsOf(level, scene).flatMap((need) => {
    const copies = countCopies(placement, nodes, need.datacenter);
    const share = describeNeed(level, keyspace, need);
    return judgeNeed(share, affects, need.required, copies) ?? [];
  });
}

function needsOf(level: string, { placement, nodes, local }: Scene): readonly Need[] {
  const all = countCopies(placement, nodes, undefined);
  const near = countCopies(placement, nodes, local);
  const inAll = (required: number, among = all.meant): Need[] => [{ datacenter: undefined, required, among }];
  const here = (required: number, among = near.meant): Need[] => [{ datacenter: local, required, among }];
  switch (level) {
    case "LOCAL_QUORUM":
      return here(quorumOf(near.meant));
    case "LOCAL_ONE":
      return here(1);
    case "QUORUM":
      return inAll(quorumOf(all.meant));
    case "ALL":
      return inAll(all.meant);
    case "EACH_QUORUM":
      if (placement.kind === "anywhere") return [];
      return [...placement.factors].map(([datacenter, among]) => ({ datacenter, required: quorumOf(among), among }));
    // A lock is decided by the replicas that there are, not by those that are meant to be.
    case "SERIAL":
      return inAll(quorumOf(all.most), all.most);
    case "LOCAL_SERIAL":
      return placement.kind === "anywhere" ? [] : here(quorumOf(near.most), near.most);
    case "ONE":
      return inAll(1);
    case "TWO":
      return inAll(2);
    case "THREE":
      return inAll(3);
    default:
      return [];
  }
}

function describeNeed(level: string, keyspace: JudgedKeyspace, { required, among, datacenter }: Need): string {
  const where = datacenter === undefined ? "" : ` in \`${datacenter}\``;
  const share =
    among === 1 && required === 1 ? "the only replica" : `${required} of the ${countThings(among, "replica")}`;
  return `${level} asks ${share} of ${nameKeyspace(keyspace)}${where}`;
}

function judgeNeed(asks: string, affects: Affects, required: number, copies: Copies): Said | undefined {
  const { most, mostUp, leastUp, nodeCount, downCount } = copies;
  if (required > most) {
    return {
      kind: "consistency-out-of-reach",
      severity: "problem",
      affects,
      message: `${asks}, and there can be ${most} on ${countThings(nodeCount, "node")}: ${failureOf(affects)}`,
      hint: "bring its replication in line with the nodes (ALTER KEYSPACE), or add nodes",
    };
  }
  const isDown = `${asks}, and ${describeDown(downCount, nodeCount)}`;
  const hint = "bring the nodes back first: nodetool status";
  if (required > mostUp) {
    const message = `${isDown}: ${failureOf(affects)}`;
    return { kind: "consistency-out-of-reach", severity: "problem", affects, message, hint };
  }
  if (required > leastUp && downCount > 0) {
    const message = `${isDown}: ${affects === "history" ? "the history may be out of reach" : "some rows are out of reach"}`;
    return { kind: "consistency-at-risk", severity: "warning", affects, message, hint };
  }
  return undefined;
}

function failureOf(affects: Affects): string {
  return affects === "history"
    ? "the history cannot be written, and nothing is migrated"
    : "statements that read or write rows fail";
}

function describeDown(downCount: number, nodeCount: number): string {
  if (nodeCount === 1) return "its node is down";
  return `${downCount} of its ${nodeCount} nodes ${downCount === 1 ? "is" : "are"} down`;
}
