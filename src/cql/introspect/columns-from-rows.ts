// Turns the rows of system_schema.columns of one table or view into its columns and its key. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { ClusteringColumn, Column, ColumnKind } from "../schema/schema.ts";
import { type IntrospectContext, typeFromText } from "./introspect-context.ts";
import { maskFromRow } from "./mask-from-row.ts";
import { numberIn, textIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

export interface TableColumns {
  readonly columns: PersistentMap<Column>;
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
}

const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ["partition_key", "partition-key"],
  ["clustering", "clustering"],
  ["static", "static"],
  ["regular", "regular"],
  // Of a compact table that was made before Cassandra 3.0.
  ["compact_value", "regular"],
]);

/**
 * @param masks by column; a row of a column that is no more may be left there (Cassandra 5.0 deletes none on DROP)
 * @param owner the table, for messages
 */
export function columnsFromRows(
  rows: readonly SystemRow[],
  masks: ReadonlyMap<string, SystemRow>,
  owner: string,
  context: IntrospectContext,
): TableColumns {
  const byPosition = rows.toSorted(
    (one, other) => (numberIn(one, "position") ?? -1) - (numberIn(other, "position") ?? -1),
  );
  const columns = byPosition.map((row) => columnFromRow(row, masks, owner, context));
  return {
    columns: PersistentMap.from(columns.map((column) => [column.name, column] as const)),
    partitionKey: columns.filter(({ kind }) => kind === "partition-key").map(({ name }) => name),
    clustering: byPosition.filter((row) => textIn(row, "kind") === "clustering").map(clusteringFromRow),
  };
}

function columnFromRow(
  row: SystemRow,
  masks: ReadonlyMap<string, SystemRow>,
  table: string,
  context: IntrospectContext,
): Column {
  const name = textIn(row, "column_name");
  const owner = `column \`${table}.${name}\``;
  const mask = masks.get(name);
  return {
    name,
    type: typeFromText(textIn(row, "type"), owner, context),
    kind: kindFromText(textIn(row, "kind"), owner, context),
    mask: mask && maskFromRow(mask, owner, context),
  };
}

function kindFromText(text: string, owner: string, { diagnostics }: IntrospectContext): ColumnKind {
  const kind = KINDS.get(text);
  if (kind === undefined)
    diagnostics.push({ message: `the kind \`${text}\` of ${owner} is not known, and counts as regular` });
  return kind ?? "regular";
}

function clusteringFromRow(row: SystemRow): ClusteringColumn {
  const order = textIn(row, "clustering_order").toLowerCase();
  return { name: textIn(row, "column_name"), order: order === "desc" ? "desc" : "asc" };
}
