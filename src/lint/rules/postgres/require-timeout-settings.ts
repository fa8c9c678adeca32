// A migration that turns off the bound on its waiting for locks. Pure.
import type { Node } from "libpg-query";
import { tokenAt, tokensFrom } from "../../../sql/token-run.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const requireTimeoutSettings: Rule = postgresRule({
  name: "require-timeout-settings",
  level: "warn",
  on: {
    VariableSetStmt({ kind, name, args = [] }, statement) {
      if (name !== "lock_timeout") return [];
      const isOff = kind === "VAR_RESET" || kind === "VAR_SET_DEFAULT" || (args[0] !== undefined && isZero(args[0]));
      return isOff ? [problemAt(statement, placeOfName(statement), MESSAGE, HINT)] : [];
    },
  },
});

const MESSAGE = "without a lock_timeout a statement that waits for a lock holds up everybody who comes behind it";
const HINT = "leave it as tidemark sets it (database.lock_timeout), or set another time";

function isZero(value: Node): boolean {
  const { ival, sval } = "A_Const" in value ? value.A_Const : {};
  if (ival !== undefined) return (ival.ival ?? 0) === 0;
  return /^\s*0+\s*[a-z]*\s*$/i.test(sval?.sval ?? "");
}

function placeOfName({ tokens, text }: SqlStatement): { readonly start: number; readonly end: number } {
  for (const { token, index } of tokensFrom(tokens, 1)) {
    const { start, end } = tokenAt(tokens, index);
    if (token.kind === "word" && text.slice(start, end).toLowerCase() === "lock_timeout") return { start, end };
  }
  return { start: 0, end: text.length };
}
