// A column that is given a value twice. Pure.
import type { Node } from "libpg-query";
import { type Problem, postgresRule, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { spanAt } from "../../sql/pg-place.ts";

export const banDuplicateColumnAssignments: Rule = postgresRule({
  name: "ban-duplicate-column-assignments",
  level: "error",
  on: {
    UpdateStmt: (node, statement) => judge(statement, node.targetList),
    InsertStmt: (node, statement) => [
      ...judge(statement, node.cols),
      ...judge(statement, node.onConflictClause?.targetList),
    ],
  },
});

function judge(statement: SqlStatement, targets: readonly Node[] = []): readonly Problem[] {
  const given = new Set<string>();
  return targets.flatMap((target) => {
    const { name, location, indirection } = "ResTarget" in target ? target.ResTarget : {};
    // `a[1] = …, a[2] = …` and `a.x = …` are parts of a column.
    if (name === undefined || indirection !== undefined) return [];
    if (!given.has(name)) {
      given.add(name);
      return [];
    }
    const place = spanAt(statement, location);
    const written = statement.text.slice(place.start, place.end);
    return [problemAt(statement, place, `PostgreSQL refuses to give \`${written}\` a value twice`, HINT)];
  });
}

const HINT = "leave one of the two";
