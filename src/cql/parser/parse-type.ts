// Parses data types. Grammar: comparatorType in Parser.g of Cassandra 5.0.
import type { TypeNode } from "../ast/type-node.ts";
import { parseCqlString } from "../identifiers.ts";
import type { NativeTypeName } from "../schema/cql-type.ts";
import type { Cursor } from "./cursor.ts";
import { checkCustomType } from "./custom-type.ts";
import { parseUserTypeName } from "./parse-name.ts";

const DIMENSION_MAX = 2_147_483_647;

/** comparatorType : native_type | collection_type | tuple_type | vector_type | userTypeName | "FROZEN" "<" type ">" | string */
export function parseTypeNode(cursor: Cursor): TypeNode {
  cursor.enter();
  const type = parseOneType(cursor);
  cursor.leave();
  return type;
}

/** native_type, which is all that CAST takes. */
export function parseNativeType(cursor: Cursor): TypeNode {
  if (cursor.use !== "type") cursor.fail("a type such as `int`");
  const { start, end } = cursor;
  const name = nativeTypeName(cursor.name);
  cursor.take();
  return { kind: "native", name, start, end };
}

function parseOneType(cursor: Cursor): TypeNode {
  const { key, start } = cursor;
  if (cursor.use === "type") {
    const type = parseNativeType(cursor);
    if (!cursor.is(".")) return type;
    // The word is the name of a keyspace.
    cursor.rewind(start);
  }
  switch (key) {
    case "string":
      return parseCustomType(cursor);
    case "SET":
      return parseCollection(cursor, "set");
    case "LIST":
    case "MAP":
    case "TUPLE":
    case "FROZEN":
    case "VECTOR":
      // Each of these words is a name, too: without `<` it is a type of the user's.
      if (cursor.peek() === "<") return parseTypeWithArguments(cursor, key);
      break;
  }
  if (cursor.use === undefined && key !== "quoted-name") cursor.fail("a type");
  const { keyspace, name, end } = parseUserTypeName(cursor);
  return { kind: "user", keyspace, name, start, end };
}

function parseTypeWithArguments(cursor: Cursor, key: "LIST" | "MAP" | "TUPLE" | "FROZEN" | "VECTOR"): TypeNode {
  switch (key) {
    case "LIST":
      return parseCollection(cursor, "list");
    case "MAP":
      return parseMapType(cursor);
    case "TUPLE":
      return parseTupleType(cursor);
    case "FROZEN":
      return parseFrozenType(cursor);
    case "VECTOR":
      return parseVectorType(cursor);
  }
}

/** collection_type : ( "LIST" | "SET" ) "<" type ">" */
function parseCollection(cursor: Cursor, kind: "list" | "set"): TypeNode {
  const { start } = cursor;
  cursor.take();
  cursor.expect("<");
  const element = parseTypeNode(cursor);
  cursor.expect(">");
  return { kind, element, start, end: cursor.lastEnd };
}

/** collection_type : "MAP" "<" type "," type ">" */
function parseMapType(cursor: Cursor): TypeNode {
  const { start } = cursor;
  cursor.take();
  cursor.expect("<");
  const key = parseTypeNode(cursor);
  cursor.expect(",");
  const value = parseTypeNode(cursor);
  cursor.expect(">");
  return { kind: "map", key, value, start, end: cursor.lastEnd };
}

/** tuple_type : "TUPLE" "<" type ( "," type )* ">" */
function parseTupleType(cursor: Cursor): TypeNode {
  const { start } = cursor;
  cursor.take();
  cursor.expect("<");
  const elements: TypeNode[] = [];
  do elements.push(parseTypeNode(cursor));
  while (cursor.eat(","));
  cursor.expect(">");
  return { kind: "tuple", elements, start, end: cursor.lastEnd };
}

/** "FROZEN" "<" type ">", where the server refuses what cannot be frozen while it parses. */
function parseFrozenType(cursor: Cursor): TypeNode {
  const { start } = cursor;
  cursor.take();
  cursor.expect("<");
  const inner = parseTypeNode(cursor);
  cursor.expect(">");
  if (inner.kind === "native" || inner.kind === "custom") {
    const written = cursor.source.text.slice(inner.start, inner.end);
    const hint = "write the type without `frozen<…>`";
    cursor.refuse(`\`${written}\` cannot be frozen: only collections, tuples and types of users can`, inner, hint);
  }
  return { kind: "frozen", inner, start, end: cursor.lastEnd };
}

/** vector_type : "VECTOR" "<" type "," integer ">" */
function parseVectorType(cursor: Cursor): TypeNode {
  const { start } = cursor;
  cursor.take();
  cursor.expect("<");
  const element = parseTypeNode(cursor);
  cursor.expect(",");
  if (!cursor.at("integer")) cursor.fail();
  const dimension = cursor.text;
  if (Math.abs(Number(dimension)) > DIMENSION_MAX) {
    cursor.refuse(`\`${dimension}\` is too large for a dimension`, cursor, `the largest is ${DIMENSION_MAX}`);
  }
  cursor.take();
  cursor.expect(">");
  cursor.useFeature("vector-type", start);
  return { kind: "vector", element, dimension, start, end: cursor.lastEnd };
}

function parseCustomType(cursor: Cursor): TypeNode {
  const { start, end } = cursor;
  const className = parseCqlString(cursor.text);
  const mistake = checkCustomType(className);
  if (mistake !== undefined) cursor.refuse(mistake, cursor, "write the class with its package, or a type of CQL");
  cursor.take();
  return { kind: "custom", className, start, end };
}

function nativeTypeName(name: string): NativeTypeName {
  return name === "varchar" ? "text" : (name as NativeTypeName);
}
