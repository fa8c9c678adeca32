// Turns a schema into the statements that make it in an empty namespace, which the search path has to name. Pure: equal
// schemas, equal texts.

import { parseName, quoteName } from "../identifiers.ts";
import type { SqlSchema, SqlTable } from "../schema.ts";
import { orderObjects, type SqlObject } from "./order-objects.ts";
import {
  describeRoutine,
  describeSequence,
  describeType,
  printLateChecks,
  printType,
  printView,
  printViewParts,
  printViewTriggers,
} from "./print-object.ts";
import { printSequence, setOwner } from "./print-sequence.ts";
import {
  printForeignKeys,
  printLateParts,
  printRules,
  printTable,
  printTableComments,
  setComment,
} from "./print-table.ts";

/** Functions may name tables that come after them, which the server would look for otherwise. */
export const WITHOUT_BODY_CHECKS = "SET check_function_bodies = off";

/** One text, ready to be run; empty for a schema with nothing in it. */
export function printSqlSchema(schema: SqlSchema): string {
  return createStatements(schema)
    .map((text) => `${text};\n`)
    .join("\n");
}

/** Without terminators. */
export function createStatements(schema: SqlSchema): readonly string[] {
  const { objects, bareTables } = orderObjects(schema);
  const parentOf = parentFinder(schema);
  const late = (table: SqlTable): readonly string[] =>
    printLateParts(table, parentOf(table), bareTables.has(table.name));
  return [
    ...(schema.routines.some(({ kind }) => kind !== "aggregate") ? [WITHOUT_BODY_CHECKS] : []),
    ...schema.extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)}`),
    ...objects.flatMap((object): readonly string[] => {
      if (object.kind !== "table") return createObject(object);
      const { table } = object;
      const isBare = bareTables.has(table.name);
      return [printTable(table, isBare), ...(isBare ? [] : late(table)), ...(isBare ? [] : printComments(table))];
    }),
    ...schema.tables
      .filter(({ name }) => bareTables.has(name))
      .flatMap((table) => [...late(table), ...printComments(table)]),
    ...schema.sequences.filter(({ ownedBy }) => ownedBy !== undefined).map(setOwner),
    ...schema.tables.flatMap(printForeignKeys),
    ...schema.tables.flatMap(printRules),
    ...schema.views.flatMap(printViewTriggers),
    ...schema.tables.flatMap((table) => printTableComments(laterParts(table))),
  ];
}

/** The table of the schema that another one inherits from first, or is a partition of. */
export function parentFinder({ tables }: SqlSchema): (table: SqlTable) => SqlTable | undefined {
  const byName = new Map(tables.map((table) => [table.name, table]));
  return ({ partitionOf, inherits: [first] }) => {
    const parts = parseName(partitionOf?.parent ?? first ?? "");
    return parts?.length === 1 ? byName.get(parts[0] ?? "") : undefined;
  };
}

/** With its comment. */
export function createObject(object: Exclude<SqlObject, { kind: "table" }>): readonly string[] {
  switch (object.kind) {
    case "type":
      return [
        printType(object.type),
        ...printLateChecks(object.type),
        ...commentOn(describeType(object.type), object.type.comment),
      ];
    case "sequence":
      return [printSequence(object.sequence), ...commentOn(describeSequence(object.sequence), object.sequence.comment)];
    case "routine":
      return [object.routine.definition, ...commentOn(describeRoutine(object.routine), object.routine.comment)];
    case "view":
      return [printView(object.view), ...printViewParts(object.view)];
  }
}

function commentOn(object: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [setComment(object, text)];
}

/** On what is there as soon as the table is. */
function printComments(table: SqlTable): readonly string[] {
  const constraints = table.constraints.filter(({ kind }) => kind !== "foreign-key");
  return printTableComments({ ...table, constraints, triggers: [], policies: [] });
}

/** Those whose comments have to wait. */
function laterParts(table: SqlTable): SqlTable {
  const constraints = table.constraints.filter(({ kind }) => kind === "foreign-key");
  return { ...table, comment: undefined, columns: [], indexes: [], constraints };
}
