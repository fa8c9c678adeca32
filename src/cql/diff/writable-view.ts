// Turns a view into the one that a statement can make. Pure.
import type { Keyspace, View } from "../schema/schema.ts";
import { withoutHiddenColumns } from "../schema/to-nodes/declared-parts.ts";

/**
 * A view of all columns of a table that has columns which the view lacks names its columns. Those are static columns that
 * came after the view: Cassandra 3.11–5.0 takes `SELECT *` for all columns of the table, refuses a static one in a view
 * (CreateViewStatement), and describes such a view with `*` all the same.
 */
export function writableView(view: View, { tables }: Keyspace): View {
  if (!view.includesAllColumns) return view;
  const base = tables.get(view.baseTable);
  if (base === undefined) return view;
  const names = [...withoutHiddenColumns(base).columns.keys()];
  return names.every((name) => view.columns.has(name)) ? view : { ...view, includesAllColumns: false };
}
