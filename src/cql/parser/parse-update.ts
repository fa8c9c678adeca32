// Parses UPDATE. Grammar: updateStatement and columnOperation in Parser.g of Cassandra 5.0.
import type { Assignment, Update } from "../ast/dml.ts";
import type { Identifier } from "../ast/name.ts";
import type { ColumnPath } from "../ast/relation.ts";
import type { LiteralTerm } from "../ast/term.ts";
import type { Cursor } from "./cursor.ts";
import { atColumnName, parseColumnName, parseObjectName } from "./parse-name.ts";
import { parseCondition, parsePathOf, parseWhere } from "./parse-relation.ts";
import { parseTerm } from "./parse-term.ts";
import { parseUsing } from "./parse-using.ts";

/** "UPDATE" table using? "SET" columnOperation ( "," columnOperation )* "WHERE" … ( "IF" … )? */
export function parseUpdate(cursor: Cursor): Update {
  const table = parseObjectName(cursor, "a table name");
  const using = parseUsing(cursor, "write");
  cursor.expect("SET");
  const assignments: Assignment[] = [];
  const before: Assigned = new Map();
  do {
    const assignment = parseAssignment(cursor);
    checkAgainst(cursor, before, assignment);
    assignments.push(assignment);
  } while (cursor.eat(","));
  cursor.expect("WHERE");
  const where = parseWhere(cursor);
  return { kind: "update", table, using, assignments, where, condition: parseCondition(cursor) };
}

/** columnOperation : cident ( "=" … | ( "+=" | "-=" ) term | "[" term "]" "=" term | "." fident "=" term ) */
function parseAssignment(cursor: Cursor): Assignment {
  const column = parseColumnName(cursor);
  const target = parsePathOf(cursor, column);
  if (target.element !== undefined || target.field !== undefined) {
    cursor.expect("=");
    return makeAssignment(cursor, { kind: "set", target, value: parseTerm(cursor) });
  }
  const isAddition = cursor.eat("+=");
  if (isAddition || cursor.eat("-=")) {
    const kind = isAddition ? "add" : "subtract";
    return makeAssignment(cursor, { kind, target, value: parseTerm(cursor), isShorthand: true });
  }
  cursor.expect("=");
  const operand = isColumnHere(cursor) ? parseColumnName(cursor) : undefined;
  return operand === undefined ? parseValue(cursor, target) : parseOnColumn(cursor, target, operand);
}

/** term ( "+" cident )? */
function parseValue(cursor: Cursor, target: ColumnPath): Assignment {
  const value = parseTerm(cursor);
  if (!cursor.eat("+")) return makeAssignment(cursor, { kind: "set", target, value });
  const operand = parseColumnName(cursor);
  checkOperand(cursor, target, operand);
  return makeAssignment(cursor, { kind: "prepend", target, value, operand });
}

/** cident ( ( "+" | "-" ) term | integer ): in `c = c -1` the minus is of the number. */
function parseOnColumn(cursor: Cursor, target: ColumnPath, operand: Identifier): Assignment {
  if (cursor.at("integer")) {
    const { kind, value } = parseSignedInteger(cursor);
    checkOperand(cursor, target, operand);
    return makeAssignment(cursor, { kind, target, value, operand });
  }
  const kind = cursor.eat("+") ? "add" : "subtract";
  if (kind === "subtract" && !cursor.eat("-")) failAfterColumn(cursor, operand);
  const value = parseTerm(cursor);
  checkOperand(cursor, target, operand);
  return makeAssignment(cursor, { kind, target, value, operand });
}

function parseSignedInteger(cursor: Cursor): { readonly kind: "add" | "subtract"; readonly value: LiteralTerm } {
  const { text, end } = cursor;
  const isNegative = text.startsWith("-");
  const start = isNegative ? cursor.start + 1 : cursor.start;
  cursor.take();
  const value: LiteralTerm = { kind: "literal", type: "integer", value: isNegative ? text.slice(1) : text, start, end };
  return { kind: isNegative ? "subtract" : "add", value };
}

/** Tells the column of `a = a + 1` from the function of `a = f(1)`. */
function isColumnHere(cursor: Cursor): boolean {
  if (!atColumnName(cursor)) return false;
  const next = cursor.peek();
  return next !== "(" && next !== ".";
}

/** The server sees to it while it parses. */
function checkOperand(cursor: Cursor, { column }: ColumnPath, operand: Identifier): void {
  if (operand.name === column.name) return;
  const message = `\`${column.name}\` can only be changed by what it holds itself, not by \`${operand.name}\``;
  cursor.refuse(message, operand, `write \`${column.name} = ${column.name} + …\``);
}

function failAfterColumn(cursor: Cursor, operand: Identifier): never {
  const hint = "a column can only be set to a value; text stands in single quotes";
  return cursor.refuse(`\`${operand.name}\` is no value`, operand, hint);
}

/** What was assigned to each column so far: the fields that were set, and whether its whole was. */
type Assigned = Map<string, { isWhole: boolean; readonly fields: Set<string> }>;

/** The server refuses a second assignment to a column that was set as a whole, and to a field that was set. */
function checkAgainst(cursor: Cursor, before: Assigned, { kind, target }: Assignment): void {
  const { column, element, field } = target;
  const isWhole = kind === "set" && element === undefined && field === undefined;
  const known = before.get(column.name);
  if (known === undefined) {
    before.set(column.name, { isWhole, fields: new Set(field === undefined ? [] : [field.name]) });
    return;
  }
  if (isWhole || known.isWhole || (field !== undefined && known.fields.has(field.name))) {
    cursor.refuse(`\`${column.name}\` is set twice`, target, "keep one of the assignments");
  }
  if (field !== undefined) known.fields.add(field.name);
}

type Facts = Pick<Assignment, "kind" | "target" | "value"> & Partial<Pick<Assignment, "operand" | "isShorthand">>;

function makeAssignment(cursor: Cursor, facts: Facts): Assignment {
  const { kind, target, value, operand, isShorthand = false } = facts;
  return { kind, target, value, operand, isShorthand, start: target.start, end: cursor.lastEnd };
}
