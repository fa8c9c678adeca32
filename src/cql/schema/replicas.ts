// Reads how many replicas a keyspace has out of its replication. Pure.
import type { OptionMap } from "./schema.ts";

export interface Replicas {
  /** Undefined for what holds for the whole cluster, or for every data centre. */
  readonly datacenter: string | undefined;
  readonly count: number;
}

/** Of other strategies than the two that everybody uses nothing is known. */
export function replicasIn({ class: className, ...factors }: OptionMap): readonly Replicas[] {
  if (className !== "SimpleStrategy" && className !== "NetworkTopologyStrategy") return [];
  const counts = new Map<string | undefined, number>();
  for (const [name, factor] of Object.entries(factors)) {
    const rackOf = datacenterOfRack(name);
    if (rackOf !== undefined) counts.set(rackOf, (counts.get(rackOf) ?? 0) + 1);
    else {
      const count = fullReplicas(factor);
      if (count !== undefined) counts.set(name === "replication_factor" ? undefined : name, count);
    }
  }
  return [...counts].map(([datacenter, count]) => ({ datacenter, count }));
}

/**
 * The data centre of an entry `dc1:0`, which is one rack of ScyllaDB's list of racks, as its own table keeps it
 * (cql3/statements/property_definitions.cc of scylladb/scylladb); undefined for other entries.
 */
export function datacenterOfRack(name: string): string | undefined {
  return /^(.+):\d+$/s.exec(name)?.[1];
}

/** Of `3/1` three are replicas, and one of them is transient (locator/ReplicationFactor). */
function fullReplicas(factor: string): number | undefined {
  const [, all, transient = "0"] = /^(\d+)(?:\/(\d+))?$/.exec(factor) ?? [];
  return all === undefined ? undefined : Number(all) - Number(transient);
}
