// A column that an up side throws away, with what is in it and the indexes that hold it. Pure.
import { parseIdentifier, parseName } from "../../../sql/identifiers.ts";
import { hasWords, textAt, wordAt } from "../../../sql/token-run.ts";
import { cockroachRule, type Rule } from "../../rule.ts";
import { columnOfAction, placeOfRange, readAlteredTable, readOlderTable } from "../../sql/altered-table.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const crdbBanDropColumn: Rule = cockroachRule({
  name: "crdb-ban-drop-column",
  level: "error",
  isDestructive: true,
  on: {
    "alter-table"(statement) {
      const { tokens, text, side } = statement;
      if (side.direction === "down") return [];
      const { table, actions } = readOlderTable(statement) ?? { table: "", actions: [] };
      return actions.flatMap((action) => {
        const column = wordAt(tokens, action.start) === "DROP" ? columnOfAction(tokens, action) : undefined;
        if (column === undefined || isAddedBefore(statement, table, textAt(tokens, column.start))) return [];
        const place = placeOfRange(tokens, column);
        const written = text.slice(place.start, place.end);
        const message = `dropping the column \`${written}\` throws away what is in it, and every index that holds it`;
        return [problemAt(statement, place, message, HINT)];
      });
    },
  },
});

const HINT = "once nothing reads or writes it any more, say so at the head of the file: `-- @allow-destructive`";

/** What the same side has just added, nobody has filled. */
function isAddedBefore({ side, index }: SqlStatement, table: string, column: string): boolean {
  return side.statements.slice(0, index).some((other) => {
    if (other.facts.kind !== "alter-table") return false;
    const { tokens } = other;
    const altered = readAlteredTable(other);
    if (altered === undefined || parseName(altered.table)?.at(-1) !== parseName(table)?.at(-1)) return false;
    return altered.actions.some((action) => {
      if (wordAt(tokens, action.start) !== "ADD") return false;
      const added = columnOfAction(tokens, action);
      return (
        added !== undefined &&
        !hasWords(tokens, added.start - 1, "EXISTS") &&
        parseIdentifier(textAt(tokens, added.start)) === parseIdentifier(column)
      );
    });
  });
}
