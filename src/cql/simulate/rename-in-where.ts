// Gives a column of the WHERE clause of a view another name. Pure.
import { parseIdentifier, quoteIdentifier } from "../identifiers.ts";
import { nextToken } from "../lexer.ts";
import type { Token } from "../token.ts";

/** Whatever stands before "(" is the name of a function, and what stands beside "." is no column. */
export function renameInWhere(where: string, from: string, to: string): string {
  let renamed = "";
  let copied = 0;
  let before: Token["kind"] = "end";
  let token = nextToken(where, 0);
  while (token.kind !== "end") {
    const after = nextToken(where, token.end);
    if (isColumn(token, before, after.kind) && parseIdentifier(where.slice(token.start, token.end)) === from) {
      renamed += where.slice(copied, token.start) + quoteIdentifier(to);
      copied = token.end;
    }
    before = token.kind;
    token = after;
  }
  return renamed + where.slice(copied);
}

function isColumn(token: Token, before: Token["kind"], after: Token["kind"]): boolean {
  return (token.kind === "word" || token.kind === "quoted-name") && before !== "." && after !== "(" && after !== ".";
}
