// Resolves the type of a column, and refuses what no column can have. Pure.
import type { ColumnNode } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Keyspace } from "../schema/schema.ts";
import { fieldTypes, isMultiCell } from "../schema/type-facts.ts";
import type { SimulateContext } from "./context.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function resolveColumnType(column: ColumnNode, keyspace: Keyspace, context: SimulateContext): CqlType {
  const type = resolveType(column.type, keyspace, context.capabilities);
  // Cassandra 3.11 looks for this in CREATE TABLE alone, later ones in ALTER TABLE, too.
  const isChecked = context.statement.kind === "create-table" || since(context.capabilities, "4.0");
  if (isChecked && type.kind === "user" && isMultiCell(type) && fieldTypes(type.name, keyspace).some(isMultiCell)) {
    refuse(
      `column \`${column.name.name}\` must be \`frozen<${type.name}>\`: a field of \`${type.name}\` is a collection that is not frozen`,
      column.type,
    );
  }
  return type;
}
