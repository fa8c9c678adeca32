// A domain with a constraint, which is hard to change once columns have it. Pure.
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";
import { spanAt } from "../../sql/pg-place.ts";

export const banCreateDomainWithConstraint: Rule = postgresRule({
  name: "ban-create-domain-with-constraint",
  level: "off",
  on: {
    CreateDomainStmt: ({ constraints = [] }, statement) =>
      constraints.flatMap((each) => {
        const { contype, location } = "Constraint" in each ? each.Constraint : {};
        if (contype !== "CONSTR_CHECK" && contype !== "CONSTR_NOTNULL") return [];
        return [problemAt(statement, spanAt(statement, location), MESSAGE, HINT)];
      }),
  },
});

const MESSAGE = "another constraint of a domain reads every table that has a column of it, and locks them meanwhile";
const HINT = "give the columns the type, and each table its CHECK";
