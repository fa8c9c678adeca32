// Turns two schemas into the changes that lead from one to the other. Pure, and linear in what differs.
import type { PersistentMap } from "../../base/persistent-map.ts";
import { type Capabilities, capabilitiesFor, type Product } from "../capabilities.ts";
import { isServersKeyspace, isServersOwn, mayBeServersOwn } from "../introspect/noise.ts";
import type { Keyspace, OptionMap, Schema, Table, View } from "../schema/schema.ts";
import type { KeyspaceOptions } from "../schema/to-nodes/keyspace-node.ts";
import { isChosenForKeyspace } from "../server-choices.ts";
import { findIndexedTable } from "../simulate/index-names.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import { diffKeyspace } from "./diff-keyspace.ts";
import { sameData } from "./same-data.ts";
import { spreadReplication } from "./spread-replication.ts";
import { toChange } from "./to-change.ts";

export interface DiffOptions {
  /** The server that the changes are for; the newest Cassandra when it is not given. */
  readonly capabilities?: Capabilities | undefined;
}

/** What is not known to be allowed is not done in place. */
const NEWEST = capabilitiesFor("cassandra", "5.0");

/**
 * The changes that make `from` into `to`, by keyspace, then by kind of object, then by name. Neither ids nor the memory
 * of dropped columns make a difference, nor what belongs to the server. A column that was renamed is one that is gone
 * and one that is new: names are never guessed. Views are dropped and made again where the server wants it.
 */
export function diff(from: Schema, to: Schema, { capabilities = NEWEST }: DiffOptions = {}): readonly Change[] {
  const { product } = capabilities;
  const changes: Change[] = [];
  for (const { name, was, is } of differingPairs(from.keyspaces, to.keyspaces)) {
    if (isServersKeyspace(name, product)) continue;
    const pair = [withoutServersOwn(was, product), withoutServersOwn(is, product)] as const;
    // One by one: a spread of very many arguments overflows the stack.
    for (const change of diffOfKeyspaces(name, ...pair, capabilities)) changes.push(change);
  }
  return changes;
}

function withoutServersOwn<K extends Keyspace | undefined>(keyspace: K, product: Product): K {
  if (keyspace === undefined || product !== "scylla") return keyspace;
  let { tables, views } = keyspace;
  const indexes = { has: (name: string) => findIndexedTable(keyspace, name) !== undefined };
  const names = { tables, indexes };
  for (const name of namedAsServersOwn(tables)) if (isServersOwn(name, names, product)) tables = tables.without(name);
  for (const name of namedAsServersOwn(views)) if (isServersOwn(name, names, product)) views = views.without(name);
  return { ...keyspace, tables, views };
}

/** Few of all that there are. */
function namedAsServersOwn(objects: PersistentMap<Table> | PersistentMap<View>): readonly string[] {
  return [...(objects.groupedBy(serversNaming).get("server")?.keys() ?? [])];
}

function serversNaming({ name }: Table | View): readonly string[] {
  return mayBeServersOwn(name) ? ["server"] : [];
}

function diffOfKeyspaces(
  name: string,
  was: Keyspace | undefined,
  is: Keyspace | undefined,
  capabilities: Capabilities,
): readonly Change[] {
  const path = { keyspace: name, name };
  if (was === undefined) return is === undefined ? [] : [toChange({ kind: "create-keyspace", ...path, is })];
  if (is === undefined) return [toChange({ kind: "drop-keyspace", ...path, was })];
  const before = spread(was, { ...was, extra: knownTo(is, was, capabilities) }, capabilities);
  const after = spread(was, { ...is, extra: knownTo(was, is, capabilities) }, capabilities);
  const own = sameData(before, after) ? [] : [toChange({ kind: "alter-keyspace", ...path, was: before, is: after })];
  return [...own, ...diffKeyspace(was, is, capabilities)];
}

function spread(
  was: Keyspace,
  { replication, durableWrites, extra }: Keyspace,
  capabilities: Capabilities,
): KeyspaceOptions {
  return { replication: spreadReplication(was.replication, replication, capabilities), durableWrites, extra };
}

/** The extra options of one keyspace, without those that the other leaves to the server. */
function knownTo(other: Keyspace, { extra }: Keyspace, capabilities: Capabilities): OptionMap {
  const entries = Object.entries(extra);
  return Object.fromEntries(
    entries.filter(([name]) => Object.hasOwn(other.extra, name) || !isChosenForKeyspace(name, capabilities)),
  );
}
