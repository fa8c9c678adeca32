// Turns a schema into a JSON document in which everything is sorted by name. Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";
import { printCqlType } from "./print-cql-type.ts";
import type {
  ClusteringColumn,
  Column,
  DroppedColumn,
  Field,
  Index,
  Keyspace,
  Mask,
  OptionMap,
  Schema,
  Table,
  TableOptions,
  Trigger,
  UserAggregate,
  UserFunction,
  UserType,
  View,
} from "./schema.ts";
import {
  type AggregateDocument,
  type ColumnDocument,
  type DroppedColumnDocument,
  type FieldDocument,
  type FunctionDocument,
  type IndexDocument,
  type KeyspaceDocument,
  type MaskDocument,
  SCHEMA_FORMAT,
  type SchemaDocument,
  type TableDocument,
  type UserTypeDocument,
  type ViewDocument,
} from "./schema-document.ts";

/**
 * "ids": of tables and views, which differ wherever they are made. "dropped": the memory of columns that were dropped.
 * "dropped-at": only the instants in it, which the server rounds to milliseconds.
 */
export type SchemaAspect = "ids" | "dropped" | "dropped-at";

export interface EncodeOptions {
  readonly leaveOut?: readonly SchemaAspect[];
}

export function encodeSchema(schema: Schema, { leaveOut = [] }: EncodeOptions = {}): SchemaDocument {
  const without = new Set(leaveOut);
  return {
    format: SCHEMA_FORMAT,
    keyspaces: sorted(schema.keyspaces, (keyspace) => encodeKeyspace(keyspace, without)),
  };
}

function encodeKeyspace(keyspace: Keyspace, without: ReadonlySet<SchemaAspect>): KeyspaceDocument {
  return {
    ...encodeKeyspaceItself(keyspace),
    types: sorted(keyspace.types, encodeUserType),
    tables: sorted(keyspace.tables, (table) => encodeTable(table, without)),
    views: sorted(keyspace.views, (view) => encodeView(view, without)),
    functions: sorted(keyspace.functions, encodeFunction),
    aggregates: sorted(keyspace.aggregates, encodeAggregate),
  };
}

/** A keyspace without what is in it. */
export function encodeKeyspaceItself({
  name,
  replication,
  durableWrites,
  extra,
}: Keyspace): Pick<KeyspaceDocument, "name" | "replication" | "durableWrites" | "extra"> {
  return { name, replication: sortedKeys(replication), durableWrites, extra: sortedKeys(extra) };
}

export function encodeUserType({ name, fields }: UserType): UserTypeDocument {
  return { name, fields: fields.map(encodeField) };
}

function encodeField({ name, type }: Field): FieldDocument {
  return { name, type: printCqlType(type) };
}

export function encodeTable(table: Table, without: ReadonlySet<SchemaAspect>): TableDocument {
  const { name, id, partitionKey, clustering, compact } = table;
  return {
    name,
    ...(id !== undefined && !without.has("ids") && { id }),
    columns: sorted(table.columns, encodeColumn),
    partitionKey,
    clustering: clustering.map(encodeClustering),
    ...(compact !== undefined && {
      compact: { isDense: compact.isDense, isCompound: compact.isCompound, isSuper: compact.isSuper },
    }),
    options: encodeOptions(table.options),
    indexes: sorted(table.indexes, encodeIndex),
    triggers: sorted(table.triggers, encodeTrigger),
    dropped: without.has("dropped") ? [] : sorted(table.dropped, (column) => encodeDropped(column, without)),
  };
}

function encodeColumn({ name, type, kind, mask }: Column): ColumnDocument {
  return { name, type: printCqlType(type), kind, ...(mask !== undefined && { mask: encodeMask(mask) }) };
}

function encodeMask(mask: Mask): MaskDocument {
  return { keyspace: mask.keyspace, function: mask.function, args: mask.args.map((arg) => arg ?? null) };
}

function encodeClustering({ name, order }: ClusteringColumn): ClusteringColumn {
  return { name, order };
}

function encodeIndex({ name, kind, target, className, options }: Index): IndexDocument {
  const { localTo } = target;
  return {
    name,
    kind,
    target: { kind: target.kind, column: target.column, ...(localTo !== undefined && { localTo }) },
    ...(className !== undefined && { className }),
    options: sortedKeys(options),
  };
}

function encodeTrigger({ name, className }: Trigger): Trigger {
  return { name, className };
}

function encodeDropped(
  { name, type, kind, droppedAtMicros }: DroppedColumn,
  without: ReadonlySet<SchemaAspect>,
): DroppedColumnDocument {
  const isKnown = droppedAtMicros !== undefined && !without.has("dropped-at");
  return { name, type: printCqlType(type), kind, ...(isKnown && { droppedAtMicros }) };
}

export function encodeView(view: View, without: ReadonlySet<SchemaAspect>): ViewDocument {
  const { name, id, baseTable, includesAllColumns, where, partitionKey, clustering } = view;
  return {
    name,
    ...(id !== undefined && !without.has("ids") && { id }),
    baseTable,
    includesAllColumns,
    where,
    columns: sorted(view.columns, encodeColumn),
    partitionKey,
    clustering: clustering.map(encodeClustering),
    options: encodeOptions(view.options),
  };
}

export function encodeFunction({
  name,
  args,
  returns,
  isCalledOnNull,
  language,
  body,
}: UserFunction): FunctionDocument {
  return { name, args: args.map(encodeField), returns: printCqlType(returns), isCalledOnNull, language, body };
}

export function encodeAggregate(aggregate: UserAggregate): AggregateDocument {
  const { name, argumentTypes, stateFunction, stateType, finalFunction, initialCondition, returns } = aggregate;
  return {
    name,
    argumentTypes: argumentTypes.map(printCqlType),
    stateFunction,
    stateType: printCqlType(stateType),
    ...(finalFunction !== undefined && { finalFunction }),
    ...(initialCondition !== undefined && { initialCondition }),
    returns: printCqlType(returns),
  };
}

function encodeOptions(options: TableOptions): TableOptions {
  const names = Object.keys(options).sort();
  return Object.fromEntries(
    names.map((name) => {
      const value = options[name] ?? "";
      return [name, typeof value === "object" ? sortedKeys(value) : value];
    }),
  );
}

function sortedKeys(options: OptionMap): OptionMap {
  return Object.fromEntries(Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function sorted<V, D>(entries: PersistentMap<V>, encode: (value: V) => D): readonly D[] {
  return entries.sorted().map(encode);
}
