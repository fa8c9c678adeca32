// A value of an enum that programs know under the name that it had. Pure.

import { tokensFrom } from "../../../sql/token-run.ts";
import type { Span } from "../../../text/span.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const renamingEnumValue: Rule = postgresRule({
  name: "renaming-enum-value",
  level: "warn",
  on: {
    AlterEnumStmt: ({ oldVal }, statement) =>
      oldVal !== undefined && statement.side.direction === "up"
        ? [problemAt(statement, placeOfValue(statement), MESSAGE, HINT)]
        : [],
  },
});

const MESSAGE = "programs that write or read the old name of the value fail from now on";
const HINT = "add a value of the new name, and move writers and rows over";

function placeOfValue({ tokens, text }: SqlStatement): Span {
  for (const { token } of tokensFrom(tokens, 0)) if (token.kind === "string") return token;
  return { start: 0, end: text.length };
}
