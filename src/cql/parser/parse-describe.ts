// Parses DESCRIBE, of which only the text is kept. Grammar: describeStatement in Parser.g of Cassandra 5.0.
import type { Describe } from "../ast/statement.ts";
import type { Cursor } from "./cursor.ts";
import { parseFunctionName, parseName, parseObjectName, parseUserTypeName } from "./parse-name.ts";

/** ( "DESCRIBE" | "DESC" ) what ( "WITH" "INTERNALS" )? */
export function parseDescribe(cursor: Cursor, start: number): Describe {
  const textStart = cursor.start;
  parseWhat(cursor);
  if (cursor.eat("WITH")) cursor.expect("INTERNALS");
  cursor.useFeature("describe", start);
  return { kind: "describe", text: cursor.source.text.slice(textStart, cursor.lastEnd) };
}

/**
 * "CLUSTER" | "FULL"? "SCHEMA" | "KEYSPACES" | "ONLY"? "KEYSPACE" ident? | "TABLES" | "TABLE" name | "INDEX" name
 * | "MATERIALIZED" "VIEW" name | "TYPES" | "TYPE" name | "FUNCTIONS" | "FUNCTION" name | "AGGREGATES" | "AGGREGATE" name
 * | ( ident "." )? ident
 */
function parseWhat(cursor: Cursor): void {
  switch (cursor.key) {
    case "CLUSTER":
    case "KEYSPACES":
    case "TABLES":
    case "TYPES":
    case "FUNCTIONS":
    case "AGGREGATES":
    case "SCHEMA":
      cursor.take();
      return;
    case "FULL":
      cursor.take();
      cursor.expect("SCHEMA");
      return;
    case "KEYSPACE":
      parseKeyspace(cursor);
      return;
    case "ONLY":
      if (cursor.peek() !== "KEYSPACE") break;
      cursor.take();
      parseKeyspace(cursor);
      return;
    case "TABLE":
    case "INDEX":
      cursor.take();
      parseObjectName(cursor, "a name");
      return;
    case "MATERIALIZED":
      cursor.take();
      cursor.expect("VIEW");
      parseObjectName(cursor, "a view name");
      return;
    case "TYPE":
      if (!isBeforeName(cursor)) break;
      cursor.take();
      parseUserTypeName(cursor);
      return;
    case "FUNCTION":
    case "AGGREGATE":
      if (!isBeforeName(cursor)) break;
      cursor.take();
      parseFunctionName(cursor);
      return;
  }
  parseObjectName(cursor, "a name");
}

function parseKeyspace(cursor: Cursor): void {
  cursor.take();
  if (cursor.key !== "end" && cursor.key !== ";" && cursor.key !== "WITH") parseName(cursor, "a keyspace name");
}

/** The word may be what is described itself. */
function isBeforeName(cursor: Cursor): boolean {
  const next = cursor.peek();
  return next !== "." && next !== "end" && next !== ";" && next !== "WITH";
}
