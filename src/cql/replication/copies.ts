// Where the replicas of a row are meant to be, and the nodes that there are → how many there can be, and can be up. Pure.
import type { PlacedNode, Placement } from "./placement.ts";

/** Replicas of one row. Which nodes have them is not known, so each count has a range. */
export interface Copies {
  /** What is asked for: quorums are counted of it, also where there are fewer nodes. */
  readonly meant: number;
  readonly most: number;
  readonly mostUp: number;
  readonly leastUp: number;
  readonly nodeCount: number;
  readonly downCount: number;
}

export type SharedPlacement = Extract<Placement, { readonly kind: "by-datacenter" | "anywhere" }>;

/** @param datacenter undefined: in all of them */
export function countCopies(
  placement: SharedPlacement,
  nodes: readonly PlacedNode[],
  datacenter: string | undefined,
): Copies {
  if (placement.kind === "anywhere") {
    const there = nodesIn(nodes, datacenter);
    const placed = Math.min(placement.factor, nodes.length);
    const least = Math.max(0, placed - (nodes.length - there.length));
    return copiesOn(there, placement.factor, { most: Math.min(placed, there.length), least });
  }
  const names = datacenter === undefined ? [...placement.factors.keys()] : [datacenter];
  const parts = names.map((name) => {
    const there = nodesIn(nodes, name);
    const meant = placement.factors.get(name) ?? 0;
    const placed = Math.min(meant, there.length);
    return copiesOn(there, meant, { most: placed, least: placed });
  });
  return parts.reduce(addCopies, { meant: 0, most: 0, mostUp: 0, leastUp: 0, nodeCount: 0, downCount: 0 });
}

function nodesIn(nodes: readonly PlacedNode[], datacenter: string | undefined): readonly PlacedNode[] {
  return datacenter === undefined ? nodes : nodes.filter((node) => node.datacenter === datacenter);
}

function copiesOn(
  nodes: readonly PlacedNode[],
  meant: number,
  { most, least }: { readonly most: number; readonly least: number },
): Copies {
  const downCount = nodes.filter(({ isUp }) => !isUp).length;
  return {
    meant,
    most,
    mostUp: Math.min(most, nodes.length - downCount),
    leastUp: Math.max(0, least - downCount),
    nodeCount: nodes.length,
    downCount,
  };
}

function addCopies(one: Copies, other: Copies): Copies {
  return {
    meant: one.meant + other.meant,
    most: one.most + other.most,
    mostUp: one.mostUp + other.mostUp,
    leastUp: one.leastUp + other.leastUp,
    nodeCount: one.nodeCount + other.nodeCount,
    downCount: one.downCount + other.downCount,
  };
}

/** A majority of what a keyspace is meant to have, also when there are fewer nodes (ConsistencyLevel.java of Cassandra). */
export function quorumOf(factor: number): number {
  return Math.floor(factor / 2) + 1;
}
