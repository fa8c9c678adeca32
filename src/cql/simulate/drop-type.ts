// DROP TYPE: takes out a user-defined type that nothing uses. Pure.
import type { DropObject } from "../ast/ddl.ts";
import type { Schema } from "../schema/schema.ts";
import { findKeyspace, requireKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { refuse } from "./refuse.ts";
import { findTypeUser } from "./type-users.ts";

/** @throws Refused */
export function dropType(context: SimulateContext, node: DropObject): Schema {
  const found = findKeyspace(context, node.name);
  const { name } = node.name.name;
  if (node.ifExists && !found?.types.has(name)) return context.schema;
  const keyspace = requireKeyspace(context, node.name);
  if (!keyspace.types.has(name)) refuse(`type \`${keyspace.name}.${name}\` does not exist`, node.name.name);
  const user = findTypeUser(name, keyspace);
  if (user !== undefined) {
    refuse(`type \`${keyspace.name}.${name}\` cannot be dropped: ${user} uses it`, node.name.name);
  }
  return withKeyspace(context.schema, { ...keyspace, types: keyspace.types.without(name) });
}
