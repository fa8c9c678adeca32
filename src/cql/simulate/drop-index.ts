// DROP INDEX: takes the index from its table. Pure.
import type { DropObject } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { Schema } from "../schema/schema.ts";
import { findKeyspace, requireKeyspace, type SimulateContext, withKeyspace, withTable } from "./context.ts";
import { findIndexedTable } from "./index-names.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function dropIndex(context: SimulateContext, node: DropObject): Schema {
  // Only since 4.0 does the guard cover the keyspace, too.
  const isCovered = node.ifExists && since(context.capabilities, "4.0");
  const keyspace = isCovered ? findKeyspace(context, node.name) : requireKeyspace(context, node.name);
  const { name } = node.name.name;
  const table = keyspace === undefined ? undefined : findIndexedTable(keyspace, name);
  if (keyspace === undefined || table === undefined) {
    if (node.ifExists) return context.schema;
    refuse(`index \`${name}\` does not exist in keyspace \`${keyspace?.name}\``, node.name);
  }
  return withKeyspace(context.schema, withTable(keyspace, { ...table, indexes: table.indexes.without(name) }));
}
