// ALTER TYPE: another field of a user-defined type, or other names for its fields. What uses the type names it alone,
// so that it changes nothing there. Pure.
import { unreachable } from "../../base/assert.ts";
import type { Span } from "../../text/span.ts";
import type { AlterType, AlterTypeAction } from "../ast/ddl.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Field, Keyspace, Schema, UserType } from "../schema/schema.ts";
import { isCompatible } from "../schema/type-compatibility.ts";
import { referencesUserType } from "../schema/type-facts.ts";
import { findKeyspace, requireKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { checkFieldType, resolveFieldType } from "./field-type.ts";
import { refuse } from "./refuse.ts";
import { findInitialConditionUser, findPartitionKeyUser } from "./type-users.ts";

type AddField = Extract<AlterTypeAction, { kind: "add" }>;
type RenameFields = Extract<AlterTypeAction, { kind: "rename" }>;
type AlterField = Extract<AlterTypeAction, { kind: "alter-type" }>;

/** @throws Refused */
export function alterType(context: SimulateContext, node: AlterType): Schema {
  const found = findKeyspace(context, node.name);
  const { name } = node.name.name;
  if (node.ifExists && !found?.types.has(name)) return context.schema;
  const keyspace = requireKeyspace(context, node.name);
  const type = keyspace.types.get(name);
  if (type === undefined) refuse(`type \`${keyspace.name}.${name}\` does not exist`, node.name.name);
  // ScyllaDB changes nothing of such a type, names of fields included (cql3/statements/alter_type_statement.cc).
  if (context.capabilities.product === "scylla") refuseKeyType(name, keyspace, "cannot be altered", node.name.name);
  const fields = alterFields(context, node.action, keyspace, type);
  if (fields === type.fields) return context.schema;
  return withKeyspace(context.schema, { ...keyspace, types: keyspace.types.with(name, { name, fields }) });
}

function alterFields(
  context: SimulateContext,
  action: AlterTypeAction,
  keyspace: Keyspace,
  type: UserType,
): readonly Field[] {
  switch (action.kind) {
    case "add":
      return addField(context, action, keyspace, type);
    case "rename":
      return renameFields(context, action, keyspace, type);
    case "alter-type":
      return alterField(context, action, keyspace, type);
    default:
      return unreachable(action);
  }
}

function addField(context: SimulateContext, action: AddField, keyspace: Keyspace, type: UserType): readonly Field[] {
  const { name } = action.field;
  checkFieldType(action.type);
  if (type.fields.some((field) => field.name === name)) {
    if (action.ifNotExists) return type.fields;
    refuse(`type \`${type.name}\` has a field \`${name}\` already`, action.field);
  }
  const fieldType = resolveFieldType(action.type, keyspace, context.capabilities);
  if (referencesUserType(fieldType, type.name, keyspace)) {
    refuse(`field \`${name}\` cannot have this type: \`${type.name}\` would hold itself`, action.type);
  }
  refuseKeyType(type.name, keyspace, "takes no new field", action.field);
  return [...type.fields, { name, type: fieldType }];
}

function refuseKeyType(name: string, keyspace: Keyspace, problem: string, span: Span): void {
  const user = findPartitionKeyUser(name, keyspace);
  if (user === undefined) return;
  refuse(`type \`${name}\` ${problem}: it is in the partition key of \`${user}\``, span);
}

function renameFields(
  { capabilities }: SimulateContext,
  action: RenameFields,
  keyspace: Keyspace,
  type: UserType,
): readonly Field[] {
  const aggregate = findInitialConditionUser(type.name, keyspace);
  if (aggregate !== undefined && capabilities.product !== "scylla") {
    refuse(
      `fields of \`${type.name}\` cannot be renamed: the INITCOND of aggregate \`${aggregate}\` is of this type`,
      action.renames[0]?.from ?? { start: 0, end: 0 },
    );
  }
  const fields = [...type.fields];
  // Of two new names for one field the last one counts: the servers hold them by the old name.
  for (const { from, to } of new Map(action.renames.map((rename) => [rename.from.name, rename])).values()) {
    const at = type.fields.findIndex((field) => field.name === from.name);
    const field = fields[at];
    if (field === undefined) {
      if (action.ifExists) continue;
      refuse(`type \`${type.name}\` has no field \`${from.name}\``, from);
    }
    fields[at] = { ...field, name: to.name };
  }
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name)) {
      refuse(
        `type \`${type.name}\` would have the field \`${name}\` twice`,
        action.renames[0]?.to ?? { start: 0, end: 0 },
      );
    }
    names.add(name);
  }
  return fields;
}

/** Cassandra alters no types of fields since 3.11; ScyllaDB does where the values can still be read, and sort alike. */
function alterField(
  context: SimulateContext,
  action: AlterField,
  keyspace: Keyspace,
  type: UserType,
): readonly Field[] {
  const { capabilities } = context;
  if (capabilities.product !== "scylla") refuse("the type of a field cannot be altered", action.type);
  const { name } = action.field;
  const fieldType = resolveType(action.type, keyspace, capabilities);
  const before = type.fields.find((field) => field.name === name);
  if (before === undefined) refuse(`type \`${type.name}\` has no field \`${name}\``, action.field);
  if (!isCompatible(fieldType, before.type, { keyspace, capabilities })) {
    refuse(
      `field \`${name}\` cannot have this type: what is there could not be read, or would sort otherwise`,
      action.type,
    );
  }
  return type.fields.map((field) => (field.name === name ? { name, type: fieldType } : field));
}
