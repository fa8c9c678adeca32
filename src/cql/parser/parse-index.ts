// Parses CREATE INDEX. Grammar: createIndexStatement in Parser.g of Cassandra 5.0; local indexes are ScyllaDB's.
import type { CreateIndex, IndexTargetNode } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import { parseCqlString } from "../identifiers.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfNotExists } from "./parse-guard.ts";
import { parseColumnName, parseName, parseObjectName } from "./parse-name.ts";
import { parseProperties } from "./parse-property.ts";

/** "CREATE" "CUSTOM"? "INDEX" ( "IF" "NOT" "EXISTS" )? name? "ON" table "(" targets? ")" ( "USING" string )? ( "WITH" … )? */
export function parseCreateIndex(cursor: Cursor, options: { readonly isCustom: boolean }): CreateIndex {
  const ifNotExists = parseIfNotExists(cursor);
  const name = cursor.at("ON") ? undefined : parseName(cursor, "an index name");
  cursor.expect("ON");
  const table = parseObjectName(cursor, "a table name");
  cursor.expect("(");
  const targets = cursor.at(")") ? [] : parseTargets(cursor);
  cursor.expect(")");
  const using = cursor.eat("USING") ? parseString(cursor, "the name of a class in quotes") : undefined;
  const properties = cursor.eat("WITH") ? parseProperties(cursor) : [];
  return {
    kind: "create-index",
    isCustom: options.isCustom,
    ifNotExists,
    name,
    table,
    targets,
    using,
    options: properties,
  };
}

/** Takes a string. */
export function parseString(cursor: Cursor, what: string): string {
  if (cursor.key !== "string") cursor.fail(what);
  const { text } = cursor;
  cursor.take();
  return parseCqlString(text);
}

function parseTargets(cursor: Cursor): readonly IndexTargetNode[] {
  const targets: IndexTargetNode[] = [];
  do targets.push(parseTarget(cursor));
  while (cursor.eat(","));
  return targets;
}

/** indexIdent : cident | ( "VALUES" | "KEYS" | "ENTRIES" | "FULL" ) "(" cident ")" */
function parseTarget(cursor: Cursor): IndexTargetNode {
  const { key } = cursor;
  switch (key) {
    case "ENTRIES":
      return parseTargetOf(cursor, "entries");
    case "FULL":
      return parseTargetOf(cursor, "full");
    case "VALUES":
    case "KEYS":
      if (cursor.peek() === "(") return parseTargetOf(cursor, key === "KEYS" ? "keys" : "values");
      break;
    case "(":
      return parseLocalTarget(cursor);
  }
  return { kind: "simple", column: parseColumnName(cursor) };
}

function parseTargetOf(cursor: Cursor, kind: "values" | "keys" | "entries" | "full"): IndexTargetNode {
  cursor.take();
  cursor.expect("(");
  const column = parseColumnName(cursor);
  cursor.expect(")");
  return { kind, column };
}

/** "(" cident ( "," cident )* ")" */
function parseLocalTarget(cursor: Cursor): IndexTargetNode {
  const { start } = cursor;
  const columns: Identifier[] = [];
  cursor.take();
  do columns.push(parseColumnName(cursor));
  while (cursor.eat(","));
  cursor.expect(")");
  cursor.useFeature("local-index", start);
  return { kind: "partition-key", columns };
}
