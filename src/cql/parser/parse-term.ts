// Parses values and expressions. Grammar: term in Parser.g of Cassandra 5.0.
import type {
  CallTerm,
  LiteralTerm,
  MapEntry,
  MarkerTerm,
  NullTerm,
  SequenceTerm,
  Term,
  UserValueField,
} from "../ast/term.ts";
import { parseCqlString } from "../identifiers.ts";
import { isBeyondDouble } from "./beyond-double.ts";
import type { Cursor, Key } from "./cursor.ts";
import { atFunctionName, atName, parseFunctionName, parseName } from "./parse-name.ts";
import { multiplicationAt, type Operator, parseOperations, type Rank } from "./parse-operations.ts";
import { parseNativeType, parseTypeNode } from "./parse-type.ts";

/** term : termMultiplication ( ( "+" | "-" ) termMultiplication )* */
export function parseTerm(cursor: Cursor): Term {
  cursor.enter();
  const term = parseOperations(cursor, ADDITION);
  cursor.leave();
  return term;
}

/** termMultiplication : termGroup ( ( "*" | "/" | "%" ) termGroup )* */
const MULTIPLICATION: Rank<Term> = { parseOperand: parseGroup, operatorAt: multiplicationAt, join };
const ADDITION: Rank<Term> = {
  parseOperand: (cursor) => parseOperations(cursor, MULTIPLICATION),
  operatorAt(cursor) {
    if (cursor.key === "-") return "-";
    return cursor.key === "+" && !isColumnAhead(cursor) ? "+" : undefined;
  },
  join,
};

function join(operator: Operator, left: Term, right: Term): Term {
  return { kind: "arithmetic", operator, left, right, start: left.start, end: right.end };
}

/** termGroup : simpleTerm | "-" simpleTerm */
function parseGroup(cursor: Cursor): Term {
  if (cursor.key !== "-") return parseSimpleTerm(cursor);
  const { start } = cursor;
  cursor.useFeatureHere("arithmetic");
  cursor.take();
  const term = parseSimpleTerm(cursor);
  return { kind: "negation", term, start, end: cursor.lastEnd };
}

/** simpleTerm : value | function | "(" type ")" simpleTerm | "CAST" "(" simpleTerm "AS" native_type ")" */
export function parseSimpleTerm(cursor: Cursor): Term {
  const scalar = parseScalar(cursor);
  if (scalar !== undefined) return scalar;
  switch (cursor.key) {
    case "(":
      return isTypeInParentheses(cursor) ? parseHint(cursor) : parseTuple(cursor);
    case "[":
      return parseList(cursor);
    case "{":
      return parseBraces(cursor);
    case "CAST":
      // A keyspace may have this name: `cast.f()`.
      return cursor.peek() === "." ? parseCall(cursor) : parseCast(cursor);
    default:
      return parseCall(cursor);
  }
}

/** What is one token, or a marker: constant | "NULL" | ":" noncol_ident | "?" */
export function parseScalar(cursor: Cursor): LiteralTerm | NullTerm | MarkerTerm | undefined {
  const { key, start, end } = cursor;
  if (key === "?" || key === ":") return parseMarker(cursor);
  if (key === "NULL") {
    cursor.take();
    return { kind: "null", start, end };
  }
  return parseLiteral(cursor);
}

export function parseLiteral(cursor: Cursor): LiteralTerm | undefined {
  const type = literalType(cursor.key);
  if (type === undefined) return undefined;
  const { start, end, text } = cursor;
  if (type === "float" && isBeyondDouble(text)) cursor.useFeatureHere("float-beyond-double");
  cursor.take();
  return { kind: "literal", type, value: type === "string" ? parseCqlString(text) : text, start, end };
}

/** "?" | ":" noncol_ident */
export function parseMarker(cursor: Cursor): MarkerTerm {
  const { start } = cursor;
  if (cursor.eat("?")) return { kind: "marker", name: undefined, start, end: cursor.lastEnd };
  cursor.expect(":");
  const name = parseName(cursor, "the name of a bind marker");
  return { kind: "marker", name, start, end: name.end };
}

/** intValue : integer | ":" noncol_ident | "?" */
export function parseIntegerValue(cursor: Cursor): Term {
  if (cursor.at("integer")) {
    const { start, end, text } = cursor;
    cursor.take();
    return { kind: "literal", type: "integer", value: text, start, end };
  }
  if (cursor.key !== "?" && cursor.key !== ":") cursor.fail();
  return parseMarker(cursor);
}

/** tupleLiteral : "(" term ( "," term )* ")" */
export function parseTuple(cursor: Cursor): SequenceTerm {
  const { start } = cursor;
  cursor.expect("(");
  const items = parseTerms(cursor);
  cursor.expect(")");
  return { kind: "tuple", items, start, end: cursor.lastEnd };
}

/** term ( "," term )* */
export function parseTerms(cursor: Cursor): Term[] {
  const terms = [parseTerm(cursor)];
  while (cursor.eat(",")) terms.push(parseTerm(cursor));
  return terms;
}

/** fullMapLiteral : "{" ( term ":" term ( "," term ":" term )* )? "}" */
export function parseMapEntries(cursor: Cursor): readonly MapEntry[] {
  cursor.expect("{");
  if (cursor.eat("}")) return [];
  const entries = parseEntries(cursor, parseTerm(cursor));
  cursor.expect("}");
  return entries;
}

/** listLiteral : "[" ( term ( "," term )* )? "]" */
function parseList(cursor: Cursor): Term {
  const { start } = cursor;
  cursor.take();
  const items = cursor.at("]") ? [] : parseTerms(cursor);
  cursor.expect("]");
  return { kind: "list", items, start, end: cursor.lastEnd };
}

/** collectionLiteral, usertypeLiteral : "{" "}" | "{" fident ":" … | "{" term ":" … | "{" term ( "," term )* "}" */
function parseBraces(cursor: Cursor): Term {
  const { start } = cursor;
  cursor.take();
  if (cursor.eat("}")) return { kind: "set", items: [], start, end: cursor.lastEnd };
  if (atName(cursor) && cursor.peek() === ":") {
    const fields = parseFields(cursor);
    cursor.expect("}");
    return { kind: "user-value", fields, start, end: cursor.lastEnd };
  }
  const first = parseTerm(cursor);
  if (cursor.at(":")) {
    const entries = parseEntries(cursor, first);
    cursor.expect("}");
    return { kind: "map", entries, start, end: cursor.lastEnd };
  }
  const items = [first];
  while (cursor.eat(",")) items.push(parseTerm(cursor));
  cursor.expect("}");
  return { kind: "set", items, start, end: cursor.lastEnd };
}

function parseEntries(cursor: Cursor, firstKey: Term): MapEntry[] {
  const entries = [parseEntry(cursor, firstKey)];
  while (cursor.eat(",")) entries.push(parseEntry(cursor, parseTerm(cursor)));
  return entries;
}

function parseEntry(cursor: Cursor, key: Term): MapEntry {
  cursor.expect(":");
  return { key, value: parseTerm(cursor) };
}

function parseFields(cursor: Cursor): UserValueField[] {
  const fields: UserValueField[] = [];
  do {
    const name = parseName(cursor, "a field name");
    cursor.expect(":");
    fields.push({ name, value: parseTerm(cursor) });
  } while (cursor.eat(","));
  return fields;
}

/** "(" type ")" simpleTerm */
function parseHint(cursor: Cursor): Term {
  const { start } = cursor;
  cursor.enter();
  cursor.take();
  const type = parseTypeNode(cursor);
  cursor.expect(")");
  const term = parseSimpleTerm(cursor);
  cursor.leave();
  return { kind: "hint", type, term, start, end: cursor.lastEnd };
}

/** "CAST" "(" simpleTerm "AS" native_type ")" */
function parseCast(cursor: Cursor): Term {
  const { start } = cursor;
  cursor.enter();
  cursor.take();
  cursor.expect("(");
  const term = parseSimpleTerm(cursor);
  cursor.expect("AS");
  const type = parseNativeType(cursor);
  cursor.expect(")");
  cursor.leave();
  cursor.useFeature("cast-of-value", start);
  return { kind: "cast", term, type, start, end: cursor.lastEnd };
}

/** function : functionName "(" ( term ( "," term )* )? ")" */
function parseCall(cursor: Cursor): CallTerm {
  if (!startsTerm(cursor)) cursor.fail("a value", atName(cursor) ? "text stands in single quotes" : undefined);
  const { start } = cursor;
  const name = parseFunctionName(cursor);
  cursor.expect("(");
  const args = cursor.at(")") ? [] : parseTerms(cursor);
  cursor.expect(")");
  return { kind: "call", function: name, args, start, end: cursor.lastEnd };
}

function literalType(key: Key): LiteralTerm["type"] | undefined {
  switch (key) {
    case "string":
    case "integer":
    case "float":
    case "blob":
    case "duration":
    case "uuid":
      return key;
    case "TRUE":
    case "FALSE":
      return "boolean";
    default:
      return undefined;
  }
}

/** Whether `+` is followed by a column rather than a value, as in `SET a = [1] + a`: then it is not of the term. */
function isColumnAhead(cursor: Cursor): boolean {
  const { start } = cursor;
  cursor.take();
  const isName = atName(cursor) || cursor.key === "quoted-name";
  const behind = isName ? cursor.peek() : undefined;
  cursor.rewind(start);
  return isName && behind !== "(" && behind !== ".";
}

/** Tells `(int) 1` from `(f(1), 2)`: behind the name of a function stands `(`. */
function isTypeInParentheses(cursor: Cursor): boolean {
  const { start } = cursor;
  cursor.take();
  const isType = isTypeHere(cursor);
  cursor.rewind(start);
  return isType;
}

function isTypeHere(cursor: Cursor): boolean {
  if (cursor.key === "SET") return true;
  if (cursor.key === "string") {
    // The class of a type, when a value follows it.
    cursor.take();
    return cursor.eat(")") && startsTerm(cursor);
  }
  if (!atName(cursor)) return false;
  cursor.take();
  if (cursor.eat(".")) cursor.take();
  return cursor.key !== "(";
}

function startsTerm(cursor: Cursor): boolean {
  const { key } = cursor;
  if (literalType(key) !== undefined || key === "NULL" || key === "?") return true;
  if (key === "(" || key === "[" || key === "{") return true;
  // In braces a map's value may follow the colon: `{('a') : f(1)}`. A marker has a name alone.
  const isMarker = key === ":";
  if (isMarker) cursor.take();
  if (!atName(cursor) && (isMarker || !atFunctionName(cursor))) return false;
  const next = cursor.peek();
  return (next === "(" || next === ".") !== isMarker;
}
