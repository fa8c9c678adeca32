// The data centre of each node of a cluster → how to replicate a keyspace of which nobody has said it. Pure.
import type { OptionMap } from "../schema/schema.ts";

/** As many as let one node be down while a quorum of them answers. */
const REPLICAS_MAX = 3;

/**
 * One node has all there is. Several get NetworkTopologyStrategy with three replicas in each data centre, or as many as it has
 * nodes: what is written survives the loss of a node, and of a data centre.
 */
export function chooseReplication(datacenters: readonly string[]): OptionMap {
  if (datacenters.length <= 1) return { class: "SimpleStrategy", replication_factor: "1" };
  const counts = new Map<string, number>();
  for (const datacenter of [...datacenters].sort()) counts.set(datacenter, (counts.get(datacenter) ?? 0) + 1);
  const factors = [...counts].map(([name, count]) => [name, String(Math.min(count, REPLICAS_MAX))] as const);
  return { class: "NetworkTopologyStrategy", ...Object.fromEntries(factors) };
}

/** For people: `NetworkTopologyStrategy dc1: 3, dc2: 3`. */
export function describeReplication({ class: className = "", ...options }: OptionMap): string {
  const pairs = Object.entries(options).map(([name, value]) => `${name}: ${value}`);
  return [className, pairs.join(", ")].filter(Boolean).join(" ");
}
