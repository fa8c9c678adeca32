// A scene → statements about keyspaces.
import { quoteIdentifier } from "../../../src/cql/identifiers.ts";
import { errs, guard, KEYSPACES, keyspaceName, type Scene } from "./scene.ts";

const REPLICATIONS: readonly string[] = [
  "{'class': 'SimpleStrategy', 'replication_factor': 1}",
  "{'class': 'SimpleStrategy', 'replication_factor': '1'}",
  "{'class': 'NetworkTopologyStrategy', 'datacenter1': '1'}",
  "{'class': 'org.apache.cassandra.locator.SimpleStrategy', 'replication_factor': 1}",
  "{'class': 'LocalStrategy'}",
];
const ODD_REPLICATIONS: readonly string[] = [
  "{'class': 'SimpleStrategy', 'replication_factor': '2'}",
  "{'class': 'NetworkTopologyStrategy', 'replication_factor': '1'}",
  "{'class': 'NetworkTopologyStrategy', 'datacenter1': '0'}",
  "{'class': 'NetworkTopologyStrategy', 'nowhere': '1'}",
  "{'class': 'NetworkTopologyStrategy'}",
  "{'class': 'SimpleStrategy'}",
  "{'class': 'SimpleStrategy', 'replication_factor': '0'}",
  "{'class': 'SimpleStrategy', 'replication_factor': '-1'}",
  "{'class': 'SimpleStrategy', 'replication_factor': 'x'}",
  "{'class': 'SimpleStrategy', 'replication_factor': '3/1'}",
  "{'class': 'SimpleStrategy', 'replication_factor': '1', 'datacenter1': '1'}",
  "{'class': 'OldNetworkTopologyStrategy', 'replication_factor': '1'}",
  "{'class': 'NoSuchStrategy', 'replication_factor': '1'}",
  "{'class': ''}",
  "{'replication_factor': '1'}",
  "{}",
  "'SimpleStrategy'",
];
const OTHER_OPTIONS: readonly string[] = [
  "durable_writes = true",
  "durable_writes = false",
  "durable_writes = 'false'",
  "durable_writes = 'x'",
  "comment = 'x'",
  "DURABLE_WRITES = false",
];

export function createKeyspace(scene: Scene): string {
  const { chance } = scene;
  const free = KEYSPACES.filter((name) => !scene.schema.keyspaces.has(name));
  const name = chance.pick(free.length > 0 && chance.is(0.9) ? free : KEYSPACES);
  const written = errs(scene, 0.01)
    ? chance.pick(["system", '"ks-bad"', "system_schema", '""'])
    : quoteIdentifier(name);
  return `CREATE KEYSPACE ${guard(scene, "IF NOT EXISTS", 0.2)}${written} WITH ${options(scene, 0.97)}`;
}

export function alterKeyspace(scene: Scene): string {
  const share = scene.chance.is(0.5) ? 1 : 0;
  return `ALTER KEYSPACE ${guard(scene, "IF EXISTS", 0.1)}${quoteIdentifier(keyspaceName(scene))} WITH ${options(scene, share)}`;
}

export function dropKeyspace(scene: Scene): string {
  return `DROP KEYSPACE ${guard(scene, "IF EXISTS", 0.3)}${quoteIdentifier(keyspaceName(scene))}`;
}

export function useKeyspace(scene: Scene): string {
  return `USE ${quoteIdentifier(keyspaceName(scene))}`;
}

function options(scene: Scene, replicationShare: number): string {
  const { chance } = scene;
  const parts: string[] = [];
  const replications = chance.is(0.7) ? REPLICATIONS.slice(0, 3) : [...REPLICATIONS, ...ODD_REPLICATIONS];
  if (chance.is(replicationShare)) parts.push(`replication = ${chance.pick(replications)}`);
  if (parts.length === 0 || chance.is(0.25)) parts.push(chance.pick(OTHER_OPTIONS));
  if (errs(scene, 0.01)) parts.push(parts[0] ?? "");
  return parts.join(" AND ");
}
