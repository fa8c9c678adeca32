// A column, and what is in it, that an up side throws away. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable, addedColumn } from "../../sql/alter-actions.ts";
import { earlierActions } from "../../sql/earlier-actions.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const banDropColumn: Rule = postgresRule({
  name: "ban-drop-column",
  level: "error",
  isDestructive: true,
  on: {
    AlterTableStmt: (node, statement) =>
      statement.side.direction === "down"
        ? []
        : actionsOnOlderTable(node, statement).flatMap(({ cmd, place }) => {
            if (cmd.subtype !== "AT_DropColumn" || isAddedBefore(statement, node.relation?.relname, cmd.name))
              return [];
            const { text } = statement;
            const message = `dropping the column \`${text.slice(place.start, place.end)}\` throws away what is in it for good`;
            return [problemAt(statement, place, message, HINT)];
          }),
  },
});

const HINT = "once nothing reads or writes it any more, say so at the head of the file: `-- @allow-destructive`";

/** What the same side has just added, nobody has filled. */
function isAddedBefore(statement: SqlStatement, table: string | undefined, column: string | undefined): boolean {
  return earlierActions(statement, table).some(
    ({ cmd }) => cmd.missing_ok !== true && addedColumn(cmd)?.colname === column,
  );
}
