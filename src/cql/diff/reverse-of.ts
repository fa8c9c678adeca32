// Turns all changes between two schemas into those that lead back, and into words for what does not come back. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { expandUserTypes } from "../schema/expand-user-types.ts";
import type { DroppedColumn, Keyspace, Schema, Table } from "../schema/schema.ts";
import { NOWHERE } from "../schema/to-nodes/name-nodes.ts";
import { Refused } from "../simulate/refuse.ts";
import type { Change, DropColumnChange } from "./change.ts";
import { diff } from "./diff.ts";

export interface ReversedChanges {
  /** Those that cannot be made in place among them. */
  readonly changes: readonly Change[];
  readonly losses: readonly ReversalLoss[];
}

export interface ReversalLoss {
  /** The change whose data the way back does not restore. */
  readonly change: Change;
  /** A sentence without a full stop. */
  readonly sentence: string;
}

export interface ReversedBetween {
  /** What `changes` lead from. */
  readonly from: Schema;
  /** What they lead to. */
  readonly to: Schema;
  readonly capabilities?: Capabilities | undefined;
}

/**
 * The way back is the difference from what the server has then, which remembers the columns that were dropped: so it is
 * known which of them cannot come back, and what has to be made again around the others.
 */
export function reverseOf(changes: readonly Change[], { from, to, capabilities }: ReversedBetween): ReversedChanges {
  const losses = changes.flatMap((change) => {
    const sentence = lossOfData(change);
    return sentence === undefined ? [] : [{ change, sentence }];
  });
  return { changes: diff(remembering(changes, from, to), from, { capabilities }), losses };
}

function lossOfData(change: Change): string | undefined {
  switch (change.kind) {
    case "drop-keyspace":
      return `keyspace \`${change.name}\` comes back with empty tables`;
    case "drop-table":
      return `table \`${change.keyspace}.${change.name}\` comes back empty`;
    case "drop-column":
      return change.reversal === "structure"
        ? `column \`${change.name}\` of table \`${change.keyspace}.${change.table}\` comes back empty`
        : `column \`${change.name}\` of table \`${change.keyspace}.${change.table}\` does not come back, nor what is in it`;
    default:
      return undefined;
  }
}

/** The second schema, with what the server remembers from the first one and from the columns that went. */
function remembering(changes: readonly Change[], from: Schema, to: Schema): Schema {
  const drops = changes.filter((change) => change.kind === "drop-column");
  let { keyspaces } = to;
  for (const [name, keyspace] of from.keyspaces) {
    const after = keyspaces.get(name);
    if (after === undefined || after === keyspace) continue;
    const own = drops.filter((change) => change.keyspace === name);
    keyspaces = keyspaces.with(name, rememberingKeyspace(own, keyspace, after));
  }
  return { ...to, keyspaces };
}

function rememberingKeyspace(drops: readonly DropColumnChange[], from: Keyspace, to: Keyspace): Keyspace {
  const dropped = new Map<string, DroppedColumn[]>();
  for (const { table, was } of drops) {
    const kind = was.kind === "static" ? "static" : "regular";
    const memory = { name: was.name, type: rememberedType(was.type, from), kind, droppedAtMicros: undefined } as const;
    const known = dropped.get(table);
    if (known === undefined) dropped.set(table, [memory]);
    else known.push(memory);
  }
  let { tables } = to;
  for (const [name, table] of from.tables) {
    const after = tables.get(name);
    if (after === undefined || after === table) continue;
    tables = tables.with(name, rememberingTable(dropped.get(name) ?? [], table, after));
  }
  return { ...to, tables };
}

/** The type itself where no server could drop the column: the way back is never gone then. */
function rememberedType(type: CqlType, keyspace: Keyspace): CqlType {
  try {
    return expandUserTypes(type, keyspace, NOWHERE);
  } catch (refused) {
    if (refused instanceof Refused) return type;
    throw refused;
  }
}

function rememberingTable(drops: readonly DroppedColumn[], from: Table, to: Table): Table {
  let { dropped } = to;
  for (const column of [...from.dropped.values(), ...drops]) dropped = dropped.with(column.name, column);
  return { ...to, dropped };
}
