// Says whether a text is one of the pieces of CQL that a schema keeps as text, and no more than that. Pure.
import type { StatementNode } from "../ast/statement.ts";
import { parse } from "../parser/parse.ts";

/** The condition of a view: relations joined by AND. */
export function isWhere(text: string): boolean {
  // Behind the last relation only another one can stand, so that nothing else can hide in the text.
  return onlyStatement(`SELECT * FROM t WHERE ${text}\nAND c = 0`)?.kind === "select";
}

/** An argument of a mask. */
export function isTerm(text: string): boolean {
  const node = onlyStatement(`INSERT INTO t (c, d) VALUES (${text}\n, 0)`);
  return node?.kind === "insert" && node.values.length === 2;
}

function onlyStatement(text: string): StatementNode | undefined {
  const { statements, diagnostics } = parse(text);
  return diagnostics.length === 0 && statements.length === 1 ? statements[0] : undefined;
}
