// The columns that a CREATE TABLE or an ALTER TABLE defines, by PostgreSQL's trees, and their types. Pure.
import type { AlterTableStmt, ColumnDef, Constraint, CreateStmt } from "libpg-query";
import type { Span } from "../../text/span.ts";
import type { SqlStatement } from "./linted.ts";
import { spanAt } from "./pg-place.ts";

export function columnsOfTable({ tableElts = [] }: CreateStmt): readonly ColumnDef[] {
  return tableElts.flatMap((each) => ("ColumnDef" in each ? [each.ColumnDef] : []));
}

/** Those of ADD COLUMN, and of ALTER COLUMN … TYPE, whose name is with the action. */
export function columnsOfAlter({ objtype, cmds = [] }: AlterTableStmt): readonly ColumnDef[] {
  if (objtype !== "OBJECT_TABLE") return [];
  return cmds.flatMap((each) => {
    const { subtype, def } = "AlterTableCmd" in each ? each.AlterTableCmd : {};
    const isTyped = subtype === "AT_AddColumn" || subtype === "AT_AlterColumnType";
    return isTyped && def !== undefined && "ColumnDef" in def ? [def.ColumnDef] : [];
  });
}

/** As PostgreSQL calls it: "int4" for `int` and `integer`, "bpchar" for `char`; "" when there is none. */
export function typeOf({ typeName }: ColumnDef): string {
  const last = typeName?.names?.at(-1);
  return last !== undefined && "String" in last ? (last.String.sval ?? "") : "";
}

/** The first word of the type. */
export function placeOfType(statement: SqlStatement, { typeName }: ColumnDef): Span {
  return spanAt(statement, typeName?.location ?? 0);
}

export function isSerial(column: ColumnDef): boolean {
  return /^(?:(?:big|small)?serial|serial[248])$/.test(typeOf(column));
}

export function constraintsOf({ constraints = [] }: ColumnDef): readonly Constraint[] {
  return constraints.flatMap((each) => ("Constraint" in each ? [each.Constraint] : []));
}

export function hasConstraint(column: ColumnDef, kind: Constraint["contype"]): boolean {
  return constraintsOf(column).some(({ contype }) => contype === kind);
}
