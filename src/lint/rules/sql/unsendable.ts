// What does not split into statements, and what tidemark never sends. Pure.
import { type Rule, sqlRule } from "../../rule.ts";

export const unsendable: Rule = sqlRule({
  name: "unsendable",
  level: "error",
  check: ({ up, down }) => [up, down].flatMap((side) => side?.mistakes ?? []),
});
