// Whether a side has made itself what its statement is about: nobody has put anything there, and nobody uses it. Pure.
import type { ObjectName } from "../../cql/ast/name.ts";
import type { Keyspace } from "../../cql/schema/schema.ts";
import { keyspaceBefore } from "./known-schema.ts";
import type { CqlStatement } from "./linted.ts";

export function isTableMadeInSide(statement: CqlStatement, table: ObjectName): boolean {
  return isMadeInSide(statement, table, ({ tables }) => tables.has(table.name.name));
}

export function isTypeMadeInSide(statement: CqlStatement, type: ObjectName): boolean {
  return isMadeInSide(statement, type, ({ types }) => types.has(type.name.name));
}

function isMadeInSide(statement: CqlStatement, name: ObjectName, holds: (keyspace: Keyspace) => boolean): boolean {
  const keyspace = keyspaceBefore(statement, name);
  if (keyspace === undefined || !holds(keyspace)) return false;
  const atStart = statement.side.statements[0]?.trial.before.schema.keyspaces.get(keyspace.name);
  return atStart === undefined || !holds(atStart);
}
