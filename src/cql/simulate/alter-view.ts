// ALTER MATERIALIZED VIEW: changes the options of a view. Pure.
import type { AlterMaterializedView } from "../ast/ddl.ts";
import type { Schema } from "../schema/schema.ts";
import { findKeyspace, type SimulateContext, withKeyspace, withView } from "./context.ts";
import { isSeenChange, readTableOptions } from "./options/table-options.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function alterView(context: SimulateContext, node: AlterMaterializedView): Schema {
  const keyspace = findKeyspace(context, node.name);
  const { name } = node.name.name;
  const view = keyspace?.views.get(name);
  if (keyspace === undefined || view === undefined) {
    if (node.ifExists) return context.schema;
    if (keyspace?.tables.has(name)) refuse(`\`${name}\` is a table, no materialized view`, node.name);
    refuse(`materialized view \`${name}\` does not exist`, node.name);
  }
  const options = readTableOptions(node.options, view.options, "view", context.capabilities);
  if (options.gc_grace_seconds === 0) {
    refuse("a view cannot have `gc_grace_seconds` of 0: its updates would expire before they arrive", node.name);
  }
  if (!isSeenChange(view.options, options, context.capabilities)) return context.schema;
  return withKeyspace(context.schema, withView(keyspace, { ...view, options }));
}
