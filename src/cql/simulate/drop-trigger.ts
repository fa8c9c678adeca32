// DROP TRIGGER: takes a trigger from its table. Pure.
import type { DropTrigger } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { Schema } from "../schema/schema.ts";
import {
  findKeyspace,
  requireKeyspace,
  requireTable,
  type SimulateContext,
  withKeyspace,
  withTable,
} from "./context.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function dropTrigger(context: SimulateContext, node: DropTrigger): Schema {
  // Only since 4.0 does the guard cover the table, too.
  const isCovered = node.ifExists && since(context.capabilities, "4.0");
  const keyspace = isCovered ? findKeyspace(context, node.table) : requireKeyspace(context, node.table);
  const table = isCovered ? keyspace?.tables.get(node.table.name.name) : keyspace && requireTable(keyspace, node.table);
  const { name } = node.name;
  if (keyspace === undefined || table?.triggers.has(name) !== true) {
    if (node.ifExists) return context.schema;
    refuse(`table \`${node.table.name.name}\` has no trigger \`${name}\``, node.name);
  }
  return withKeyspace(context.schema, withTable(keyspace, { ...table, triggers: table.triggers.without(name) }));
}
