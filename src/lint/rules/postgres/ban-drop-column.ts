// A column, and what is in it, that an up side throws away. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable } from "../../sql/alter-actions.ts";
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
function isAddedBefore({ side, index }: SqlStatement, table: string | undefined, column: string | undefined): boolean {
  return side.statements.slice(0, index).some(({ tree }) => {
    if (tree === undefined || !("AlterTableStmt" in tree)) return false;
    const { relation, cmds = [] } = tree.AlterTableStmt;
    if (relation?.relname !== table) return false;
    return cmds.some((each) => {
      const { subtype, def, missing_ok: isGuarded } = "AlterTableCmd" in each ? each.AlterTableCmd : {};
      const added = def !== undefined && "ColumnDef" in def ? def.ColumnDef.colname : undefined;
      return subtype === "AT_AddColumn" && isGuarded !== true && added === column;
    });
  });
}
