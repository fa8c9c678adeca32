// Turns two schemas into the changes that lead from one to the other. Pure, and linear in what differs.
import type { Capabilities } from "../capabilities.ts";
import { isServersKeyspace } from "../introspect/noise.ts";
import type { Keyspace, Schema } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import { diffKeyspace } from "./diff-keyspace.ts";
import { sameData } from "./same-data.ts";
import { toChange } from "./to-change.ts";

/** An object by its place; `name` is the signature of a function or an aggregate. */
export interface SchemaObject {
  readonly kind: "keyspace" | "type" | "table" | "view" | "function" | "aggregate";
  readonly keyspace: string;
  readonly name: string;
}

export interface DiffOptions {
  /** The server that the changes are for; the newest Cassandra when it is not given. */
  readonly capabilities?: Capabilities | undefined;
  /** Says which objects are none of this comparison, such as the history table. */
  readonly ignore?: ((object: SchemaObject) => boolean) | undefined;
}

/**
 * The changes that make `from` into `to`, by keyspace, then by kind of object, then by name. Neither ids nor the memory
 * of dropped columns make a difference, nor what belongs to the server. A column that was renamed is one that is gone
 * and one that is new: names are never guessed. Views are dropped and made again where the server wants it.
 */
export function diff(from: Schema, to: Schema, options: DiffOptions = {}): readonly Change[] {
  const changes: Change[] = [];
  for (const { name, was, is } of differingPairs(from.keyspaces, to.keyspaces)) {
    if (isServersKeyspace(name, options.capabilities?.product ?? "cassandra")) continue;
    if (options.ignore?.({ kind: "keyspace", keyspace: name, name }) === true) continue;
    // One by one: a spread of very many arguments overflows the stack.
    for (const change of diffOfKeyspaces(name, was, is, options)) changes.push(change);
  }
  return changes;
}

function diffOfKeyspaces(
  name: string,
  was: Keyspace | undefined,
  is: Keyspace | undefined,
  options: DiffOptions,
): readonly Change[] {
  const path = { keyspace: name, name };
  if (was === undefined) return is === undefined ? [] : [toChange({ kind: "create-keyspace", ...path, is })];
  if (is === undefined) return [toChange({ kind: "drop-keyspace", ...path, was })];
  const before = optionsOf(was);
  const after = optionsOf(is);
  const own = sameData(before, after) ? [] : [toChange({ kind: "alter-keyspace", ...path, was: before, is: after })];
  return [...own, ...diffKeyspace(was, is, options)];
}

function optionsOf({
  replication,
  durableWrites,
  extra,
}: Keyspace): Pick<Keyspace, "replication" | "durableWrites" | "extra"> {
  return { replication, durableWrites, extra };
}
