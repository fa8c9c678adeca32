// DROP TABLE: takes a table out that no view needs. Pure.
import type { DropObject } from "../ast/ddl.ts";
import type { Schema } from "../schema/schema.ts";
import { findKeyspace, requireKeyspace, requireTable, type SimulateContext, viewsOf, withKeyspace } from "./context.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function dropTable(context: SimulateContext, node: DropObject): Schema {
  const found = findKeyspace(context, node.name);
  const { name } = node.name.name;
  if (node.ifExists && !found?.tables.has(name) && !found?.views.has(name)) return context.schema;
  const keyspace = requireKeyspace(context, node.name);
  const table = requireTable(keyspace, node.name);
  const views = viewsOf(keyspace, table.name);
  if (views.length > 0) {
    const names = views.map((view) => `\`${view.name}\``).sort();
    refuse(
      `table \`${keyspace.name}.${name}\` cannot be dropped: it has the materialized view ${names.join(", ")}`,
      node.name.name,
      "drop the view first",
    );
  }
  return withKeyspace(context.schema, { ...keyspace, tables: keyspace.tables.without(name) });
}
