// Refuses the types that no new column can have. Pure.
import type { ColumnNode } from "../ast/ddl.ts";
import type { CqlType } from "../schema/cql-type.ts";
import type { Keyspace } from "../schema/schema.ts";
import { fieldTypes, isMultiCell } from "../schema/type-facts.ts";
import { refuse } from "./refuse.ts";

/** A user-defined type that is not frozen, with a field that is not. @throws Refused */
export function refuseNestedCells(column: ColumnNode, type: CqlType, keyspace: Keyspace): void {
  if (type.kind !== "user" || !isMultiCell(type) || !fieldTypes(type.name, keyspace).some(isMultiCell)) return;
  refuse(
    `column \`${column.name.name}\` must be \`frozen<${type.name}>\`: a field of \`${type.name}\` is a collection that is not frozen`,
    column.type,
  );
}
