// Parses CREATE TABLE. Grammar: createTableStatement in Parser.g of Cassandra 5.0.
import type { ColumnNode, CreateTable, MaskNode, PrimaryKeyNode } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfNotExists } from "./parse-guard.ts";
import { parseFunctionName, parseName, parseObjectName } from "./parse-name.ts";
import { parseTableProperties } from "./parse-property.ts";
import { parseTerms } from "./parse-term.ts";
import { parseTypeNode } from "./parse-type.ts";

/** "CREATE" "TABLE" ( "IF" "NOT" "EXISTS" )? name "(" tableColumns ( "," tableColumns? )* ")" ( "WITH" … )? */
export function parseCreateTable(cursor: Cursor): CreateTable {
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseObjectName(cursor, "a table name");
  const columns: ColumnNode[] = [];
  const primaryKeys: PrimaryKeyNode[] = [];
  cursor.expect("(");
  parseColumnOrKey(cursor, columns, primaryKeys);
  while (cursor.eat(",")) {
    if (!cursor.at(",") && !cursor.at(")")) parseColumnOrKey(cursor, columns, primaryKeys);
  }
  cursor.expect(")");
  const { clusteringOrder, compactStorage, options } = parseTableProperties(cursor);
  return { kind: "create-table", ifNotExists, name, columns, primaryKeys, clusteringOrder, compactStorage, options };
}

function parseColumnOrKey(cursor: Cursor, columns: ColumnNode[], primaryKeys: PrimaryKeyNode[]): void {
  if (cursor.at("PRIMARY")) primaryKeys.push(parsePrimaryKey(cursor));
  else columns.push(parseColumn(cursor, "create"));
}

/** tableColumns : ident type "STATIC"? columnMask? ( "PRIMARY" "KEY" )? — the last not in ALTER TABLE */
export function parseColumn(cursor: Cursor, where: "create" | "alter"): ColumnNode {
  const name = parseName(cursor, "a column name");
  const type = parseTypeNode(cursor);
  const isStatic = cursor.eat("STATIC");
  const mask = cursor.at("MASKED") ? parseMask(cursor) : undefined;
  const isPrimaryKey = where === "create" && cursor.eat("PRIMARY");
  if (isPrimaryKey) cursor.expect("KEY");
  return { name, type, isStatic, mask, isPrimaryKey, start: name.start, end: cursor.lastEnd };
}

/** "PRIMARY" "KEY" "(" ( ident | "(" ident ( "," ident )* ")" ) ( "," ident )* ")" */
export function parsePrimaryKey(cursor: Cursor): PrimaryKeyNode {
  const { start } = cursor;
  cursor.expect("PRIMARY");
  cursor.expect("KEY");
  cursor.expect("(");
  const isComposite = cursor.eat("(");
  const partition = [parseName(cursor, "a column name")];
  while (isComposite && cursor.eat(",")) partition.push(parseName(cursor, "a column name"));
  if (isComposite) cursor.expect(")");
  const clustering: Identifier[] = [];
  while (cursor.eat(",")) clustering.push(parseName(cursor, "a column name"));
  cursor.expect(")");
  return { partition, clustering, start, end: cursor.lastEnd };
}

/** columnMask : "MASKED" "WITH" ( "DEFAULT" | functionName "(" ( term ( "," term )* )? ")" ) */
export function parseMask(cursor: Cursor): MaskNode {
  const { start } = cursor;
  cursor.expect("MASKED");
  cursor.expect("WITH");
  const mask = parseMaskFunction(cursor);
  cursor.useFeature("masking", start);
  return { function: mask.function, args: mask.args, start, end: cursor.lastEnd };
}

function parseMaskFunction(cursor: Cursor): Pick<MaskNode, "function" | "args"> {
  const next = cursor.key === "DEFAULT" ? cursor.peek() : undefined;
  if (next !== undefined && next !== "(" && next !== ".") {
    cursor.take();
    return { function: undefined, args: [] };
  }
  const name = parseFunctionName(cursor);
  cursor.expect("(");
  const args = cursor.at(")") ? [] : parseTerms(cursor);
  cursor.expect(")");
  return { function: name, args };
}
