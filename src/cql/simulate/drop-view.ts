// DROP MATERIALIZED VIEW: takes a view out. Pure.
import type { DropObject } from "../ast/ddl.ts";
import type { Schema } from "../schema/schema.ts";
import { findKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function dropView(context: SimulateContext, node: DropObject): Schema {
  const keyspace = findKeyspace(context, node.name);
  const { name } = node.name.name;
  if (keyspace === undefined || !keyspace.views.has(name)) {
    if (node.ifExists) return context.schema;
    if (keyspace?.tables.has(name))
      refuse(`\`${name}\` is a table, no materialized view`, node.name, "write DROP TABLE");
    refuse(`materialized view \`${name}\` does not exist`, node.name);
  }
  return withKeyspace(context.schema, { ...keyspace, views: keyspace.views.without(name) });
}
