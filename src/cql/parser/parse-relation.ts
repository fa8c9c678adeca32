// Parses the conditions of WHERE and IF. Grammar: whereClause and columnCondition in Parser.g of Cassandra 5.0.
import type { Condition } from "../ast/dml.ts";
import type { ColumnPath, Comparison, MarkerIn, Relation, TupleRelation } from "../ast/relation.ts";
import type { Term } from "../ast/term.ts";
import type { Cursor, Key } from "./cursor.ts";
import { atColumnName, parseColumnName, parseName } from "./parse-name.ts";
import { parseMarker, parseTerm, parseTerms, parseTuple } from "./parse-term.ts";

/** whereClause : relationOrExpression ( "AND" relationOrExpression )* */
export function parseWhere(cursor: Cursor): readonly Relation[] {
  const relations: Relation[] = [];
  do relations.push(parseRelationOrExpression(cursor));
  while (cursor.eat("AND"));
  return relations;
}

/** ( "IF" ( "EXISTS" | columnCondition ( "AND" columnCondition )* ) )? */
export function parseCondition(cursor: Cursor): Condition {
  if (!cursor.eat("IF")) return undefined;
  // `exists` may be a column: then it is compared.
  if (cursor.at("EXISTS") && !FOLLOWS_COLUMN.has(cursor.peek())) {
    cursor.take();
    return "exists";
  }
  const conditions: Relation[] = [];
  do conditions.push(parseColumnCondition(cursor));
  while (cursor.eat("AND"));
  return conditions;
}

/** customIndexExpression : "expr(" idxName "," term ")" — one token up to the parenthesis, and in small letters only. */
function parseRelationOrExpression(cursor: Cursor): Relation {
  if (cursor.key !== "expr(") return parseRelation(cursor);
  const { start } = cursor;
  cursor.take();
  const index = parseName(cursor, "an index name");
  cursor.expect(",");
  const right = parseTerm(cursor);
  cursor.expect(")");
  return { kind: "index-expression", index, right, start, end: cursor.lastEnd };
}

function parseRelation(cursor: Cursor): Relation {
  if (cursor.key === "TOKEN") return parseTokenRelation(cursor);
  if (cursor.key !== "(") return parseColumnRelation(cursor);
  if (isTupleOfColumns(cursor)) return parseTupleRelation(cursor);
  cursor.enter();
  cursor.take();
  const relation = parseRelation(cursor);
  cursor.expect(")");
  cursor.leave();
  return relation;
}

/** "TOKEN" "(" cident ( "," cident )* ")" relationType term */
function parseTokenRelation(cursor: Cursor): Relation {
  const { start } = cursor;
  cursor.take();
  const columns = parseColumnTuple(cursor);
  const operator = parseComparison(cursor);
  const right = parseTerm(cursor);
  return { kind: "token", columns, operator, right, start, end: cursor.lastEnd };
}

/** cident ( relationType | "LIKE" | "IS" "NOT" "NULL" | "IN" | "CONTAINS" "KEY"? | "[" term "]" relationType ) … */
function parseColumnRelation(cursor: Cursor): Relation {
  const column = parseColumnName(cursor);
  const { start } = column;
  if (cursor.eat("IS")) {
    cursor.expect("NOT");
    cursor.expect("NULL");
    return { kind: "is-not-null", column, start, end: cursor.lastEnd };
  }
  if (cursor.at("[")) {
    const left = parseElement(cursor, column);
    return parseCompared(cursor, left);
  }
  const left: ColumnPath = { column, element: undefined, field: undefined, start, end: column.end };
  if (cursor.eat("IN")) return parseIn(cursor, left);
  if (cursor.eat("LIKE")) {
    const right = parseTerm(cursor);
    return { kind: "comparison", left, operator: "like", right, start, end: cursor.lastEnd };
  }
  return parseContains(cursor, left) ?? parseCompared(cursor, left);
}

/** columnCondition : cident ( "[" term "]" | "." fident )? ( relationType term | "IN" … ) | cident "CONTAINS" "KEY"? term */
function parseColumnCondition(cursor: Cursor): Relation {
  const column = parseColumnName(cursor);
  const left = parsePathOf(cursor, column);
  if (cursor.eat("IN")) return parseIn(cursor, left);
  const isWhole = left.element === undefined && left.field === undefined;
  const contains = isWhole ? parseContains(cursor, left) : undefined;
  if (contains === undefined) return parseCompared(cursor, left);
  cursor.useFeature("contains-in-condition", left.start);
  return contains;
}

/** ( "[" term "]" | "." fident )? behind the name of a column */
export function parsePathOf(cursor: Cursor, column: ColumnPath["column"]): ColumnPath {
  const { start } = column;
  if (cursor.at("[")) return parseElement(cursor, column);
  const field = cursor.eat(".") ? parseName(cursor, "a field name") : undefined;
  return { column, element: undefined, field, start, end: cursor.lastEnd };
}

function parseElement(cursor: Cursor, column: ColumnPath["column"]): ColumnPath {
  cursor.expect("[");
  const element = parseTerm(cursor);
  cursor.expect("]");
  return { column, element, field: undefined, start: column.start, end: cursor.lastEnd };
}

function parseCompared(cursor: Cursor, left: ColumnPath): Relation {
  const operator = parseComparison(cursor);
  const right = parseTerm(cursor);
  return { kind: "comparison", left, operator, right, start: left.start, end: cursor.lastEnd };
}

function parseContains(cursor: Cursor, left: ColumnPath): Relation | undefined {
  if (!cursor.eat("CONTAINS")) return undefined;
  const operator = cursor.eat("KEY") ? "contains-key" : "contains";
  const right = parseTerm(cursor);
  return { kind: "comparison", left, operator, right, start: left.start, end: cursor.lastEnd };
}

/** "IN" ( "?" | ":" noncol_ident | "(" ( term ( "," term )* )? ")" ) */
function parseIn(cursor: Cursor, left: ColumnPath): Relation {
  const { start } = left;
  const marker = parseMarkerIn(cursor);
  if (marker !== undefined) return { kind: "in", left, values: marker, start, end: cursor.lastEnd };
  cursor.expect("(");
  const values = cursor.at(")") ? [] : parseTerms(cursor);
  cursor.expect(")");
  return { kind: "in", left, values, start, end: cursor.lastEnd };
}

/** tupleOfIdentifiers ( "IN" ( "(" ")" | marker | "(" tuple, … ")" | "(" marker, … ")" ) | relationType ( tuple | marker ) ) */
function parseTupleRelation(cursor: Cursor): Relation {
  const { start } = cursor;
  const columns = parseColumnTuple(cursor);
  const isIn = cursor.eat("IN");
  const operator = isIn ? "in" : parseComparison(cursor);
  const values = isIn ? parseTupleIn(cursor) : [parseTupleOrMarker(cursor)];
  return { kind: "tuple", columns, operator, values, start, end: cursor.lastEnd };
}

function parseTupleIn(cursor: Cursor): TupleRelation["values"] {
  const marker = parseMarkerIn(cursor);
  if (marker !== undefined) return marker;
  cursor.expect("(");
  if (cursor.eat(")")) return [];
  const isOfTuples = cursor.key === "(";
  const values: Term[] = [];
  do {
    if (isOfTuples !== (cursor.key === "(")) cursor.fail(isOfTuples ? "a tuple" : "a bind marker");
    values.push(parseTupleOrMarker(cursor));
  } while (cursor.eat(","));
  cursor.expect(")");
  return values;
}

function parseTupleOrMarker(cursor: Cursor): Term {
  if (cursor.at("(")) return parseTuple(cursor);
  if (cursor.key !== "?" && cursor.key !== ":") cursor.fail("a bind marker");
  return parseMarker(cursor);
}

function parseMarkerIn(cursor: Cursor): MarkerIn | undefined {
  if (!cursor.at("?") && !cursor.at(":")) return undefined;
  const { name, start, end } = parseMarker(cursor);
  return { kind: "marker-in", name, start, end };
}

function parseColumnTuple(cursor: Cursor): ColumnPath["column"][] {
  const columns: ColumnPath["column"][] = [];
  cursor.expect("(");
  do columns.push(parseColumnName(cursor));
  while (cursor.eat(","));
  cursor.expect(")");
  return columns;
}

function parseComparison(cursor: Cursor): Comparison {
  const operator = COMPARISON_BY_KEY[cursor.key];
  if (operator === undefined) cursor.fail("an operator such as `=`");
  const { start } = cursor;
  cursor.take();
  if (operator === "=" && cursor.key === "=" && cursor.start === start + 1) {
    cursor.refuse("`==` is no operator of CQL", { start, end: cursor.end }, "write `=`");
  }
  return operator;
}

/** Tells `(a, b) = …` and `(a) = …` from `(a = 1)`. */
function isTupleOfColumns(cursor: Cursor): boolean {
  const { start } = cursor;
  cursor.take();
  const next = atColumnName(cursor) ? cursor.peek() : undefined;
  cursor.rewind(start);
  return next === "," || next === ")";
}

const COMPARISON_BY_KEY: Readonly<Partial<Record<Key, Comparison>>> = {
  "=": "=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "!=": "!=",
};

const FOLLOWS_COLUMN: ReadonlySet<Key> = new Set(["=", "<", "<=", ">", ">=", "!=", "IN", "CONTAINS", "[", "."]);
