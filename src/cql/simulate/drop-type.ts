// DROP TYPE: takes out a user-defined type that nothing uses. Pure.
import type { DropObject } from "../ast/ddl.ts";
import type { CqlType } from "../schema/cql-type.ts";
import type { Keyspace, Schema } from "../schema/schema.ts";
import { referencesUserType } from "../schema/type-facts.ts";
import { findKeyspace, requireKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { refuse } from "./refuse.ts";

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

/** What uses a type, in words. */
function findTypeUser(name: string, keyspace: Keyspace): string | undefined {
  const isUser = (types: readonly CqlType[]): boolean => types.some((type) => referencesUserType(type, name, keyspace));
  for (const routine of keyspace.functions.values()) {
    if (isUser([routine.returns, ...routine.args.map((arg) => arg.type)])) return `function \`${routine.name}\``;
  }
  for (const aggregate of keyspace.aggregates.values()) {
    const types = [aggregate.returns, aggregate.stateType, ...aggregate.argumentTypes];
    if (isUser(types)) return `aggregate \`${aggregate.name}\``;
  }
  for (const type of keyspace.types.values()) {
    if (type.name !== name && isUser(type.fields.map((field) => field.type))) return `type \`${type.name}\``;
  }
  for (const table of keyspace.tables.values()) {
    for (const column of table.columns.values()) if (isUser([column.type])) return `table \`${table.name}\``;
  }
  return undefined;
}
