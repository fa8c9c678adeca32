// CREATE TYPE: puts a user-defined type into the schema. Pure.
import type { CreateType } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { Schema } from "../schema/schema.ts";
import { requireKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { checkFieldType, resolveFieldType } from "./field-type.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function createType(context: SimulateContext, node: CreateType): Schema {
  const { schema, capabilities } = context;
  const keyspace = requireKeyspace(context, node.name);
  const { name } = node.name.name;
  // Cassandra 3.11 looks at the fields even when the type is there.
  if (!since(capabilities, "4.0")) for (const field of node.fields) checkFieldType(field.type);
  if (keyspace.types.has(name)) {
    if (node.ifNotExists) return schema;
    refuse(`type \`${keyspace.name}.${name}\` exists already`, node.name.name);
  }
  const names = new Set<string>();
  const fields = node.fields.map((field) => {
    if (names.has(field.name.name)) refuse(`type \`${name}\` has the field \`${field.name.name}\` twice`, field.name);
    names.add(field.name.name);
    return { name: field.name.name, type: resolveFieldType(field.type, keyspace, capabilities) };
  });
  return withKeyspace(schema, { ...keyspace, types: keyspace.types.with(name, { name, fields }) });
}
