// A column that gets another type: what CockroachDB refuses, and what it writes anew. Pure.

import { wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { columnOfAction, findInRange, placeOfRange, readOlderTable } from "../../sql/altered-table.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { titleOfSqlServer } from "../../sql/sql-server.ts";

export const alterColumnType: Rule = cockroachRule({
  name: "alter-column-type",
  level: "warn",
  on: {
    "alter-table"(statement) {
      const { tokens } = statement;
      const { actions = [] } = readOlderTable(statement) ?? {};
      const message = actions.length > 1 ? COMBINED : messageAlone(statement);
      return actions.flatMap((action) => {
        if (wordAt(tokens, action.start) !== "ALTER") return [];
        const column = columnOfAction(tokens, action);
        if (
          column === undefined ||
          findInRange(tokens, { start: column.end, end: column.end + 3 }, "TYPE") === undefined
        )
          return [];
        return [problemAt(statement, placeOfRange(tokens, column), message, actions.length > 1 ? APART : HINT)];
      });
    },
  },
});

const COMBINED = "another type is refused beside other changes of the table, unless its values are stored the same way";
const APART = "change the type in an ALTER TABLE of its own";
const HINT = "add a column of the new type, fill it in batches, and move readers and writers over";

/** Before 25.1 only conversions that leave the values as they are were taken without a setting of the session. */
function messageAlone({ side: { server } }: SqlStatement): string {
  const refused = "refused when an index, a CHECK, a view or a computed column uses the column";
  if (server.major >= 25)
    return `another type writes every row anew, unless its values are stored the same way, and is ${refused}`;
  return `another type is experimental in ${titleOfSqlServer(server)}, and ${refused}`;
}
