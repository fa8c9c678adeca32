// Parses CREATE TYPE and ALTER TYPE. Grammar: Parser.g of Cassandra 5.0.
import type { AlterType, AlterTypeAction, CreateType, FieldNode } from "../ast/ddl.ts";
import type { Cursor } from "./cursor.ts";
import { parseRenames } from "./parse-alter-table.ts";
import { parseIfExistsOfAlter, parseIfNotExists, parseIfNotExistsOfAlter } from "./parse-guard.ts";
import { parseName, parseUserTypeName } from "./parse-name.ts";
import { parseTypeNode } from "./parse-type.ts";

/** "CREATE" "TYPE" ( "IF" "NOT" "EXISTS" )? name "(" field ( "," field? )* ")" */
export function parseCreateType(cursor: Cursor): CreateType {
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseUserTypeName(cursor);
  cursor.expect("(");
  const fields = [parseField(cursor)];
  while (cursor.eat(",")) {
    if (!cursor.at(",") && !cursor.at(")")) fields.push(parseField(cursor));
  }
  cursor.expect(")");
  return { kind: "create-type", ifNotExists, name, fields };
}

/** "ALTER" "TYPE" ( "IF" "EXISTS" )? name action */
export function parseAlterType(cursor: Cursor): AlterType {
  const ifExists = parseIfExistsOfAlter(cursor);
  const name = parseUserTypeName(cursor);
  return { kind: "alter-type", ifExists, name, action: parseAction(cursor) };
}

/** "ADD" ( "IF" "NOT" "EXISTS" )? field | "RENAME" ( "IF" "EXISTS" )? renames | "ALTER" fident "TYPE" type */
function parseAction(cursor: Cursor): AlterTypeAction {
  if (cursor.eat("ADD")) {
    const ifNotExists = parseIfNotExistsOfAlter(cursor);
    const { name, type } = parseField(cursor);
    return { kind: "add", ifNotExists, field: name, type };
  }
  if (cursor.eat("RENAME")) {
    const ifExists = parseIfExistsOfAlter(cursor);
    return { kind: "rename", ifExists, renames: parseRenames(cursor, "a field name") };
  }
  if (!cursor.at("ALTER") && cursor.is("DROP")) {
    cursor.fail(undefined, "a field stays in its type; to be without it, make another type and use that one");
  }
  cursor.expect("ALTER");
  const field = parseName(cursor, "a field name");
  cursor.expect("TYPE");
  return { kind: "alter-type", field, type: parseTypeNode(cursor) };
}

function parseField(cursor: Cursor): FieldNode {
  const name = parseName(cursor, "a field name");
  return { name, type: parseTypeNode(cursor) };
}
