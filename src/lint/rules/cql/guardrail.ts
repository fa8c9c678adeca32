// A statement that a guardrail of the operator refuses to roles that are no superuser, or warns them of. Pure.

import { problemAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const guardrail: Rule = cqlRule({
  name: "guardrail",
  level: "warn",
  check: ({ statements }) =>
    statements.flatMap((statement) =>
      statement.trial.guardrails.map(({ message, span, level }) =>
        problemAt(statement, span, message, level === "fail" ? REFUSED : undefined),
      ),
    ),
});

const REFUSED = "keep to the limit, have the operator move it, or run this migration as a superuser";
