// Parses the names of CQL: which words may stand bare differs from rule to rule. Grammar: Parser.g of Cassandra 5.0.
import type { Identifier, ObjectName } from "../ast/name.ts";
import type { Cursor } from "./cursor.ts";

/** The names that the server keeps from types of users, in lower case only (reservedTypeNames in Parser.g). */
const RESERVED_TYPE_NAMES: ReadonlySet<string> = new Set([
  "bitstring",
  "byte",
  "complex",
  "enum",
  "interval",
  "macaddr",
]);
const QUOTES_LENGTH = 2;

/** Whether the token in hand may be a name of a column, table or keyspace. */
export function atName(cursor: Cursor): boolean {
  const { use } = cursor;
  if (use !== undefined) return use !== "reserved";
  return cursor.key === "quoted-name" && cursor.end - cursor.start > QUOTES_LENGTH;
}

/** As `atName`, or the empty name `""`, which a column of an old table may have. */
export function atColumnName(cursor: Cursor): boolean {
  return atName(cursor) || cursor.key === "quoted-name";
}

/** Whether the token in hand may be the name of a function. */
export function atFunctionName(cursor: Cursor): boolean {
  if (cursor.use === "column") return cursor.key === "COUNT";
  return cursor.key === "TOKEN" || atName(cursor);
}

/** ident, fident, noncol_ident : bare | quoted | unreserved_keyword */
export function parseName(cursor: Cursor, what: string): Identifier {
  if (!atName(cursor)) failName(cursor, what);
  return takeName(cursor);
}

/** cident : ident | '""' */
export function parseColumnName(cursor: Cursor, what = "a column name"): Identifier {
  if (!atColumnName(cursor)) cursor.fail(what);
  return takeName(cursor);
}

/** non_type_ident : bare | quoted | basic_unreserved_keyword | "KEY" */
export function parseTypeName(cursor: Cursor): Identifier {
  const isName = atName(cursor) && cursor.use !== "type" && (cursor.use !== "column" || cursor.key === "KEY");
  if (!isName) failName(cursor, "a type name");
  if (cursor.use === "plain" && RESERVED_TYPE_NAMES.has(cursor.text)) {
    cursor.refuse(`\`${cursor.text}\` is reserved: no type of yours may have this name`, cursor);
  }
  return takeName(cursor);
}

/** columnFamilyName, indexName : ( ident "." )? ident */
export function parseObjectName(cursor: Cursor, what: string): ObjectName {
  const first = parseName(cursor, what);
  if (!cursor.is(".")) return unqualified(first);
  cursor.take();
  return qualified(first, parseName(cursor, what));
}

/** userTypeName : ( noncol_ident "." )? non_type_ident */
export function parseUserTypeName(cursor: Cursor): ObjectName {
  return parseQualified(cursor, parseTypeName);
}

/** functionName : ( ident "." )? allowedFunctionName */
export function parseFunctionName(cursor: Cursor): ObjectName {
  return parseQualified(cursor, parseBareFunctionName);
}

/** What stands alone may not be what stands before a dot. */
function parseQualified(cursor: Cursor, parseLast: (cursor: Cursor) => Identifier): ObjectName {
  if (!atName(cursor)) return unqualified(parseLast(cursor));
  if (cursor.peek() !== ".") return unqualified(parseLast(cursor));
  const keyspace = takeName(cursor);
  cursor.take();
  return qualified(keyspace, parseLast(cursor));
}

/**
 * allowedFunctionName : bare | quoted | basic_unreserved_keyword | native_type | "TOKEN" | "COUNT"
 * The server takes the letters of a keyword as they stand, so that `MAP` and `map` are two functions.
 */
export function parseBareFunctionName(cursor: Cursor): Identifier {
  if (!atFunctionName(cursor)) failName(cursor, "a function name");
  if (cursor.use !== "free") return takeName(cursor);
  const { start, end, text } = cursor;
  takeName(cursor);
  return { name: text, start, end };
}

function unqualified(name: Identifier): ObjectName {
  return { keyspace: undefined, name, start: name.start, end: name.end };
}

function qualified(keyspace: Identifier, name: Identifier): ObjectName {
  return { keyspace, name, start: keyspace.start, end: name.end };
}

function takeName(cursor: Cursor): Identifier {
  const { start, end } = cursor;
  if (cursor.isFreeSince40) cursor.useFeatureHere("words-free-since-4.0");
  const { name } = cursor;
  cursor.take();
  return { name, start, end };
}

function failName(cursor: Cursor, what: string): never {
  if (cursor.key === "?") cursor.refuse(`a bind marker cannot stand for ${what}`, cursor, "write the name itself");
  if (cursor.key === "quoted-name") cursor.refuse("a name in quotes needs a character at least", cursor);
  return cursor.fail(what);
}
