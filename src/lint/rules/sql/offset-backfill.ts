// Rows that are changed page by page with OFFSET. Pure.
import { tokenAt, tokensFrom, wordAt } from "../../../sql/token-run.ts";
import { type Problem, type Rule, sqlRule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const offsetBackfill: Rule = sqlRule({
  name: "offset-backfill",
  level: "warn",
  on: { update: judge, delete: judge, with: judge },
});

/** offset : "OFFSET" ( number | parameter ) — a column may be called so, too. */
function judge(statement: SqlStatement): readonly Problem[] {
  const { tokens } = statement;
  for (const { token, index } of tokensFrom(tokens, 1)) {
    if (token.kind !== "word" || wordAt(tokens, index) !== "OFFSET") continue;
    const { kind } = tokenAt(tokens, index + 1);
    if (kind !== "number" && kind !== "parameter") continue;
    const { start, end } = token;
    return [problemAt(statement, { start, end }, MESSAGE, HINT)];
  }
  return [];
}

const MESSAGE = "with OFFSET each batch reads all the rows again that the batches before it took";
const HINT = "go on behind the last key: `WHERE id > … ORDER BY id LIMIT …`";
