// Parses operators of one rank, from left to right: `a + b - c`. Grammar: termAddition, selectionAddition and their like in
// Parser.g of Cassandra 5.0.
import type { ArithmeticTerm } from "../ast/term.ts";
import type { Cursor } from "./cursor.ts";

export type Operator = ArithmeticTerm["operator"];

/** One rank of operators: "+" and "-", or those that bind tighter. */
export interface Rank<Node> {
  readonly parseOperand: (cursor: Cursor) => Node;
  readonly operatorAt: (cursor: Cursor) => Operator | undefined;
  readonly join: (operator: Operator, left: Node, right: Node) => Node;
}

/** Each operator makes the tree one deeper, however flat the text is. */
export function parseOperations<Node>(cursor: Cursor, { parseOperand, operatorAt, join }: Rank<Node>): Node {
  let left = parseOperand(cursor);
  let depth = 0;
  for (let operator = operatorAt(cursor); operator !== undefined; operator = operatorAt(cursor)) {
    cursor.enter();
    depth++;
    cursor.useFeatureHere("arithmetic");
    cursor.take();
    left = join(operator, left, parseOperand(cursor));
  }
  for (; depth > 0; depth--) cursor.leave();
  return left;
}

/** "*" | "/" | "%" */
export function multiplicationAt({ key }: Cursor): Operator | undefined {
  return key === "*" || key === "/" || key === "%" ? key : undefined;
}
