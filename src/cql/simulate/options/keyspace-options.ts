// Turns the options of a keyspace, as written or as stored, into the one form in which a schema holds them. Pure.

import type { Identifier } from "../../ast/name.ts";
import type { Property } from "../../ast/property.ts";
import type { Capabilities } from "../../capabilities.ts";
import { cqlString } from "../../identifiers.ts";
import type { OptionMap, OptionValue } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";
import { readBoolean } from "./boolean-option.ts";
import { readMap, readMapWithLists, readText, sortedMap } from "./property-value.ts";
import { canonicalReplication, readReplication } from "./replication.ts";

export interface KeyspaceOptions {
  readonly replication: OptionMap;
  readonly durableWrites: boolean;
  /** What only some products have, by option; a map as CQL. */
  readonly extra: OptionMap;
}

/**
 * What the server refuses before it looks whether the keyspace is there: unknown options, no replication, no class.
 * @throws Refused
 */
export function checkKeyspaceOptions(
  options: readonly Property[],
  statement: "create" | "alter",
  keyspace: Identifier,
  capabilities: Capabilities,
): void {
  for (const option of options) {
    const name = option.name.name;
    if (name === "replication") {
      const map = readReplicationMap(option, capabilities);
      if (map.class === undefined && (statement === "create" || Object.keys(map).length > 0)) {
        refuse("replication names no `class`", option, "write {'class': 'NetworkTopologyStrategy', 'dc1': 3}");
      }
    } else if (name !== "durable_writes" && capabilities.product === "cassandra") {
      refuse(`a keyspace has no option \`${name}\``, option);
    }
  }
  // ScyllaDB has a default for it.
  const hasReplication = options.some(({ name }) => name.name === "replication");
  if (statement === "create" && !hasReplication && capabilities.product !== "scylla") {
    refuse(`keyspace \`${keyspace.name}\` is given no \`replication\``, keyspace);
  }
}

/**
 * The options that a keyspace has once the statement is carried out. Where the data centres are not known,
 * `replication_factor` of NetworkTopologyStrategy stays as it was written; the server replaces it by one entry for each.
 * @param current undefined for CREATE, what was there before for ALTER
 * @throws Refused with the place of the option
 */
export function readKeyspaceOptions(
  options: readonly Property[],
  current: KeyspaceOptions | undefined,
  name: string,
  capabilities: Capabilities,
): KeyspaceOptions {
  const place = options[0]?.name ?? { start: 0, end: 0 };
  checkKeyspaceOptions(options, current === undefined ? "create" : "alter", { ...place, name }, capabilities);
  let replication = current?.replication ?? { class: "NetworkTopologyStrategy" };
  let durableWrites = current?.durableWrites ?? true;
  const extra = new Map(Object.entries(current?.extra ?? {}));
  for (const option of options) {
    if (option.name.name === "replication") {
      const map = readReplicationMap(option, capabilities);
      // ALTER with an empty map changes nothing.
      if (Object.keys(map).length > 0) replication = readReplication(map, current?.replication, option, capabilities);
    } else if (option.name.name === "durable_writes") durableWrites = readBoolean(option, capabilities);
    else extra.set(option.name.name, readExtra(option));
  }
  return { replication, durableWrites, extra: sortedMap(extra) };
}

/** The one form of what a row of system_schema.keyspaces holds. */
export function canonicalKeyspaceOptions(
  stored: Readonly<Record<string, OptionValue | null | undefined>>,
): KeyspaceOptions {
  const { replication, durable_writes: durableWrites, ...others } = stored;
  const extra: [string, string][] = [];
  for (const [name, value] of Object.entries(others)) {
    if (name === "keyspace_name" || value === null || value === undefined) continue;
    extra.push([name, typeof value === "object" ? printMap(value) : String(value)]);
  }
  return {
    replication: typeof replication === "object" && replication !== null ? canonicalReplication(replication) : {},
    durableWrites: durableWrites !== false,
    extra: sortedMap(extra),
  };
}

function readReplicationMap(option: Property, { product }: Capabilities): OptionMap {
  return product === "scylla" ? readMapWithLists(option) : readMap(option);
}

function readExtra(option: Property): string {
  return option.value.kind === "map" || option.value.kind === "set" ? printMap(readMap(option)) : readText(option);
}

function printMap(map: OptionMap): string {
  const entries = Object.entries(sortedMap(Object.entries(map)));
  return `{${entries.map(([key, value]) => `${cqlString(key)}: ${cqlString(value)}`).join(", ")}}`;
}
