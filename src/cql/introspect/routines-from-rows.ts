// Turns rows of system_schema.types, functions and aggregates into what they describe. Pure.
import type { UserAggregate, UserFunction, UserType } from "../schema/schema.ts";
import { type IntrospectContext, typeFromText } from "./introspect-context.ts";
import { booleanIn, optionalTextIn, textIn, textsIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

export function userTypeFromRow(row: SystemRow, context: IntrospectContext): UserType {
  const name = textIn(row, "type_name");
  const owner = ownerOf("type", row, name);
  const types = textsIn(row, "field_types");
  const fields = textsIn(row, "field_names").map((field, index) => ({
    name: field,
    type: typeFromText(types[index] ?? "", owner, context),
  }));
  return { name, fields };
}

export function functionFromRow(row: SystemRow, context: IntrospectContext): UserFunction {
  const name = textIn(row, "function_name");
  const owner = ownerOf("function", row, name);
  const names = textsIn(row, "argument_names");
  return {
    name,
    args: textsIn(row, "argument_types").map((type, index) => ({
      name: names[index] ?? "",
      type: typeFromText(type, owner, context),
    })),
    returns: typeFromText(textIn(row, "return_type"), owner, context),
    isCalledOnNull: booleanIn(row, "called_on_null_input") ?? false,
    language: textIn(row, "language"),
    body: textIn(row, "body"),
  };
}

export function aggregateFromRow(row: SystemRow, context: IntrospectContext): UserAggregate {
  const name = textIn(row, "aggregate_name");
  const owner = ownerOf("aggregate", row, name);
  return {
    name,
    argumentTypes: textsIn(row, "argument_types").map((type) => typeFromText(type, owner, context)),
    stateFunction: textIn(row, "state_func"),
    stateType: typeFromText(textIn(row, "state_type"), owner, context),
    finalFunction: optionalTextIn(row, "final_func"),
    initialCondition: optionalTextIn(row, "initcond"),
    returns: typeFromText(textIn(row, "return_type"), owner, context),
  };
}

function ownerOf(what: string, row: SystemRow, name: string): string {
  return `${what} \`${textIn(row, "keyspace_name")}.${name}\``;
}
