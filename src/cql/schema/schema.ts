// The typed model of the keyspaces of a cluster. Data; every version of it stays as it was.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { CqlType } from "./cql-type.ts";

export interface Schema {
  /** The keyspace that unqualified names refer to; USE sets it. */
  readonly currentKeyspace: string | undefined;
  readonly keyspaces: PersistentMap<Keyspace>;
}

export interface Keyspace {
  readonly name: string;
  /** `class` without its package, and the other options; numbers as the server writes them ("3"). */
  readonly replication: OptionMap;
  readonly durableWrites: boolean;
  /** What only some products have, by option: ScyllaDB's `tablets`, `storage`. */
  readonly extra: OptionMap;
  readonly types: PersistentMap<UserType>;
  readonly tables: PersistentMap<Table>;
  readonly views: PersistentMap<View>;
  /** By signature: `name(int, text)`, the types printed as CQL. */
  readonly functions: PersistentMap<UserFunction>;
  readonly aggregates: PersistentMap<UserAggregate>;
}

export type OptionMap = Readonly<Record<string, string>>;

/** A number where the server holds one, so that `0.1` and `0.10` are the same; "NaN", which JSON does not have, is text. */
export type OptionValue = string | number | boolean | OptionMap;

/** Options of a table or view by name, in lower case. One that has the server's default is left out. */
export type TableOptions = Readonly<Record<string, OptionValue>>;

export interface UserType {
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: CqlType;
}

export interface Table {
  readonly name: string;
  /** Undefined when it was not given and the server is not there to make one. */
  readonly id: string | undefined;
  readonly columns: PersistentMap<Column>;
  /** Names of columns, in the order of the key. */
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
  /** `WITH COMPACT STORAGE`, and how the server lays it out. */
  readonly compact: CompactLayout | undefined;
  readonly options: TableOptions;
  readonly indexes: PersistentMap<Index>;
  readonly triggers: PersistentMap<Trigger>;
  /** What the server remembers of columns that were dropped. */
  readonly dropped: PersistentMap<DroppedColumn>;
}

export type ColumnKind = "partition-key" | "clustering" | "static" | "regular";

export interface Column {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: ColumnKind;
  readonly mask: Mask | undefined;
}

/** A masking function with its bound arguments as CQL terms; `undefined` is NULL. Cassandra 5.0. */
export interface Mask {
  readonly keyspace: string;
  readonly function: string;
  readonly args: readonly (string | undefined)[];
}

export interface ClusteringColumn {
  readonly name: string;
  readonly order: "asc" | "desc";
}

/** The flags of system_schema.tables: a table without any of them but `compound` is not compact. */
export interface CompactLayout {
  readonly isDense: boolean;
  readonly isCompound: boolean;
  readonly isSuper: boolean;
}

export interface Index {
  readonly name: string;
  readonly kind: "composites" | "keys" | "custom";
  readonly target: IndexTarget;
  /** The class of a custom index, as it was written. */
  readonly className: string | undefined;
  readonly options: OptionMap;
}

export interface IndexTarget {
  readonly kind: "simple" | "values" | "keys" | "entries" | "full";
  readonly column: string;
  /** The partition key of ScyllaDB's local index. */
  readonly localTo: readonly string[] | undefined;
}

export interface Trigger {
  readonly name: string;
  readonly className: string;
}

export interface DroppedColumn {
  readonly name: string;
  /** User's types in it are tuples, as the server remembers them. */
  readonly type: CqlType;
  readonly kind: "static" | "regular";
  /** In microseconds since 1970, when it is known. */
  readonly droppedAtMicros: string | undefined;
}

export interface View {
  readonly name: string;
  readonly id: string | undefined;
  readonly baseTable: string;
  readonly includesAllColumns: boolean;
  /** As CQL, each relation in the form in which the server writes it, joined by " AND ". */
  readonly where: string;
  readonly columns: PersistentMap<Column>;
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
  readonly options: TableOptions;
}

export interface UserFunction {
  readonly name: string;
  readonly args: readonly Field[];
  readonly returns: CqlType;
  readonly isCalledOnNull: boolean;
  readonly language: string;
  readonly body: string;
}

export interface UserAggregate {
  readonly name: string;
  readonly argumentTypes: readonly CqlType[];
  readonly stateFunction: string;
  readonly stateType: CqlType;
  readonly finalFunction: string | undefined;
  /** As CQL. */
  readonly initialCondition: string | undefined;
  readonly returns: CqlType;
}

export function emptySchema(currentKeyspace?: string): Schema {
  return { currentKeyspace, keyspaces: PersistentMap.empty() };
}

export type KeyspaceHead = Pick<Keyspace, "name" | "replication" | "durableWrites" | "extra">;

/** A keyspace with these options and nothing in it. */
export function emptyKeyspace({ name, replication, durableWrites, extra }: KeyspaceHead): Keyspace {
  return {
    name,
    replication,
    durableWrites,
    extra,
    types: PersistentMap.empty(),
    tables: PersistentMap.empty(),
    views: PersistentMap.empty(),
    functions: PersistentMap.empty(),
    aggregates: PersistentMap.empty(),
  };
}

/** The schema with an empty keyspace of which nobody has told the options. */
export function withUnknownKeyspace(schema: Schema, name: string): Schema {
  const keyspace = emptyKeyspace({ name, replication: {}, durableWrites: true, extra: {} });
  return { ...schema, keyspaces: schema.keyspaces.with(name, keyspace) };
}
