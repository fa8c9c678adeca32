// How a keyspace is replicated, and the nodes that there are → what does not fit, or could be better with these nodes. Pure.
import type { Capabilities } from "../capabilities.ts";
import { quorumOf } from "./copies.ts";
import { judgeConditions } from "./judge-conditions.ts";
import { countNodes, type PlacedNode, readPlacement } from "./placement.ts";
import {
  countThings,
  type JudgedKeyspace,
  listNames,
  nameKeyspace,
  type ReplicationFinding,
} from "./replication-finding.ts";

type Said = Omit<ReplicationFinding, "keyspace" | "affects">;

const ALTER = "ALTER KEYSPACE, then nodetool repair -full on each node";

/** @param nodes all that belong to the cluster, those that are down too */
export function judgeReplication(
  keyspace: JudgedKeyspace,
  nodes: readonly PlacedNode[],
  server: Capabilities,
): readonly ReplicationFinding[] {
  if (nodes.length === 0) return [];
  const found = [
    ...judgePlacement(keyspace, nodes),
    ...(keyspace.holdsHistory ? judgeConditions(keyspace, server) : []),
  ];
  const affects = keyspace.holdsHistory ? "history" : "rows";
  return found.map((said) => ({ ...said, keyspace: keyspace.name, affects }));
}

function judgePlacement(keyspace: JudgedKeyspace, nodes: readonly PlacedNode[]): readonly Said[] {
  const nodeCounts = countNodes(nodes);
  const datacenters = [...nodeCounts.keys()];
  const placement = readPlacement(keyspace.replication, datacenters);
  switch (placement.kind) {
    case "by-datacenter":
      return judgeFactors(keyspace, placement.factors, nodeCounts);
    case "anywhere":
      return [
        ...(datacenters.length > 1 ? [strategyWithoutDatacenters(keyspace, datacenters)] : []),
        ...judgeFactor(keyspace, { factor: placement.factor, nodeCount: nodes.length, inAll: placement.factor }),
      ];
    case "local":
      return nodes.length > 1 ? [localStrategy(keyspace)] : [];
    case "everywhere":
    case "unknown":
      return [];
  }
}

function judgeFactors(
  keyspace: JudgedKeyspace,
  factors: ReadonlyMap<string, number>,
  nodeCounts: ReadonlyMap<string, number>,
): readonly Said[] {
  const there = listNames(nodeCounts.keys());
  if (![...factors.keys()].some((name) => nodeCounts.has(name))) {
    return [
      {
        kind: "no-replicas",
        severity: "problem",
        message: `${nameKeyspace(keyspace)} has replicas in ${listNames(factors.keys()) || "no data centre"}, and the nodes are in ${there}: no node holds its rows`,
        hint: `give it replicas in ${there}: ALTER KEYSPACE`,
      },
    ];
  }
  const found: Said[] = [];
  const inAll = [...factors.values()].reduce((sum, factor) => sum + factor, 0);
  for (const [datacenter, factor] of factors) {
    const nodeCount = nodeCounts.get(datacenter);
    if (nodeCount !== undefined) found.push(...judgeFactor(keyspace, { factor, nodeCount, datacenter, inAll }));
    else {
      found.push({
        kind: "unknown-datacenter",
        severity: "warning",
        message: `${nameKeyspace(keyspace)} has ${countThings(factor, "replica")} in the data centre \`${datacenter}\`, which has no node`,
        hint: `the nodes are in ${there}; take \`${datacenter}\` out of its replication (ALTER KEYSPACE): QUORUM and EACH_QUORUM count it`,
      });
    }
  }
  for (const datacenter of nodeCounts.keys()) {
    if (factors.has(datacenter)) continue;
    found.push({
      kind: "datacenter-without-replicas",
      severity: "warning",
      message: `${nameKeyspace(keyspace)} has no replica in the data centre \`${datacenter}\``,
      hint: `if its rows are used there, add \`${datacenter}\` to its replication (ALTER KEYSPACE), then nodetool rebuild on each of its nodes`,
    });
  }
  return found;
}

interface Share {
  readonly factor: number;
  readonly nodeCount: number;
  /** Undefined: the whole cluster. */
  readonly datacenter?: string;
  /** What the keyspace has in all data centres. */
  readonly inAll: number;
}

/** Only what these nodes could do better is worth a word. */
function judgeFactor(keyspace: JudgedKeyspace, { factor, nodeCount, datacenter, inAll }: Share): readonly Said[] {
  const [place, holder, quorum] =
    datacenter === undefined
      ? ["", "and the cluster", "a quorum"]
      : [` in \`${datacenter}\``, "which", "LOCAL_QUORUM there"];
  const has = `${nameKeyspace(keyspace)} has ${countThings(factor, "replica")}${place}`;
  const severity = "warning";
  if (factor > nodeCount) {
    const required = quorumOf(factor);
    const end = required > nodeCount ? ", and is never reached" : "";
    return [
      {
        kind: "more-replicas-than-nodes",
        severity,
        message: `${has}, ${holder} has ${countThings(nodeCount, "node")}`,
        hint: `${quorum} is ${required} of ${factor} all the same${end}: add nodes, or lower it to ${nodeCount} (${ALTER})`,
      },
    ];
  }
  const spare = factor - quorumOf(factor);
  if (factor === 1 && nodeCount > 1) {
    const loss = inAll > 1 ? `${quorum} fails` : lossOfAll(keyspace);
    const hint = `raise it to ${Math.min(3, nodeCount)}: ${ALTER}`;
    return [{ kind: "single-replica", severity, message: `${has}: with that node down ${loss}`, hint }];
  }
  if (factor % 2 === 0 && nodeCount > factor) {
    const worth = spare === 0 ? "bears neither node down" : `bears ${spare} down, as of ${factor - 1}`;
    const hint = `of ${factor + 1} it bears ${spare + 1} down: ${ALTER}`;
    return [{ kind: "even-replicas", severity, message: `${has}: ${quorum} ${worth}`, hint }];
  }
  return [];
}

function lossOfAll({ holdsHistory }: JudgedKeyspace): string {
  return holdsHistory
    ? "the history cannot be written, and nothing is migrated"
    : "its rows can be neither read nor written";
}

function strategyWithoutDatacenters(keyspace: JudgedKeyspace, datacenters: readonly string[]): Said {
  return {
    kind: "strategy-without-datacenters",
    severity: "warning",
    message: `${nameKeyspace(keyspace)} is replicated by SimpleStrategy, which knows no data centres, and there are ${datacenters.length}: ${listNames(datacenters)}`,
    hint: `LOCAL_QUORUM finds too few replicas wherever the ring has put them elsewhere: NetworkTopologyStrategy with a factor for each (${ALTER})`,
  };
}

function localStrategy(keyspace: JudgedKeyspace): Said {
  const what = keyspace.holdsHistory
    ? "each node has a history and a lock of its own"
    : "each node has rows of its own";
  return {
    kind: "local-strategy",
    severity: "problem",
    message: `${nameKeyspace(keyspace)} is replicated by LocalStrategy: ${what}`,
    hint: "it is for the server's own keyspaces: NetworkTopologyStrategy shares rows between nodes",
  };
}
