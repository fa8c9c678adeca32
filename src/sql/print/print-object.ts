// Types, functions and views as the statements that make them, and the name of any object in a statement. Pure.

import { quoteName, sqlString } from "../identifiers.ts";
import type { SqlRoutine, SqlSequence, SqlType, SqlView } from "../schema.ts";
import { printIndexComments, printTrigger, setComment } from "./print-table.ts";
import { options } from "./storage-options.ts";

export function printType(type: SqlType): string {
  const name = quoteName(type.name);
  switch (type.kind) {
    case "enum":
      return `CREATE TYPE ${name} AS ENUM (${type.labels.map(sqlString).join(", ")})`;
    case "composite": {
      const attributes = type.attributes.map(({ name: attribute, type: of, collation }) =>
        [quoteName(attribute), of, ...(collation === undefined ? [] : [`COLLATE ${collation}`])].join(" "),
      );
      return `CREATE TYPE ${name} AS (${attributes.join(", ")})`;
    }
    case "range":
      return `CREATE TYPE ${name} AS RANGE (${type.definition})`;
    case "domain":
      return [
        `CREATE DOMAIN ${name} AS ${type.type}`,
        ...(type.collation === undefined ? [] : [`COLLATE ${type.collation}`]),
        ...(type.default === undefined ? [] : [`DEFAULT ${type.default}`]),
        ...(type.isNotNull ? ["NOT NULL"] : []),
        ...type.checks
          .filter(({ definition }) => !/ NOT VALID$/.test(definition))
          .map((check) => `CONSTRAINT ${quoteName(check.name)} ${check.definition}`),
      ].join(" ");
  }
}

/** Checks of a domain that hold for new values only. */
export function printLateChecks(type: SqlType): readonly string[] {
  if (type.kind !== "domain") return [];
  return type.checks
    .filter(({ definition }) => / NOT VALID$/.test(definition))
    .map((check) => `ALTER DOMAIN ${quoteName(type.name)} ADD CONSTRAINT ${quoteName(check.name)} ${check.definition}`);
}

export function printView({ name, kind, definition, options: settings }: SqlView): string {
  const what = kind === "view" ? "VIEW" : "MATERIALIZED VIEW";
  const having = settings.length === 0 ? "" : ` WITH (${options(settings)})`;
  return `CREATE ${what} ${quoteName(name)}${having} AS\n${definition}`;
}

/** The indexes and comments that a new view lacks. */
export function printViewParts(view: SqlView): readonly string[] {
  return [
    ...view.indexes.map(({ definition }) => definition),
    ...(view.comment === undefined ? [] : [setComment(describeView(view), view.comment)]),
    ...printIndexComments(view.indexes),
  ];
}

export function printViewTriggers({ name, triggers }: SqlView): readonly string[] {
  return triggers.flatMap((trigger) => [
    ...printTrigger(trigger, name),
    ...(trigger.comment === undefined
      ? []
      : [setComment(`TRIGGER ${quoteName(trigger.name)} ON ${quoteName(name)}`, trigger.comment)]),
  ]);
}

/** "MATERIALIZED VIEW totals" */
export function describeView({ kind, name }: SqlView): string {
  return `${kind === "view" ? "VIEW" : "MATERIALIZED VIEW"} ${quoteName(name)}`;
}

/** "DOMAIN email" */
export function describeType({ kind, name }: SqlType): string {
  return `${kind === "domain" ? "DOMAIN" : "TYPE"} ${quoteName(name)}`;
}

/** "FUNCTION total(integer)" */
export function describeRoutine({ kind, name, arguments: args }: SqlRoutine): string {
  return `${kind.toUpperCase()} ${quoteName(name)}(${kind === "aggregate" && args === "" ? "*" : args})`;
}

export function describeSequence({ name }: SqlSequence): string {
  return `SEQUENCE ${quoteName(name)}`;
}
