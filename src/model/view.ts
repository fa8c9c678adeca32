// Declares a materialized view. Pure but for the stack, which tells the place.
import type { ClusteringColumn } from "../cql/schema/schema.ts";
import { isCounter } from "../cql/schema/type-facts.ts";
import { keyMistakes } from "./check-types.ts";
import type { Column, FormOf, InsertOf, RoleOf, RowOf } from "./column.ts";
import type { KeyFormMistake } from "./column-rules.ts";
import { readObject } from "./is-plain-object.ts";
import type { Mistake } from "./mistake.ts";
import { MODEL, type TableModel, type ViewModel } from "./model.ts";
import { modelInvalid } from "./model-invalid.ts";
import { placeOfCall } from "./place.ts";
import type { ColumnMap, HasCounter, KeyNames, Table } from "./table.ts";
import { readOptions, type ViewOptions } from "./table-options.ts";
import { nameMistakes } from "./user-type.ts";

/** Known to the type checker alone. */
declare const COLUMNS: unique symbol;

/** A view with what the type checker knows of it. */
export interface View<C extends ColumnMap = ColumnMap> extends ViewModel {
  readonly [COLUMNS]?: C;
}

/** Each name where it may stand, else never; static columns stand in no view. */
type ViewedNames<C extends ColumnMap> = {
  [Name in keyof C & string]: RoleOf<C[Name]> extends "static" ? never : Name;
};
type KeyableNames<C extends ColumnMap> = {
  [Name in keyof C & string]: [KeyFormMistake<FormOf<C[Name]>>] extends [never] ? ViewedNames<C>[Name] : never;
};

/** `Viewed` are the names of the columns that may be in it, and `Keyable` of those in its key. */
export interface ViewDefinition<Viewed extends string = string, Keyable extends string = string> extends ViewOptions {
  /** Those of the key need not be among them. */
  readonly columns: "all" | readonly Viewed[];
  readonly partitionKey: readonly [Keyable, ...Keyable[]];
  /** In ascending order unless another is given: `["id", ["at", "desc"]]`. */
  readonly clusteringKey?: readonly (Keyable | readonly [Keyable, "asc" | "desc"])[] | undefined;
  /** In CQL: `shop = 'a' AND at > '2026-01-01'`. A column of the key that it does not name is `IS NOT NULL`. */
  readonly where?: string | undefined;
}

/** What there is of any definition. */
interface ViewShape {
  readonly columns: "all" | readonly string[];
  readonly partitionKey: readonly string[];
  readonly clusteringKey?: readonly (string | readonly [string, string])[] | undefined;
}

type NameIn<Part> = Part extends readonly [infer Name, unknown] ? Name : Part;
type PartitionNames<D extends ViewShape> = D["partitionKey"][number];
/** A definition without the property has its type from no constraint: `D["clusteringKey"]` would be unknown. */
type ClusteringNames<D extends ViewShape> = D extends { readonly clusteringKey: readonly (infer Part)[] }
  ? NameIn<Part>
  : never;
type ViewKey<D extends ViewShape> = PartitionNames<D> | ClusteringNames<D>;
type SelectedNames<C extends ColumnMap, D extends ViewShape> = D["columns"] extends readonly (infer Name)[]
  ? Name | ViewKey<D>
  : ViewedNames<C>[keyof C & string];

/** The columns of the table as the view has them. */
export type ViewColumns<C extends ColumnMap, D extends ViewShape> = {
  -readonly [Name in SelectedNames<C, D> & keyof C]: Column<
    RowOf<C[Name]>,
    InsertOf<C[Name]>,
    FormOf<C[Name]>,
    Name extends PartitionNames<D> ? "partition-key" : Name extends ClusteringNames<D> ? "clustering" : "value"
  >;
};

type IsOne<T, All = T> = [T] extends [never] ? true : T extends unknown ? ([All] extends [T] ? true : false) : never;
/** Of a table of which nothing is known, neither is its key. */
type CheckKey<C extends ColumnMap, D extends ViewShape> = string extends keyof C ? unknown : CheckKnownKey<C, D>;
type CheckKnownKey<C extends ColumnMap, D extends ViewShape> = [Exclude<KeyNames<C>, ViewKey<D>>] extends [never]
  ? IsOne<Exclude<ViewKey<D>, KeyNames<C>>> extends true
    ? unknown
    : Mistake<"the key of a view has at most one column that is not in the key of its table">
  : Mistake<`the key of a view has every column of the key of its table, also ${Exclude<KeyNames<C>, ViewKey<D>> & string}`>;
type CheckOptions<D extends ViewShape> = {
  readonly [Name in Exclude<keyof D, keyof ViewDefinition>]: Mistake<"a view has no such option">;
};
type CheckBase<C extends ColumnMap> =
  HasCounter<C> extends true ? Mistake<"a table of counters has no views"> : unknown;

/**
 * A materialized view on a table.
 * @throws ToolError "model-invalid" for one that no server takes; what only some servers refuse is said once one is asked
 */
export function view<
  C extends ColumnMap,
  const D extends ViewDefinition<ViewedNames<C>[keyof C & string], KeyableNames<C>[keyof C & string]>,
>(
  name: string,
  base: Table<C> & CheckBase<C>,
  definition: D & CheckKey<C, D> & CheckOptions<D>,
): View<ViewColumns<C, D>> {
  const place = placeOfCall(view);
  if (base?.kind !== "table") throw modelInvalid(`view \`${name}\``, ["it is on what `table` has made"], place);
  const mistakes: string[] = nameMistakes(name);
  const given = readObject(
    definition,
    "its definition is an object: { columns, partitionKey, clusteringKey }",
    mistakes,
  );
  const { columns: shown, partitionKey: partition, clusteringKey = [], where, defaultTtl, ...options } = given;
  const columns = shown === "all" ? shown : readNames(shown, COLUMNS_MISTAKE, mistakes);
  const partitionKey = readNames(partition, '`partitionKey` is a list of names: ["id"]', mistakes);
  const clustering = readClusteringKey(clusteringKey, mistakes);
  const isText = typeof where === "string" || where === undefined;
  if (!isText) mistakes.push("`where` is a text in CQL");
  if (!isText || mistakes.length > 0) throw modelInvalid(`view \`${name}\``, mistakes, place);
  checkView(base, [...partitionKey, ...clustering.map((each) => each.name)], columns, mistakes);
  if (partitionKey.length === 0) mistakes.push("a view has a partition key");
  if (defaultTtl !== undefined) mistakes.push("a view has no `defaultTtl`: its rows expire with those of the table");
  const stored = readOptions(options, mistakes);
  if (mistakes.length > 0) throw modelInvalid(`view \`${name}\``, mistakes, place);
  return {
    [MODEL]: true,
    kind: "view",
    name,
    keyspace: base.keyspace,
    place,
    base,
    columns,
    partitionKey,
    clustering,
    where,
    options: stored,
  };
}

const COLUMNS_MISTAKE = '`columns` is a list of names, or "all"';

function readNames(value: unknown, mistake: string, mistakes: string[]): readonly string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  mistakes.push(mistake);
  return [];
}

function readClusteringKey(value: unknown, mistakes: string[]): readonly ClusteringColumn[] {
  const mistake = '`clusteringKey` is a list of names, or of names with an order: ["id", ["at", "desc"]]';
  if (!Array.isArray(value)) mistakes.push(mistake);
  const parts: readonly unknown[] = Array.isArray(value) ? value : [];
  return parts.flatMap((part): readonly ClusteringColumn[] => {
    const [name, order, ...rest]: readonly unknown[] = Array.isArray(part) ? part : [part, "asc"];
    if (typeof name !== "string" || rest.length > 0) mistakes.push(mistake);
    else if (order === "asc" || order === "desc") return [{ name, order }];
    else mistakes.push(`the order of a clustering key is "asc" or "desc", not "${order}"`);
    return [];
  });
}

function checkView(
  base: TableModel,
  key: readonly string[],
  columns: "all" | readonly string[],
  mistakes: string[],
): void {
  const known = new Map(base.columns.map((column) => [column.name, column]));
  for (const name of new Set([...key, ...(columns === "all" ? [] : columns)])) {
    const kind = known.get(name)?.kind;
    if (kind === undefined) mistakes.push(`table \`${base.name}\` has no column \`${name}\``);
    if (kind === "static") mistakes.push(`column \`${name}\` is static, and stands in no view`);
  }
  const names = new Set(key);
  if (names.size < key.length) mistakes.push("a column is in the key of a view once");
  for (const name of names) {
    const column = known.get(name);
    const wrong = column === undefined ? [] : keyMistakes(column.type, base.userTypes);
    mistakes.push(...wrong.map((mistake) => `column \`${name}\`: ${mistake}`));
  }
  const ofBase = [...base.partitionKey, ...base.clustering.map(({ name }) => name)];
  const missing = ofBase.filter((name) => !names.has(name));
  if (missing.length > 0) {
    mistakes.push(`the key of a view has every column of the key of its table, also ${missing.join(", ")}`);
  }
  if ([...names].filter((name) => !ofBase.includes(name)).length > 1) {
    mistakes.push("the key of a view has at most one column that is not in the key of its table");
  }
  if (base.columns.some(({ type }) => isCounter(type))) mistakes.push("a table of counters has no views");
}
