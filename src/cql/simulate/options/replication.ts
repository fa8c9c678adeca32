// Reads how a keyspace is replicated and brings it to one form. Pure.
// Source: locator/*Strategy.java, locator/ReplicationFactor.java, schema/ReplicationParams.java of Cassandra 3.11–5.0.
import type { Property } from "../../ast/property.ts";
import { type Capabilities, since } from "../../capabilities.ts";
import { datacenterOfRack } from "../../schema/replicas.ts";
import type { OptionMap } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";
import { mayExist, shortClassName } from "./class-name.ts";
import { parseInt32 } from "./java-number.ts";
import { sortedMap } from "./property-value.ts";

const PACKAGE = "org.apache.cassandra.locator";
const FACTOR = "replication_factor";

/**
 * @param map with a class
 * @param previous what the keyspace had before, for ALTER
 * @throws Refused
 */
export function readReplication(
  map: OptionMap,
  previous: OptionMap | undefined,
  option: Property,
  capabilities: Capabilities,
): OptionMap {
  const { class: fullName = "", ...options } = map;
  const className = shortClassName(fullName, PACKAGE);
  const finish = (read: OptionMap): OptionMap => sortedMap([["class", className], ...Object.entries(read)]);
  switch (className) {
    case "SimpleStrategy":
      return finish(readSimple(options, previous, option, capabilities));
    case "NetworkTopologyStrategy":
      return finish(readNetworkTopology(options, previous, option, capabilities));
    case "LocalStrategy":
      return refuse("`LocalStrategy` is for the keyspaces of the server itself", option);
    case "OldNetworkTopologyStrategy":
      if (since(capabilities, "4.0")) return refuse("`OldNetworkTopologyStrategy` was removed in 4.0", option);
      return finish(readSimple(options, previous, option, capabilities));
    default:
      if (mayExist(className, capabilities)) return finish(options);
      return refuse(`Cassandra has no replication strategy \`${className}\``, option);
  }
}

/** The class without its package. */
export function canonicalReplication(map: OptionMap): OptionMap {
  const entries = Object.entries(map);
  return sortedMap(entries.map(([name, value]) => [name, name === "class" ? shortClassName(value, PACKAGE) : value]));
}

function readSimple(
  written: OptionMap,
  previous: OptionMap | undefined,
  option: Property,
  capabilities: Capabilities,
): OptionMap {
  // Since 4.1 the factor may be left out: `default_keyspace_rf` of the servers, 1 unless changed (CASSANDRA-14557).
  const initial = since(capabilities, "4.1") ? { [FACTOR]: previous?.[FACTOR] ?? "1" } : {};
  const options: OptionMap = { ...initial, ...written };
  const factor = options[FACTOR];
  if (factor === undefined) refuse("`SimpleStrategy` needs a `replication_factor`", option);
  checkFactor(factor, option, capabilities);
  const unknown = Object.keys(options).find((name) => name !== FACTOR);
  if (unknown !== undefined) refuse(`\`SimpleStrategy\` takes no option \`${unknown}\``, option);
  return options;
}

function readNetworkTopology(
  written: OptionMap,
  previous: OptionMap | undefined,
  option: Property,
  capabilities: Capabilities,
): OptionMap {
  const isOld = !since(capabilities, "4.0") && capabilities.product === "cassandra";
  const options = isOld ? written : expandFactor(written, previous, capabilities);
  const { datacenters } = capabilities.settings;
  for (const [name, factor] of Object.entries(options)) {
    const isFactor = name.toLowerCase() === FACTOR;
    if (isFactor && (isOld || name !== FACTOR || datacenters !== undefined)) {
      refuse("`NetworkTopologyStrategy` takes a factor for each data centre here, no `replication_factor`", option);
    }
    const rackOf = capabilities.product === "scylla" ? datacenterOfRack(name) : undefined;
    if (rackOf === undefined) checkFactor(factor, option, capabilities);
    // CASSANDRA-12681; before, a slip of the pen made a keyspace without replicas.
    if (!isOld && !isFactor && datacenters !== undefined && !datacenters.includes(rackOf ?? name)) {
      refuse(`the cluster has no data centre \`${rackOf ?? name}\``, option, `it has ${datacenters.join(", ")}`);
    }
  }
  // ScyllaDB makes as many replicas as there are racks (scylladb/scylladb#25570).
  const isEmpty = Object.keys(written).length === 0;
  const hasDefault = isEmpty && capabilities.product === "scylla" && previous === undefined;
  // Where nobody has told what the keyspace had, it may have had a factor that is kept.
  const mayKeep = isEmpty && previous !== undefined && previous.class === undefined;
  if (!isOld && !hasDefault && !mayKeep && Object.keys(options).length === 0) {
    refuse("`NetworkTopologyStrategy` needs at least one data centre with replicas", option);
  }
  return options;
}

/**
 * `replication_factor` stands for every data centre that is not named (CASSANDRA-14303). What ALTER does not name keeps
 * its factor, but only when `replication_factor` is given.
 */
function expandFactor(written: OptionMap, previous: OptionMap | undefined, capabilities: Capabilities): OptionMap {
  const { [FACTOR]: given, ...named } = written;
  const isEmpty = Object.keys(written).length === 0;
  const implied = since(capabilities, "4.1") ? (previous?.[FACTOR] ?? "1") : previous?.[FACTOR];
  const factor = given ?? (isEmpty ? implied : undefined);
  if (factor === undefined) return withoutZeros(named);
  const keepsOthers = given !== undefined || since(capabilities, "4.1");
  const { class: _, [FACTOR]: __, ...before } = keepsOthers ? (previous ?? {}) : {};
  const merged = { ...before, ...named };
  // The server gives up expanding where the factor is none, and goes on with the data centres that are named.
  const plain = plainFactor(factor, capabilities);
  if (plain === undefined) return merged;
  const { datacenters } = capabilities.settings;
  if (datacenters === undefined) return withoutZeros({ [FACTOR]: plain, ...merged });
  return withoutZeros({ ...Object.fromEntries(datacenters.map((name) => [name, plain])), ...merged });
}

function withoutZeros(options: OptionMap): OptionMap {
  return Object.fromEntries(Object.entries(options).filter(([, factor]) => factor !== "0"));
}

function checkFactor(text: string, option: Property, capabilities: Capabilities): void {
  if (plainFactor(text, capabilities) !== undefined) return;
  const hint = text.includes("/") ? "transient replication reads `3/1`, and has to be switched on" : undefined;
  refuse(`replication factor \`${text}\` is no number of replicas`, option, hint);
}

/** `3`, or `3/1` where one of three replicas is transient (Cassandra 4.0, experimental); undefined for what is none. */
function plainFactor(text: string, capabilities: Capabilities): string | undefined {
  const [allText = "", transientText = "0", ...more] = text.includes("/") ? text.split("/") : [text];
  const all = parseInt32(allText);
  const transient = parseInt32(transientText);
  if (all === undefined || transient === undefined || more.length > 0 || all < 0 || transient < 0) return undefined;
  if (text.includes("/") && (!since(capabilities, "4.0") || transientText === "")) return undefined;
  if (transient === 0) return String(all);
  return transient < all && capabilities.settings.transientReplication !== false ? `${all}/${transient}` : undefined;
}

/** Whether some replicas of a keyspace are transient: `3/1`. */
export function isTransient(replication: OptionMap): boolean {
  return Object.values(replication).some((factor) => /^\+?\d+\/\+?0*[1-9]/.test(factor));
}
