// INT and INTEGER, which have 8 bytes here and 4 on PostgreSQL. Pure.
import { readName, textAt, tokenAt, wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Problem, type Rule } from "../../rule.ts";
import { columnOfAction, readAlteredTable } from "../../sql/altered-table.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { readTableElements } from "../../sql/table-elements.ts";

export const intWidth: Rule = cockroachRule({
  name: "int-width",
  level: "off",
  on: {
    "create-table": (statement) =>
      readTableElements(statement.tokens).columns.flatMap(({ start }) => judge(statement, start + 1)),
    "alter-table"(statement) {
      const { tokens } = statement;
      const { actions = [] } = readAlteredTable(statement) ?? {};
      return actions.flatMap((action) => {
        const column = wordAt(tokens, action.start) === "ADD" ? columnOfAction(tokens, action) : undefined;
        return column === undefined ? [] : judge(statement, column.end);
      });
    },
  },
});

function judge(statement: SqlStatement, type: number): readonly Problem[] {
  const { tokens } = statement;
  const word = wordAt(tokens, type);
  if ((word !== "INT" && word !== "INTEGER") || readName(tokens, type)?.next !== type + 1) return [];
  const { start, end } = tokenAt(tokens, type);
  const message = `\`${textAt(tokens, type)}\` is INT8 here, unless \`default_int_size\` says otherwise, and INT4 on PostgreSQL`;
  return [problemAt(statement, { start, end }, message, "write `INT8` or `INT4`")];
}
