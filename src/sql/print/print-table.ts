// Tables and what belongs to them as the statements that make them. Pure.

import { quoteName, sqlString } from "../identifiers.ts";
import type { SqlColumn, SqlConstraint, SqlIdentity, SqlIndex, SqlPolicy, SqlTable, SqlTrigger } from "../schema.ts";
import { writeNumbers } from "./print-sequence.ts";
import { options } from "./storage-options.ts";

/** @param isBare without defaults and checks, which `printLateParts` makes then */
export function printTable(table: SqlTable, isBare: boolean): string {
  const name = quoteName(table.name);
  const head = `CREATE ${table.isUnlogged ? "UNLOGGED " : ""}TABLE ${name}`;
  const tail = [
    ...(table.inherits.length === 0 ? [] : [`INHERITS (${table.inherits.join(", ")})`]),
    ...(table.partitionBy === undefined ? [] : [`PARTITION BY ${table.partitionBy}`]),
    ...(table.options.length === 0 ? [] : [`WITH (${options(table.options)})`]),
  ];
  if (table.partitionOf !== undefined) {
    const { parent, bound } = table.partitionOf;
    return [`${head} PARTITION OF ${parent} ${bound}`, ...tail].join(" ");
  }
  const lines = [
    ...table.columns.filter(({ isInherited }) => !isInherited).map((column) => printColumn(column, isBare)),
    ...table.constraints.filter((each) => isInline(each) && !(isBare && each.kind === "check")).map(printConstraint),
  ];
  const body = lines.length === 0 ? "()" : `(\n${lines.map((line) => `  ${line}`).join(",\n")}\n)`;
  return [`${head} ${body}`, ...tail].join(" ");
}

/** What a new table still lacks of its own, besides foreign keys, triggers, policies and comments. */
export function printLateParts(table: SqlTable, parent: SqlTable | undefined, isBare: boolean): readonly string[] {
  const isPartition = table.partitionOf !== undefined;
  const alter = `ALTER TABLE ${quoteName(table.name)}`;
  return [
    ...table.columns.flatMap((column): readonly string[] => {
      const inherited = column.isInherited ? parent?.columns.find(({ name }) => name === column.name) : undefined;
      if (column.isInherited) return printOverride(column, inherited, table.name);
      if (isBare && column.default !== undefined) return [setDefault(table.name, column.name, column.default)];
      return [];
    }),
    ...table.constraints
      .filter((each) => each.kind !== "foreign-key")
      .filter((each) => isPartition || !isInline(each) || (isBare && each.kind === "check"))
      .map((each) => `${alter} ADD ${printConstraint(each)}`),
    ...table.indexes.map(({ definition }) => definition),
  ];
}

/** What an inherited column has another way than the one that it comes from. */
function printOverride(column: SqlColumn, inherited: SqlColumn | undefined, table: string): readonly string[] {
  const isOtherDefault = column.generated === undefined && column.default !== inherited?.default;
  const isStricter = column.isNotNull && inherited?.isNotNull === false;
  return [
    ...(isOtherDefault ? [setDefault(table, column.name, column.default)] : []),
    ...(isStricter ? [setNotNull(table, column.name, true)] : []),
  ];
}

export function printForeignKeys(table: SqlTable): readonly string[] {
  return table.constraints
    .filter(({ kind }) => kind === "foreign-key")
    .map((each) => `ALTER TABLE ${quoteName(table.name)} ADD ${printConstraint(each)}`);
}

export function printRules({ name, triggers, policies, rowSecurity }: SqlTable): readonly string[] {
  return [
    ...triggers.flatMap((trigger) => printTrigger(trigger, name)),
    ...printRowSecurity(name, "off", rowSecurity),
    ...policies.map((policy) => printPolicy(policy, name)),
  ];
}

export function printRowSecurity(
  table: string,
  from: SqlTable["rowSecurity"],
  to: SqlTable["rowSecurity"],
): readonly string[] {
  const alter = `ALTER TABLE ${quoteName(table)}`;
  return [
    ...((from === "off") === (to === "off")
      ? []
      : [`${alter} ${to === "off" ? "DISABLE" : "ENABLE"} ROW LEVEL SECURITY`]),
    ...((from === "forced") === (to === "forced")
      ? []
      : [`${alter} ${to === "forced" ? "FORCE" : "NO FORCE"} ROW LEVEL SECURITY`]),
  ];
}

const TRIGGER_VERBS: Readonly<Record<SqlTrigger["enabled"], string>> = {
  origin: "ENABLE",
  disabled: "DISABLE",
  replica: "ENABLE REPLICA",
  always: "ENABLE ALWAYS",
};

export function printTrigger({ definition, name, enabled }: SqlTrigger, relation: string): readonly string[] {
  if (enabled === "origin") return [definition];
  return [definition, setTriggerState(name, relation, enabled)];
}

export function setTriggerState(name: string, relation: string, enabled: SqlTrigger["enabled"]): string {
  return `ALTER TABLE ${quoteName(relation)} ${TRIGGER_VERBS[enabled]} TRIGGER ${quoteName(name)}`;
}

export function printPolicy({ name, definition }: SqlPolicy, table: string): string {
  return `CREATE POLICY ${quoteName(name)} ON ${quoteName(table)} ${definition}`;
}

export function printConstraint({ name, definition }: SqlConstraint): string {
  return `CONSTRAINT ${quoteName(name)} ${definition}`;
}

/** One that is not checked on the rows that are there would be, as a part of CREATE TABLE. */
function isInline({ kind, definition }: SqlConstraint): boolean {
  return kind !== "foreign-key" && !/ NOT VALID$/.test(definition);
}

export function printColumn(column: SqlColumn, isBare: boolean): string {
  const { generated, identity } = column;
  const words = [
    quoteName(column.name),
    column.type,
    ...(column.collation === undefined ? [] : [`COLLATE ${column.collation}`]),
    ...(column.default === undefined || isBare ? [] : [`DEFAULT ${column.default}`]),
    ...(generated === undefined
      ? []
      : [`GENERATED ALWAYS AS (${generated.expression}) ${generated.kind.toUpperCase()}`]),
    ...(identity === undefined ? [] : [`GENERATED ${printIdentity(identity)}`]),
    ...(column.isNotNull ? ["NOT NULL"] : []),
  ];
  return words.join(" ");
}

export function printIdentity({ kind, numbers }: SqlIdentity): string {
  const written = writeNumbers(numbers);
  const how = kind === "always" ? "ALWAYS" : "BY DEFAULT";
  return `${how} AS IDENTITY${written === "" ? "" : ` (${written})`}`;
}

export function setDefault(table: string, column: string, value: string | undefined): string {
  const action = value === undefined ? "DROP DEFAULT" : `SET DEFAULT ${value}`;
  return `ALTER TABLE ONLY ${quoteName(table)} ALTER COLUMN ${quoteName(column)} ${action}`;
}

export function setNotNull(table: string, column: string, isNotNull: boolean): string {
  return `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteName(column)} ${isNotNull ? "SET" : "DROP"} NOT NULL`;
}

export function printTableComments(table: SqlTable): readonly string[] {
  const on = quoteName(table.name);
  return [
    ...comment(`TABLE ${on}`, table.comment),
    ...table.columns.flatMap(({ name, comment: text }) => comment(`COLUMN ${on}.${quoteName(name)}`, text)),
    ...table.constraints.flatMap(({ name, comment: text }) => comment(`CONSTRAINT ${quoteName(name)} ON ${on}`, text)),
    ...printIndexComments(table.indexes),
    ...table.triggers.flatMap(({ name, comment: text }) => comment(`TRIGGER ${quoteName(name)} ON ${on}`, text)),
    ...table.policies.flatMap(({ name, comment: text }) => comment(`POLICY ${quoteName(name)} ON ${on}`, text)),
  ];
}

export function printIndexComments(indexes: readonly SqlIndex[]): readonly string[] {
  return indexes.flatMap(({ name, comment: text }) => comment(`INDEX ${quoteName(name)}`, text));
}

function comment(object: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [setComment(object, text)];
}

export function setComment(object: string, text: string | undefined): string {
  return `COMMENT ON ${object} IS ${text === undefined ? "NULL" : sqlString(text)}`;
}
