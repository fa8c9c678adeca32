// Reads what an index is on, and refuses what no index can be on. Pure.
import type { IndexTargetNode } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import { since } from "../capabilities.ts";
import type { Column, IndexTarget, Keyspace, Table } from "../schema/schema.ts";
import { isCollection, isMultiCell, referencesDuration } from "../schema/type-facts.ts";
import type { SimulateContext } from "./context.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused for a column that is not there, or that cannot be indexed in this way */
export function readIndexTarget(
  node: Exclude<IndexTargetNode, { kind: "partition-key" }>,
  table: Table,
  keyspace: Keyspace,
  context: SimulateContext,
): IndexTarget {
  const { name } = node.column;
  const column = table.columns.get(name);
  if (column === undefined) refuse(`table \`${table.name}\` has no column \`${name}\` to index`, node.column);
  const isWhole = isWholeOfOldRelease(name, table, context);
  const kind = node.kind === "simple" && isCollection(column.type) && !isWhole ? "values" : node.kind;
  checkColumn(column, node.column, table, keyspace);
  if (!isWhole) checkKind(kind, column, node.column);
  else if (kind !== "simple")
    refuse(`column \`${name}\` is in descending order, and has no \`${kind}()\` index`, node.column);
  return { kind, column: name, localTo: undefined };
}

/** Cassandra 3.11 does not see what a clustering column in descending order holds (its type is a ReversedType). */
function isWholeOfOldRelease(column: string, { clustering }: Table, { capabilities }: SimulateContext): boolean {
  if (since(capabilities, "4.0") || capabilities.product === "scylla") return false;
  return clustering.some(({ name, order }) => name === column && order === "desc");
}

/** Names in a custom index may only have bare letters (Cassandra 5.0: CASSANDRA-20235). */
export function checkCustomTarget({ name, start, end }: Identifier): void {
  if (!/^\w{1,48}$/.test(name)) {
    refuse(`a custom index cannot be on "${name}": only 48 letters of ASCII, digits and \`_\` can`, { start, end });
  }
}

function checkColumn(column: Column, place: Identifier, table: Table, keyspace: Keyspace): void {
  const { name, type } = column;
  if (referencesDuration(type, keyspace)) refuse(`column \`${name}\` holds durations, and cannot be indexed`, place);
  // Of a compact table, only the columns beside the key of a table without clustering columns: they are static.
  if (table.compact !== undefined && column.kind !== "static") {
    refuse(`column \`${name}\` cannot be indexed: the table is WITH COMPACT STORAGE`, place);
  }
  // ScyllaDB, too (is_on_all_components in cql3/statements/create_index_statement.cc of scylladb/scylladb).
  if (column.kind === "partition-key" && table.partitionKey.length === 1) {
    refuse(`column \`${name}\` is the partition key, and needs no index`, place);
  }
  if (type.kind === "user" && isMultiCell(type)) {
    refuse(`column \`${name}\` cannot be indexed: its type is not frozen`, place);
  }
}

function checkKind(kind: IndexTarget["kind"], column: Column, place: Identifier): void {
  const { name, type } = column;
  if (isCollection(type) && !isMultiCell(type)) {
    if (kind !== "full") refuse(`column \`${name}\` is frozen: only \`full(${name})\` can be indexed`, place);
    return;
  }
  if (kind === "full") refuse(`column \`${name}\` is no frozen collection, and has no \`full()\` index`, place);
  if (!isCollection(type)) {
    if (kind !== "simple") refuse(`column \`${name}\` is no collection, and has no \`${kind}()\` index`, place);
    return;
  }
  if (type.kind !== "map" && (kind === "keys" || kind === "entries")) {
    refuse(`column \`${name}\` is no map, and has no \`${kind}()\` index`, place);
  }
}
