// Data types as a schema holds them: resolved, and in one form only. Data.

export type NativeTypeName =
  | "ascii"
  | "bigint"
  | "blob"
  | "boolean"
  | "counter"
  | "date"
  | "decimal"
  | "double"
  | "duration"
  | "float"
  | "inet"
  | "int"
  | "smallint"
  | "text"
  | "time"
  | "timestamp"
  | "timeuuid"
  | "tinyint"
  | "uuid"
  | "varint";

/**
 * One form a type: `varchar` is text; a tuple and a vector are always frozen and do not say so; within something frozen
 * everything is frozen, and says so.
 */
export type CqlType =
  | { readonly kind: "native"; readonly name: NativeTypeName }
  | { readonly kind: "list" | "set"; readonly element: CqlType; readonly isFrozen: boolean }
  | { readonly kind: "map"; readonly key: CqlType; readonly value: CqlType; readonly isFrozen: boolean }
  | { readonly kind: "tuple"; readonly elements: readonly CqlType[] }
  | { readonly kind: "vector"; readonly element: CqlType; readonly dimension: number }
  /** A type of the same keyspace as what it is used in. */
  | { readonly kind: "user"; readonly name: string; readonly isFrozen: boolean }
  /** The class as the server writes it: `org.apache.cassandra.db.marshal.BytesType`. */
  | { readonly kind: "custom"; readonly className: string };
