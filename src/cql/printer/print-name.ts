// Turns names of a tree into CQL text. Pure.
import type { RoleName } from "../ast/access.ts";
import type { Identifier, ObjectName } from "../ast/name.ts";
import { cqlString, quoteFunctionName, quoteIdentifier, quoteTypeName } from "../identifiers.ts";

/** The name of a column, field, index, trigger, argument or keyspace. */
export function printIdentifier({ name }: Identifier): string {
  return quoteIdentifier(name);
}

export function printIdentifiers(names: readonly Identifier[]): string {
  return names.map(printIdentifier).join(", ");
}

/** The name of a table, view or index. */
export function printName({ keyspace, name }: ObjectName): string {
  return qualify(keyspace, quoteIdentifier(name.name));
}

export function printTypeName({ keyspace, name }: Pick<ObjectName, "keyspace" | "name">): string {
  return qualify(keyspace, quoteTypeName(name.name));
}

export function printFunctionName({ keyspace, name }: ObjectName): string {
  return qualify(keyspace, quoteFunctionName(name.name));
}

/** No name in double quotes is empty; the name of a role may be. */
export function printRoleName({ name }: RoleName): string {
  return name === "" ? cqlString(name) : quoteIdentifier(name);
}

function qualify(keyspace: Identifier | undefined, name: string): string {
  return keyspace === undefined ? name : `${quoteIdentifier(keyspace.name)}.${name}`;
}
