// CREATE TRIGGER: puts a trigger on its table. Pure.
import type { CreateTrigger } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { Schema } from "../schema/schema.ts";
import { requireKeyspace, requireTable, type SimulateContext, withKeyspace, withTable } from "./context.ts";
import { refuse } from "./refuse.ts";

/** A class is taken where it is not known which ones the servers have. @throws Refused */
export function createTrigger(context: SimulateContext, node: CreateTrigger): Schema {
  const keyspace = requireKeyspace(context, node.table);
  const table = requireTable(keyspace, node.table);
  const { name } = node.name;
  // Cassandra 3.11 looks for the class first, so that a guard does not help.
  if (!since(context.capabilities, "4.0")) checkClass(context, node);
  if (table.triggers.has(name)) {
    if (node.ifNotExists) return context.schema;
    refuse(`table \`${table.name}\` has a trigger \`${name}\` already`, node.name);
  }
  checkClass(context, node);
  const triggers = table.triggers.with(name, { name, className: node.className });
  return withKeyspace(context.schema, withTable(keyspace, { ...table, triggers }));
}

function checkClass({ capabilities: { settings } }: SimulateContext, node: CreateTrigger): void {
  const { triggerClasses } = settings;
  if (triggerClasses === undefined || triggerClasses.includes(node.className)) return;
  refuse(`the servers have no class \`${node.className}\` for triggers`, node.name);
}
