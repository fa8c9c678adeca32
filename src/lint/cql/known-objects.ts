// What files show of the objects of a cluster: which are there, which are gone, and which nobody can know of. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Capabilities } from "../../cql/capabilities.ts";
import { emptySchema, type Schema, withUnknownKeyspace } from "../../cql/schema/schema.ts";
import { isSystemKeyspace } from "../../cql/simulate/system-keyspaces.ts";
import { type Footprint, holds, isGuarded, type ObjectReference } from "./footprint.ts";

/** What there is between two statements. */
export interface State {
  readonly schema: Schema;
  /** By `keyOf`. */
  readonly marks: Marks;
}

/**
 * "gone": the files dropped it. "fresh": a keyspace that the files show to have begun with nothing in it. "hazy": changed
 * by a statement of which it is not known what it did.
 */
type Mark = "gone" | "fresh" | "hazy";
type Marks = PersistentMap<Mark>;

/** The managed keyspace, with nothing in it that is known. */
export function beginState(keyspace: string): State {
  return { schema: withUnknownKeyspace(emptySchema(keyspace), keyspace), marks: PersistentMap.empty() };
}

/** Puts in the keyspace that a statement works in, unless the files dropped it: another one than the managed is taken to exist. */
export function assumeKeyspace(state: State, { keyspace }: Footprint, capabilities: Capabilities): State {
  const { schema, marks } = state;
  if (keyspace === undefined || schema.keyspaces.has(keyspace) || isOfServer(keyspace, capabilities)) return state;
  return isSettled(marks, keyspace) ? state : { schema: withUnknownKeyspace(schema, keyspace), marks };
}

/** Whether the files show that it is there, or that it is not. */
export function isKnown({ schema, marks }: State, reference: ObjectReference, capabilities: Capabilities): boolean {
  const mark = marks.get(keyOf(reference));
  if (mark === "hazy") return false;
  if (mark !== undefined || isOfServer(reference.keyspace, capabilities)) return true;
  return isSettled(marks, reference.keyspace) || holds(schema, reference);
}

/** Whether the files show all that is in a keyspace: it began with nothing, or is gone. */
function isSettled(marks: Marks, keyspace: string): boolean {
  const mark = marks.get(keyOfKeyspace(keyspace));
  return mark === "gone" || mark === "fresh";
}

/** Whether no file ever touched it. */
export function isUntouched({ marks }: State, reference: ObjectReference): boolean {
  return !marks.has(keyOf(reference));
}

/** The state once the server has carried a statement out, which made the schema another one. */
export function afterDone(before: State, schema: Schema, node: StatementNode, { changes, drops }: Footprint): State {
  let { marks } = before;
  for (const each of changes) {
    const key = keyOf(each);
    const isNew = each.kind === "keyspace" && !holds(before.schema, each) && holds(schema, each);
    // With IF NOT EXISTS it may have been there before, with things in it.
    if (isNew && (!isGuarded(node) || marks.has(key))) marks = marks.with(key, "fresh");
    else if (marks.get(key) === "gone" && holds(schema, each)) marks = marks.without(key);
  }
  for (const each of drops) if (isSurelyGone(node, each)) marks = marks.with(keyOf(each), "gone");
  return { schema, marks };
}

/** The state once the server has carried a statement out of which nobody can know what it did. */
export function afterUnknown(
  { schema, marks: before }: State,
  node: StatementNode,
  { changes, drops }: Footprint,
): State {
  let marks = before;
  for (const each of changes) marks = marks.with(keyOf(each), "hazy");
  for (const each of drops) if (isSurelyGone(node, each)) marks = marks.with(keyOf(each), "gone");
  return { schema, marks };
}

/**
 * Whether nothing of the name can be there once it was dropped: an index that got its name from the server may, on a table
 * that nobody knows, and a function of other arguments, unless the name alone was clear.
 */
function isSurelyGone(node: StatementNode, { kind }: ObjectReference): boolean {
  if (kind === "index") return false;
  return !("argumentTypes" in node) || node.argumentTypes === undefined;
}

/** The server's own keyspaces are there, and what may be done with them the simulator knows. */
export function isOfServer(keyspace: string, capabilities: Capabilities): boolean {
  return isSystemKeyspace(keyspace.toLowerCase(), capabilities);
}

function keyOf({ kind, keyspace, name }: ObjectReference): string {
  return kind === "keyspace" ? keyOfKeyspace(keyspace) : `${kind} ${keyspace}.${name}`;
}

function keyOfKeyspace(keyspace: string): string {
  return `keyspace ${keyspace}`;
}
