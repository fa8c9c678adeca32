// Parses ALTER TABLE. Grammar: alterTableStatement in Parser.g of Cassandra 5.0; the TTL column is ScyllaDB's.
import type { AlterTable, AlterTableAction, ColumnNode, RenameNode } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfExistsOfAlter, parseIfNotExistsOfAlter } from "./parse-guard.ts";
import { parseColumnName, parseName, parseObjectName } from "./parse-name.ts";
import { parseProperties } from "./parse-property.ts";
import { parseColumn, parseMask } from "./parse-table.ts";
import { parseTypeNode } from "./parse-type.ts";

const LONG_MAX = 2n ** 63n;

/** "ALTER" "TABLE" ( "IF" "EXISTS" )? name action */
export function parseAlterTable(cursor: Cursor): AlterTable {
  const ifExists = parseIfExistsOfAlter(cursor);
  const name = parseObjectName(cursor, "a table name");
  return { kind: "alter-table", ifExists, name, action: parseAction(cursor) };
}

function parseAction(cursor: Cursor): AlterTableAction {
  if (cursor.eat("ADD")) return parseAdd(cursor);
  if (cursor.eat("DROP")) return parseDrop(cursor);
  if (cursor.eat("ALTER")) return parseAlter(cursor);
  if (cursor.eat("RENAME")) {
    const ifExists = parseIfExistsOfAlter(cursor);
    return { kind: "rename", ifExists, renames: parseRenames(cursor, "a column name") };
  }
  if (cursor.eat("WITH")) return { kind: "options", options: parseProperties(cursor) };
  if (cursor.key === "TTL") return parseTtlColumn(cursor);
  return cursor.fail();
}

/** "ADD" ( "IF" "NOT" "EXISTS" )? ( column | "(" column ( "," column )* ")" ) */
function parseAdd(cursor: Cursor): AlterTableAction {
  const ifNotExists = parseIfNotExistsOfAlter(cursor);
  const columns = parseOneOrMore(cursor, () => parseColumn(cursor, "alter"), "ADD (a int, b int)");
  return { kind: "add", ifNotExists, columns };
}

/** "DROP" ( "COMPACT" "STORAGE" | ( "IF" "EXISTS" )? ( ident | "(" ident ( "," ident )* ")" ) ( "USING" "TIMESTAMP" integer )? ) */
function parseDrop(cursor: Cursor): AlterTableAction {
  if (cursor.key === "COMPACT" && cursor.peek() === "STORAGE") {
    cursor.take();
    cursor.take();
    return { kind: "drop-compact-storage" };
  }
  const ifExists = parseIfExistsOfAlter(cursor);
  const columns = parseOneOrMore(cursor, () => parseName(cursor, "a column name"), "DROP (a, b)");
  return { kind: "drop", ifExists, columns, timestamp: parseTimestamp(cursor) };
}

function parseTimestamp(cursor: Cursor): string | undefined {
  if (!cursor.eat("USING")) return undefined;
  cursor.expect("TIMESTAMP");
  if (!cursor.at("integer")) cursor.fail();
  const { text } = cursor;
  const value = BigInt(text);
  if (value >= LONG_MAX || value < -LONG_MAX) {
    cursor.refuse(`\`${text}\` is too large for a timestamp`, cursor, "write microseconds since 1970");
  }
  cursor.take();
  return text;
}

/** "ALTER" ( cident "TYPE" type | ( "IF" "EXISTS" )? cident ( columnMask | "DROP" "MASKED" ) ) */
function parseAlter(cursor: Cursor): AlterTableAction {
  const ifExists = parseIfExistsOfAlter(cursor);
  const column = parseColumnName(cursor);
  if (!ifExists && cursor.eat("TYPE")) return { kind: "alter-type", column, type: parseTypeNode(cursor) };
  const { start } = cursor;
  if (cursor.eat("DROP")) {
    cursor.expect("MASKED");
    cursor.useFeature("masking", start);
    return { kind: "drop-mask", ifExists, column };
  }
  return { kind: "mask", ifExists, column, mask: parseMask(cursor) };
}

/** "TTL" ( ident | "NULL" ) */
function parseTtlColumn(cursor: Cursor): AlterTableAction {
  const { start } = cursor;
  cursor.take();
  const column = cursor.eat("NULL") ? undefined : parseName(cursor, "a column name");
  cursor.useFeature("ttl-column", start);
  return { kind: "ttl-column", column };
}

/** name "TO" name ( "AND" name "TO" name )* */
export function parseRenames(cursor: Cursor, what: string): readonly RenameNode[] {
  const renames: RenameNode[] = [];
  do {
    const from = parseName(cursor, what);
    cursor.expect("TO");
    renames.push({ from, to: parseName(cursor, what) });
  } while (cursor.eat("AND"));
  return renames;
}

/** @param example how several are written */
function parseOneOrMore<T extends ColumnNode | Identifier>(
  cursor: Cursor,
  parseOne: () => T,
  example: string,
): readonly T[] {
  if (!cursor.eat("(")) {
    const one = parseOne();
    if (cursor.is(",") || cursor.is("AND")) cursor.fail(";", `several columns stand in parentheses: \`${example}\``);
    return [one];
  }
  const all: T[] = [];
  do all.push(parseOne());
  while (cursor.eat(","));
  cursor.expect(")");
  return all;
}
