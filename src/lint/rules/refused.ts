// What is no CQL, and what the server would not do. Pure.
import { problemAt, type Rule } from "../rule.ts";

export const refused: Rule = {
  name: "refused",
  severity: "error",
  isDestructive: false,
  isWholeStory: false,
  check: ({ up, down, statements }) => [
    ...[up, down].flatMap((side) => side?.mistakes ?? []),
    ...statements.flatMap((statement) =>
      statement.trial.refusals.map(({ message, hint, span, needsWholeHistory }) => ({
        ...problemAt(statement, span ?? statement.node, message, hint),
        needsWholeHistory,
      })),
    ),
  ],
};
