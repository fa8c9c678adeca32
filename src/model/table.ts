// Declares a table. Pure but for the stack, which tells the place.
import type { CqlType } from "../cql/schema/cql-type.ts";
import type { ClusteringColumn, IndexTarget } from "../cql/schema/schema.ts";
import { isCollection, isCounter, isMultiCell } from "../cql/schema/type-facts.ts";
import { formMistakes, indexMistakes, keyMistakes } from "./check-types.ts";
import { type AnyColumn, type ColumnSpec, type FormOf, isColumn, type RoleOf } from "./column.ts";
import type { FormMistake } from "./column-rules.ts";
import { readObject } from "./is-plain-object.ts";
import type { Mistake, Without } from "./mistake.ts";
import { type ColumnModel, type IndexModel, MODEL, type TableModel, type UserTypeModel } from "./model.ts";
import { modelInvalid } from "./model-invalid.ts";
import { placeOfCall } from "./place.ts";
import { readOptions, type TableOptions } from "./table-options.ts";
import { checkKeyspace, nameMistakes, orderMistakes } from "./user-type.ts";

/** Known to the type checker alone. */
declare const COLUMNS: unique symbol;

export interface ColumnMap {
  readonly [name: string]: AnyColumn;
}

/** A table with what the type checker knows of it. */
export interface Table<C extends ColumnMap = ColumnMap> extends TableModel {
  readonly [COLUMNS]?: C;
}

type KeyRole = "partition-key" | "clustering";
export type KeyNames<C extends ColumnMap> = {
  [Name in keyof C]: RoleOf<C[Name]> extends KeyRole ? Name : never;
}[keyof C];
/** Of columns of which nothing is known, which may have any form, it is not said. */
export type HasCounter<C extends ColumnMap> =
  string extends FormOf<C[keyof C]> ? false : "counter" extends FormOf<C[keyof C]> ? true : false;
type HasRole<C extends ColumnMap, R extends string> = R extends RoleOf<C[keyof C]> ? true : false;

type ColumnMistake<C extends ColumnMap, Name extends keyof C> =
  | FormMistake<FormOf<C[Name]>>
  | (RoleOf<C[Name]> extends "static"
      ? HasRole<C, "clustering"> extends true
        ? never
        : "a static column needs a clustering column beside it: call .clusteringKey() on one"
      : never)
  | (HasCounter<C> extends true
      ? RoleOf<C[Name]> extends KeyRole
        ? never
        : FormOf<C[Name]> extends "counter"
          ? never
          : "beside a counter, every column outside the key is a counter"
      : never);

type CheckColumns<C extends ColumnMap> =
  HasRole<C, "partition-key"> extends true
    ? { readonly [Name in keyof C]: Without<ColumnMistake<C, Name>> }
    : Mistake<"a table has a partition key: call .partitionKey() on a column">;

/**
 * A table.
 * @param name as it is stored: `Users` is `"Users"` in CQL
 * @throws ToolError "model-invalid" for one that no server takes; what only some servers refuse is said once one is asked
 */
export function table<C extends ColumnMap>(
  name: string,
  columns: C & CheckColumns<C>,
  options: TableOptions = {},
): Table<C> {
  const place = placeOfCall(table);
  const mistakes: string[] = nameMistakes(name);
  const given = readObject(columns, "its columns are an object: { id: uuid().partitionKey() }", mistakes);
  const specs = readSpecs(given, mistakes);
  const { keyspace, compactStorage, ...others } = readObject(options, "its options are an object", mistakes);
  checkKeyspace(keyspace, mistakes);
  const isCompact = compactStorage === true;
  if (!isCompact && compactStorage !== undefined && compactStorage !== false) {
    mistakes.push("option `compactStorage` is true, or left out");
  }
  const stored = readOptions(others, mistakes);
  checkTogether(specs, mistakes);
  if (mistakes.length > 0) throw modelInvalid(`table \`${name}\``, mistakes, place);
  const named = [...specs];
  return {
    [MODEL]: true,
    kind: "table",
    name,
    keyspace,
    place,
    columns: named.map(([column, spec]) => columnModel(column, spec)),
    partitionKey: named.filter(([, spec]) => spec.roles.includes("partition-key")).map(([column]) => column),
    clustering: named.flatMap(([column, spec]) => clusteringOf(column, spec)),
    indexes: named.flatMap(([column, spec]) => indexesOf(column, spec)),
    options: stored,
    isCompact,
    userTypes: [...new Set<UserTypeModel>(named.flatMap(([, spec]) => spec.userTypes))],
  };
}

function readSpecs(columns: Readonly<Record<string, unknown>>, mistakes: string[]): ReadonlyMap<string, ColumnSpec> {
  const specs = new Map<string, ColumnSpec>();
  for (const [name, column] of Object.entries(columns)) {
    const wrong = isColumn(column) ? specMistakes(column.spec) : ["this is no column; write its type as `text()`"];
    mistakes.push(...wrong.map((mistake) => `column \`${name}\`: ${mistake}`));
    if (isColumn(column)) specs.set(name, column.spec);
  }
  return specs;
}

function specMistakes({ type, userTypes, roles, indexes, mistakes }: ColumnSpec): readonly string[] {
  const [first, second] = roles;
  return [
    ...mistakes,
    ...(second === undefined ? [] : [`the column has a role: ${first}, and cannot have another: ${second}`]),
    ...formMistakes(type, userTypes),
    ...(roles.some((role) => role !== "static") ? keyMistakes(type, userTypes) : []),
    ...new Set(indexes.flatMap(({ on }) => indexMistakes(type, on, userTypes))),
  ];
}

/** What holds between columns. */
function checkTogether(specs: ReadonlyMap<string, ColumnSpec>, mistakes: string[]): void {
  const named = [...specs];
  const inKey = named.filter(([, { roles }]) => roles.some((role) => role !== "static"));
  if (!inKey.some(([, { roles }]) => roles.includes("partition-key"))) {
    mistakes.push("a table has a partition key: call .partitionKey() on a column");
  }
  if (!inKey.some(([, { roles }]) => roles.includes("clustering"))) {
    for (const [name] of named.filter(([, { roles }]) => roles.includes("static"))) {
      mistakes.push(
        `column \`${name}\`: a static column needs a clustering column beside it: call .clusteringKey() on one`,
      );
    }
  }
  const values = named.filter((entry) => !inKey.includes(entry));
  if (values.some(([, { type }]) => isCounter(type))) {
    for (const [name] of values.filter(([, { type }]) => !isCounter(type))) {
      mistakes.push(`column \`${name}\`: beside a counter, every column outside the key is a counter`);
    }
  }
  mistakes.push(...orderMistakes(inKey.map(([name]) => name)));
}

function columnModel(name: string, { type, roles }: ColumnSpec): ColumnModel {
  return { name, type, kind: roles[0] ?? "regular" };
}

function clusteringOf(name: string, { roles, order }: ColumnSpec): readonly ClusteringColumn[] {
  return roles.includes("clustering") ? [{ name, order }] : [];
}

function indexesOf(column: string, { type, indexes }: ColumnSpec): readonly IndexModel[] {
  return indexes.map(({ name, using, options, on }) => ({ name, column, target: targetOf(type, on), using, options }));
}

/** Of a collection its values, of a frozen one the whole. */
function targetOf(type: CqlType, on: string | undefined): IndexTarget["kind"] {
  if (!isCollection(type)) return "simple";
  if (!isMultiCell(type)) return "full";
  return on === "keys" || on === "entries" ? on : "values";
}
