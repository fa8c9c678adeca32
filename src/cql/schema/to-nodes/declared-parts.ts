// Turns a table into what its CREATE TABLE has to say: its columns in order, without those that a server adds. Pure.
import { EMPTY_TYPE_CLASS } from "../print-type-class.ts";
import type { ClusteringColumn, Column, Table } from "../schema.ts";

export interface DeclaredParts {
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
  /** The key in its order, then static and other columns by name: the order in which servers describe a table. */
  readonly columns: readonly Column[];
}

/**
 * A compact table without clustering columns is kept with static columns, a hidden clustering column and a hidden value;
 * any other compact table without a value is kept with a hidden one of no type (Cassandra 3.11–5.0).
 */
export function declaredParts(table: Table): DeclaredParts {
  const { compact, partitionKey } = table;
  const hasHiddenKey = compact !== undefined && !compact.isDense && !compact.isSuper;
  const clustering = hasHiddenKey ? [] : table.clustering;
  const key = [...partitionKey, ...clustering.map(({ name }) => name)];
  const others = table.columns.sorted().filter((column) => !isHiddenValue(column, table));
  const statics = others.filter(({ kind }) => kind === "static");
  const columns = [
    ...key.flatMap((name) => table.columns.get(name) ?? []),
    ...(hasHiddenKey ? statics.map((column) => ({ ...column, kind: "regular" as const })) : statics),
    ...(hasHiddenKey ? [] : others.filter(({ kind }) => kind === "regular")),
  ];
  return { partitionKey, clustering, columns };
}

/** The table as statements see it: a server names hidden columns after what was free when the table was made. */
export function withoutHiddenColumns(table: Table): Table {
  if (table.compact === undefined) return table;
  const { clustering, columns: declared } = declaredParts(table);
  const names = new Set(declared.map(({ name }) => name));
  let { columns } = table;
  for (const name of columns.keys()) if (!names.has(name)) columns = columns.without(name);
  return { ...table, clustering, columns };
}

function isHiddenValue({ type }: Column, { compact }: Table): boolean {
  return compact !== undefined && type.kind === "custom" && type.className === EMPTY_TYPE_CLASS;
}
