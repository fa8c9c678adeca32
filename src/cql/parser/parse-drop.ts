// Parses DROP of tables, types, indexes and views. Grammar: Parser.g of Cassandra 5.0.
import type { DropObject } from "../ast/ddl.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfExists } from "./parse-guard.ts";
import { parseObjectName, parseUserTypeName } from "./parse-name.ts";

const WHAT: Readonly<Record<DropObject["kind"], string>> = {
  "drop-table": "a table name",
  "drop-type": "a type name",
  "drop-index": "an index name",
  "drop-materialized-view": "a view name",
};

/** ( "IF" "EXISTS" )? name */
export function parseDropObject(cursor: Cursor, kind: DropObject["kind"]): DropObject {
  const ifExists = parseIfExists(cursor);
  const name = kind === "drop-type" ? parseUserTypeName(cursor) : parseObjectName(cursor, WHAT[kind]);
  return { kind, ifExists, name };
}
