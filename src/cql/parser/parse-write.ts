// Parses INSERT, DELETE and TRUNCATE. Grammar: Parser.g of Cassandra 5.0.
import type { Delete, Insert, InsertJson, Truncate } from "../ast/dml.ts";
import type { Identifier, ObjectName } from "../ast/name.ts";
import type { ColumnPath } from "../ast/relation.ts";
import type { Term } from "../ast/term.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfNotExists } from "./parse-guard.ts";
import { parseColumnName, parseObjectName } from "./parse-name.ts";
import { parseCondition, parsePathOf, parseWhere } from "./parse-relation.ts";
import { parseLiteral, parseMarker, parseTerms } from "./parse-term.ts";
import { parseTimeout, parseUsing } from "./parse-using.ts";

/** "INSERT" "INTO" table ( "JSON" … | "(" columns ")" "VALUES" "(" terms ")" ( "IF" "NOT" "EXISTS" )? using? ) */
export function parseInsert(cursor: Cursor): Insert | InsertJson {
  cursor.expect("INTO");
  const table = parseObjectName(cursor, "a table name");
  if (cursor.eat("JSON")) return parseInsertJson(cursor, table);
  cursor.expect("(");
  const columns: Identifier[] = [];
  do columns.push(parseColumnName(cursor));
  while (cursor.eat(","));
  cursor.expect(")");
  cursor.expect("VALUES");
  cursor.expect("(");
  const values = parseTerms(cursor);
  cursor.expect(")");
  const ifNotExists = parseIfNotExists(cursor);
  return { kind: "insert", table, columns, values, ifNotExists, using: parseUsing(cursor, "write") };
}

/** jsonValue ( "DEFAULT" ( "NULL" | "UNSET" ) )? ( "IF" "NOT" "EXISTS" )? using? */
function parseInsertJson(cursor: Cursor, table: ObjectName): InsertJson {
  const json = parseJson(cursor);
  const defaults = parseDefaults(cursor);
  const ifNotExists = parseIfNotExists(cursor);
  return { kind: "insert-json", table, json, defaults, ifNotExists, using: parseUsing(cursor, "write") };
}

function parseJson(cursor: Cursor): Term {
  const literal = cursor.key === "string" ? parseLiteral(cursor) : undefined;
  if (literal !== undefined) return literal;
  if (cursor.key !== "?" && cursor.key !== ":") cursor.fail("a string of JSON");
  return parseMarker(cursor);
}

function parseDefaults(cursor: Cursor): InsertJson["defaults"] {
  if (!cursor.eat("DEFAULT")) return undefined;
  if (cursor.eat("NULL")) return "null";
  cursor.expect("UNSET");
  return "unset";
}

/** "DELETE" deleteOp ( "," deleteOp )* "FROM" table using? "WHERE" … ( "IF" … )? */
export function parseDelete(cursor: Cursor): Delete {
  const targets: ColumnPath[] = [];
  if (!cursor.at("FROM")) {
    do targets.push(parsePathOf(cursor, parseColumnName(cursor)));
    while (cursor.eat(","));
  }
  cursor.expect("FROM");
  const table = parseObjectName(cursor, "a table name");
  const using = parseUsing(cursor, "delete");
  cursor.expect("WHERE");
  const where = parseWhere(cursor);
  return { kind: "delete", table, targets, using, where, condition: parseCondition(cursor) };
}

/** "TRUNCATE" "TABLE"? table */
export function parseTruncate(cursor: Cursor): Truncate {
  cursor.eat("TABLE");
  const table = parseObjectName(cursor, "a table name");
  return { kind: "truncate", table, timeout: parseTimeout(cursor) };
}
