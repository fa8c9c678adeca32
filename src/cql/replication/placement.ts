// The replication of a keyspace → how many replicas of each row are meant to be where. Pure.
import { datacenterOfRack } from "../schema/replicas.ts";
import type { OptionMap } from "../schema/schema.ts";
import { shortClassName } from "../simulate/options/class-name.ts";

/** Where one node of a cluster stands. */
export interface PlacedNode {
  readonly datacenter: string;
  readonly rack: string;
  readonly isUp: boolean;
}

export type Placement =
  /** NetworkTopologyStrategy: so many in each data centre that has any. */
  | { readonly kind: "by-datacenter"; readonly factors: ReadonlyMap<string, number> }
  /** SimpleStrategy: so many, wherever the ring puts them. */
  | { readonly kind: "anywhere"; readonly factor: number }
  /** EverywhereStrategy of DSE and ScyllaDB: one on each node. */
  | { readonly kind: "everywhere" }
  /** LocalStrategy: each node has rows of its own. */
  | { readonly kind: "local" }
  /** A strategy, or a way to write it, that is not known here: nothing is said of it. */
  | { readonly kind: "unknown" };

const FACTOR = "replication_factor";
const UNKNOWN: Placement = { kind: "unknown" };

/** Nodes by data centre, in the order of the names. */
export function countNodes(nodes: readonly PlacedNode[]): ReadonlyMap<string, number> {
  const names = [...new Set(nodes.map(({ datacenter }) => datacenter))].sort();
  return new Map(names.map((name) => [name, nodes.filter(({ datacenter }) => datacenter === name).length]));
}

/** @param datacenters those that there are: `replication_factor` stands for each of them that is not named */
export function readPlacement(replication: OptionMap, datacenters: readonly string[]): Placement {
  const { class: fullName = "", ...options } = replication;
  switch (shortClassName(fullName, "org.apache.cassandra.locator")) {
    case "NetworkTopologyStrategy":
      return readFactors(options, datacenters);
    case "SimpleStrategy": {
      const factor = countReplicas(options[FACTOR] ?? "");
      return factor === undefined ? UNKNOWN : { kind: "anywhere", factor };
    }
    case "EverywhereStrategy":
      return { kind: "everywhere" };
    case "LocalStrategy":
      return { kind: "local" };
    default:
      return UNKNOWN;
  }
}

function readFactors({ [FACTOR]: rest, ...named }: OptionMap, datacenters: readonly string[]): Placement {
  const spread = rest === undefined ? {} : Object.fromEntries(datacenters.map((name) => [name, rest]));
  const factors = new Map<string, number>();
  for (const [name, text] of Object.entries({ ...spread, ...named })) {
    const rackOf = datacenters.includes(name) ? undefined : datacenterOfRack(name);
    const datacenter = rackOf ?? name;
    const factor = rackOf === undefined ? countReplicas(text) : (factors.get(datacenter) ?? 0) + 1;
    if (factor === undefined) return UNKNOWN;
    if (factor > 0) factors.set(datacenter, factor);
  }
  return { kind: "by-datacenter", factors };
}

/** `3`; or `3/1`, three replicas of which one is transient (Cassandra 4.0, ReplicationFactor.java): it counts for a quorum too. */
function countReplicas(text: string): number | undefined {
  const [, all] = /^\+?(\d+)(?:\/\+?\d+)?$/.exec(text) ?? [];
  return all === undefined ? undefined : Number(all);
}
