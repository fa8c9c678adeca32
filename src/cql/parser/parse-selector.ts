// Parses what a SELECT selects. Grammar: selectors in Parser.g of Cassandra 5.0.
import type { CallSelectable, ElementSelectable, Selectable, Selector } from "../ast/select.ts";
import type { Cursor, Key } from "./cursor.ts";
import { atFunctionName, atName, parseFunctionName, parseName } from "./parse-name.ts";
import { multiplicationAt, type Operator, parseOperations, type Rank } from "./parse-operations.ts";
import { parseScalar, parseTerm } from "./parse-term.ts";
import { parseNativeType, parseTypeNode } from "./parse-type.ts";

/** selectors : "*" | selector ( "," selector )* */
export function parseSelectors(cursor: Cursor): "*" | readonly Selector[] {
  if (cursor.eat("*")) return "*";
  const selectors: Selector[] = [];
  do selectors.push(parseSelector(cursor));
  while (cursor.eat(","));
  return selectors;
}

/** selector : unaliasedSelector ( "AS" noncol_ident )? */
function parseSelector(cursor: Cursor): Selector {
  const what = parseSelectable(cursor);
  const alias = cursor.eat("AS") ? parseName(cursor, "an alias name") : undefined;
  return { what, alias, start: what.start, end: cursor.lastEnd };
}

/** unaliasedSelector : selectionMultiplication ( ( "+" | "-" ) selectionMultiplication )* */
export function parseSelectable(cursor: Cursor): Selectable {
  cursor.enter();
  const selectable = parseOperations(cursor, ADDITION);
  cursor.leave();
  return selectable;
}

/** selectionMultiplication : selectionGroup ( ( "*" | "/" | "%" ) selectionGroup )* */
const MULTIPLICATION: Rank<Selectable> = { parseOperand: parseGroup, operatorAt: multiplicationAt, join };
const ADDITION: Rank<Selectable> = {
  parseOperand: (cursor) => parseOperations(cursor, MULTIPLICATION),
  operatorAt: ({ key }) => (key === "+" || key === "-" ? key : undefined),
  join,
};

function join(operator: Operator, left: Selectable, right: Selectable): Selectable {
  return { kind: "arithmetic", operator, left, right, start: left.start, end: right.end };
}

/** selectionGroup : selectionGroupWithoutField selectorModifier | "-" selectionGroup */
function parseGroup(cursor: Cursor): Selectable {
  if (cursor.key !== "-") return parseModifiers(cursor, parsePlain(cursor));
  const { start } = cursor;
  cursor.enter();
  cursor.useFeatureHere("arithmetic");
  cursor.take();
  const of = parseGroup(cursor);
  cursor.leave();
  return { kind: "negation", of, start, end: cursor.lastEnd };
}

/** selectorModifier : ( "." fident | "[" collectionSubSelection "]" )* */
function parseModifiers(cursor: Cursor, first: Selectable): Selectable {
  let of = first;
  let depth = 0;
  while (cursor.key === "." || cursor.key === "[") {
    cursor.enter();
    depth++;
    const { start } = of;
    if (cursor.eat(".")) {
      const field = parseName(cursor, "a field name");
      of = { kind: "field", of, field, start, end: field.end };
    } else {
      of = parseElement(cursor, of);
    }
  }
  for (; depth > 0; depth--) cursor.leave();
  return of;
}

/** collectionSubSelection : term ( ".." term? )? | ".." term */
function parseElement(cursor: Cursor, of: Selectable): ElementSelectable {
  const opening = cursor.start;
  cursor.expect("[");
  const from = cursor.at("..") ? undefined : parseTerm(cursor);
  const isRange = cursor.eat("..");
  const isOpen = isRange && from !== undefined && cursor.at("]");
  const to = isRange && !isOpen ? parseTerm(cursor) : undefined;
  cursor.expect("]");
  cursor.useFeature("select-element", opening);
  return { kind: "element", of, isRange, from, to, start: of.start, end: cursor.lastEnd };
}

/** selectionGroupWithoutField : sident | literal | function | type hint | tuple | list | map | set */
function parsePlain(cursor: Cursor): Selectable {
  const scalar = parseScalar(cursor);
  if (scalar !== undefined) return scalar;
  switch (cursor.key) {
    case "(":
      return parseHint(cursor) ?? parseTuple(cursor);
    case "[":
      return parseList(cursor);
    case "{":
      return parseBraces(cursor);
    default:
      return parseColumnOrCall(cursor);
  }
}

function parseColumnOrCall(cursor: Cursor): Selectable {
  const { key, start } = cursor;
  const next = cursor.peek();
  if (next === "(") {
    if (key === "CAST") return parseCast(cursor);
    if (key === "TTL" || key === "WRITETIME" || key === "MAXWRITETIME") return parseOfColumn(cursor, key);
    if (atFunctionName(cursor)) return parseCall(cursor);
  } else if (next === "." && isQualifiedCall(cursor)) {
    return parseCall(cursor);
  }
  const name = parseName(cursor, "a column name");
  if (cursor.isTrying && !FOLLOWS_COLUMN.has(cursor.key)) cursor.fail();
  return { kind: "column", name, start, end: name.end };
}

/** Tells the function `shop.f(…)` from the field `a.f`. */
function isQualifiedCall(cursor: Cursor): boolean {
  if (!atName(cursor)) return false;
  const { start } = cursor;
  cursor.take();
  cursor.take();
  const isCall = atFunctionName(cursor) && cursor.peek() === "(";
  cursor.rewind(start);
  return isCall;
}

/** functionName "(" ( unaliasedSelector ( "," unaliasedSelector )* )? ")" | "COUNT" "(" "*" ")" */
function parseCall(cursor: Cursor): CallSelectable {
  const { start } = cursor;
  const isCount = cursor.key === "COUNT";
  const name = parseFunctionName(cursor);
  cursor.expect("(");
  const args = parseArguments(cursor, isCount);
  cursor.expect(")");
  return { kind: "call", function: name, args, start, end: cursor.lastEnd };
}

function parseArguments(cursor: Cursor, isCount: boolean): "*" | readonly Selectable[] {
  if (isCount && cursor.eat("*")) return "*";
  return cursor.at(")") ? [] : parseSelectables(cursor);
}

/** ( "TTL" | "WRITETIME" | "MAXWRITETIME" ) "(" sident selectorModifier ")" */
function parseOfColumn(cursor: Cursor, key: "TTL" | "WRITETIME" | "MAXWRITETIME"): Selectable {
  const { start, end } = cursor;
  const name = { name: key.toLowerCase(), start, end };
  if (key === "MAXWRITETIME") cursor.useFeatureHere("maxwritetime");
  cursor.take();
  cursor.expect("(");
  const column = parseName(cursor, "a column name");
  const whole: Selectable = { kind: "column", name: column, start: column.start, end: column.end };
  const arg = parseModifiers(cursor, whole);
  if (arg !== whole) cursor.useFeature("writetime-of-element", column.start);
  cursor.expect(")");
  return { kind: "call", function: { keyspace: undefined, name, start, end }, args: [arg], start, end: cursor.lastEnd };
}

/** "CAST" "(" unaliasedSelector "AS" native_type ")" */
function parseCast(cursor: Cursor): Selectable {
  const { start } = cursor;
  cursor.take();
  cursor.expect("(");
  const of = parseSelectable(cursor);
  cursor.expect("AS");
  const type = parseNativeType(cursor);
  cursor.expect(")");
  return { kind: "cast", of, type, start, end: cursor.lastEnd };
}

/** selectionTypeHint : "(" type ")" selectionGroupWithoutField; undefined when it is a tuple. */
function parseHint(cursor: Cursor): Selectable | undefined {
  return cursor.attempt(() => {
    const { start } = cursor;
    cursor.enter();
    cursor.take();
    const type = parseTypeNode(cursor);
    cursor.expect(")");
    const of = parsePlain(cursor);
    cursor.leave();
    return { kind: "hint", type, of, start, end: cursor.lastEnd };
  });
}

/** selectionTupleOrNestedSelector : "(" unaliasedSelector ( "," unaliasedSelector )* ")" */
function parseTuple(cursor: Cursor): Selectable {
  const { start } = cursor;
  cursor.take();
  const items = parseSelectables(cursor);
  cursor.expect(")");
  noteColumns(cursor, items);
  return { kind: "tuple", items, start, end: cursor.lastEnd };
}

/** selectionList : "[" ( unaliasedSelector ( "," unaliasedSelector )* )? "]" */
function parseList(cursor: Cursor): Selectable {
  const { start } = cursor;
  cursor.take();
  const items = cursor.at("]") ? [] : parseSelectables(cursor);
  cursor.expect("]");
  noteColumns(cursor, items);
  return { kind: "list", items, start, end: cursor.lastEnd };
}

/** selectionMapOrSet : "{" "}" | "{" unaliasedSelector ( ":" … | ( "," unaliasedSelector )* ) "}" */
function parseBraces(cursor: Cursor): Selectable {
  const { start } = cursor;
  cursor.take();
  if (cursor.eat("}")) return { kind: "set", items: [], start, end: cursor.lastEnd };
  const first = parseSelectable(cursor);
  if (cursor.at(":")) return parseMap(cursor, start, first);
  const items = cursor.eat(",") ? [first, ...parseSelectables(cursor)] : [first];
  cursor.expect("}");
  noteColumns(cursor, items);
  return { kind: "set", items, start, end: cursor.lastEnd };
}

function parseMap(cursor: Cursor, start: number, firstKey: Selectable): Selectable {
  const entries: { readonly key: Selectable; readonly value: Selectable }[] = [];
  let key = firstKey;
  for (;;) {
    cursor.expect(":");
    entries.push({ key, value: parseSelectable(cursor) });
    if (!cursor.eat(",")) break;
    key = parseSelectable(cursor);
  }
  cursor.expect("}");
  noteColumns(
    cursor,
    entries.map(({ value }) => value),
  );
  return { kind: "map", entries, start, end: cursor.lastEnd };
}

/** Cassandra 3.11 takes values alone within brackets; `{a: 1}` is one, of a user's type. */
function noteColumns(cursor: Cursor, items: readonly Selectable[]): void {
  const column = items.find(({ kind }) => kind === "column");
  if (column !== undefined) cursor.useFeatureOf("select-expression", column);
}

function parseSelectables(cursor: Cursor): Selectable[] {
  const all: Selectable[] = [];
  do all.push(parseSelectable(cursor));
  while (cursor.eat(","));
  return all;
}

/** What may stand behind a column among selectors and in GROUP BY: `(a) AS x` is no hint, as `x` cannot follow `as`. */
const FOLLOWS_COLUMN: ReadonlySet<Key> = new Set([
  "ALLOW",
  "AS",
  "FROM",
  "LIMIT",
  "ORDER",
  "PER",
  "%",
  ")",
  "+",
  ",",
  "-",
  ".",
  "/",
  ":",
  ";",
  "[",
  "*",
  "]",
  "}",
  "end",
]);
