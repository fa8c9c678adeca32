// Merges layers into one tree: key by key, the last one wins, lists and replication whole. Pure.
import type { CassandraTree, ConfigTree } from "./config-tree.ts";
import { isRecord } from "./place.ts";

export type Family = "cql" | "sql";

export interface Merged {
  readonly tree: ConfigTree;
  /** What the last layer that names a target names; undefined when none does. */
  readonly family: Family | undefined;
}

const CQL_DIALECTS: ReadonlySet<string> = new Set(["cassandra", "scylla", "astra", "dse"]);

/** Each layer names one target at most (`familiesOf`). */
export function mergeLayers(layers: readonly ConfigTree[]): Merged {
  let tree: ConfigTree = {};
  let family: Family | undefined;
  for (const layer of layers) {
    const [next] = familiesOf(layer);
    // A later target of the other family replaces the earlier one, and with it what was said of its dialect.
    const before =
      next !== undefined && family !== undefined && next !== family ? { ...tree, dialect: undefined } : tree;
    family = next ?? family;
    tree = mergeTrees(before, layer);
  }
  return { tree, family };
}

/** The families of the targets that a layer names. */
export function familiesOf(tree: ConfigTree): readonly Family[] {
  const { cassandra, database } = tree;
  const families: Family[] = [];
  if (cassandra?.contact_points !== undefined || cassandra?.secure_connect_bundle !== undefined) families.push("cql");
  if (database?.url !== undefined) families.push("sql");
  return families;
}

export function familyOfDialect(dialect: string): Family {
  return CQL_DIALECTS.has(dialect) ? "cql" : "sql";
}

function mergeTrees(earlier: ConfigTree, later: ConfigTree): ConfigTree {
  const merged = mergeValues(earlier, later) as ConfigTree;
  const cassandra = earlier.cassandra && later.cassandra && mergeServers(earlier.cassandra, later.cassandra, merged);
  const replication = later.keyspace?.replication ?? earlier.keyspace?.replication;
  return {
    ...merged,
    ...(cassandra && { cassandra }),
    // One strategy's numbers mean something else to another: `replication` is not mixed.
    ...(merged.keyspace && { keyspace: { ...merged.keyspace, replication } }),
  };
}

/** Contact points and bundle replace each other; a later port counts for earlier contact points. */
function mergeServers(earlier: CassandraTree, later: CassandraTree, merged: ConfigTree): CassandraTree {
  const { contact_points: points, secure_connect_bundle: bundle, ...rest } = merged.cassandra ?? {};
  if (later.contact_points !== undefined)
    return { ...rest, contact_points: points, secure_connect_bundle: later.secure_connect_bundle };
  if (later.secure_connect_bundle !== undefined) return { ...rest, secure_connect_bundle: bundle };
  const isMoved = later.port !== undefined && earlier.contact_points !== undefined;
  return {
    ...rest,
    contact_points: isMoved ? earlier.contact_points?.map(({ host }) => ({ host })) : points,
    secure_connect_bundle: bundle,
  };
}

function mergeValues(earlier: unknown, later: unknown): unknown {
  if (later === undefined || later === null) return earlier;
  if (!isRecord(earlier) || !isRecord(later)) return later;
  const merged: Record<string, unknown> = { ...earlier };
  for (const [key, value] of Object.entries(later)) merged[key] = mergeValues(earlier[key], value);
  return merged;
}
