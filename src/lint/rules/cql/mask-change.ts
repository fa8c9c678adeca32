// A column that is masked, or is so no longer, while programs read it. Cassandra 5.0. Pure.
import { problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const maskChange: Rule = cqlRule({
  name: "mask-change",
  level: "warn",
  on: {
    "alter-table"(statement) {
      const { name, action } = statement.node;
      if (statement.side.direction === "down") return [];
      if ((action.kind !== "mask" && action.kind !== "drop-mask") || isTableMadeInSide(statement, name)) return [];
      const column = writtenAt(statement, action.column);
      const [message, hint] = action.kind === "mask" ? masked(column) : unmasked(column);
      return [problemAt(statement, action.column, message, hint)];
    },
  },
});

type Said = readonly [message: string, hint: string];

/** SelectStatement.authorize of Cassandra 5.0 refuses the condition. */
function masked(column: string): Said {
  return [
    `roles without UNMASK read \`${column}\` masked from now on, write back what they read, and may not ask for it in WHERE`,
    "grant UNMASK to the roles of programs first; on disk, in backups and for roles with UNMASK it stays as it is",
  ];
}

function unmasked(column: string): Said {
  return [
    `every role that may read the table sees \`${column}\` from now on`,
    "grant UNMASK to the roles that need the values, and keep the mask",
  ];
}
