// What is no CQL, and what the server would not do. Pure.

import { problemAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const refused: Rule = cqlRule({
  name: "refused",
  level: "error",
  check: ({ up, down, statements }) => [
    ...[up, down].flatMap((side) => side?.mistakes ?? []),
    ...statements.flatMap((statement) =>
      statement.trial.refusals.map(({ message, hint, span, needsWholeHistory }) => ({
        ...problemAt(statement, span ?? statement.node, message, hint),
        needsWholeHistory,
      })),
    ),
  ],
});
