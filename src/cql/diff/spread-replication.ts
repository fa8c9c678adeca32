// Turns how a keyspace is to be replicated into the statement that brings a server there. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { OptionMap } from "../schema/schema.ts";
import { sameData } from "./same-data.ts";

const FACTOR = "replication_factor";

/**
 * Servers replace `replication_factor` of NetworkTopologyStrategy by a factor for each data centre that is not named; and
 * in ALTER, a data centre that has a factor already keeps it (Cassandra 4.0–5.0, NetworkTopologyStrategy.prepareOptions).
 * So it is spread over the data centres of the cluster; and where these are not known, written beside the ones that the
 * keyspace has.
 */
export function spreadReplication(was: OptionMap, is: OptionMap, { settings }: Capabilities): OptionMap {
  const factor = spreadFactor(is);
  // The class alone leaves the factors to the server (ScyllaDB).
  if (factor === undefined) return Object.keys(is).length === 1 && is.class === was.class ? was : is;
  const known = settings.datacenters;
  const spread = Object.fromEntries((known ?? datacentersOf(was)).map((name) => [name, factor]));
  const written = { ...spread, ...is };
  if (known !== undefined) return without(written, FACTOR);
  // Data centres that all have the factor are what a server makes of it.
  const hasBeenSpread = datacentersOf(was).length > 0 && spreadFactor(was) === undefined;
  return hasBeenSpread && sameData(was, without(written, FACTOR)) ? was : written;
}

function spreadFactor(map: OptionMap): string | undefined {
  return map.class === "NetworkTopologyStrategy" ? map[FACTOR] : undefined;
}

function datacentersOf(map: OptionMap): readonly string[] {
  if (map.class !== "NetworkTopologyStrategy") return [];
  return Object.keys(map).filter((name) => name !== "class" && name !== FACTOR);
}

function without(map: OptionMap, name: string): OptionMap {
  return Object.fromEntries(Object.entries(map).filter(([each]) => each !== name));
}
