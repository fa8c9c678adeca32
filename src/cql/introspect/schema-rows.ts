// The rows of a server's own description of its schema, as a driver gives them. Data.

/**
 * A row as a plain object: a map is an object, a list an array; a uuid is anything whose `toString` says it; bytes are a
 * Uint8Array; a timestamp is a Date; what is null or undefined is not there.
 */
export type SystemRow = Readonly<Record<string, unknown>>;

/** The tables of system_schema that are read; the last ones are ScyllaDB's own. */
export type SystemTable =
  | "keyspaces"
  | "tables"
  | "views"
  | "columns"
  | "indexes"
  | "triggers"
  | "types"
  | "functions"
  | "aggregates"
  | "dropped_columns"
  | "column_masks"
  | "scylla_keyspaces"
  | "scylla_tables";

/** Rows by table, in any order; a table that is not there has no rows. */
export type SchemaRows = Readonly<Partial<Record<SystemTable, readonly SystemRow[]>>>;
