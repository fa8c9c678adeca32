// A constraint for a domain, for which every column of it is read. Pure.
import type { Node } from "libpg-query";
import { parseName } from "../../../sql/identifiers.ts";
import { readName, tokenAt } from "../../../sql/token-run.ts";
import type { Span } from "../../../text/span.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { spanAt } from "../../sql/pg-place.ts";

export const banAlterDomainWithAddConstraint: Rule = postgresRule({
  name: "ban-alter-domain-with-add-constraint",
  level: "warn",
  on: {
    AlterDomainStmt({ subtype, typeName = [], def }, statement) {
      if (subtype === "O" && !isDomainMadeHere(statement, typeName.at(-1))) {
        return [problemAt(statement, placeOfSet(statement), MESSAGE, HINT_OF_NOT_NULL)];
      }
      const constraint = def !== undefined && "Constraint" in def ? def.Constraint : undefined;
      if (subtype !== "C" || constraint === undefined || constraint.skip_validation === true) return [];
      if (isDomainMadeHere(statement, typeName.at(-1))) return [];
      return [problemAt(statement, spanAt(statement, constraint.location), MESSAGE, HINT)];
    },
  },
});

const MESSAGE = "reads every table that has a column of this domain, while nobody writes them";
const HINT_OF_NOT_NULL = "add a CHECK (value IS NOT NULL) NOT VALID, and let ALTER DOMAIN … VALIDATE CONSTRAINT follow";
const HINT = "add it NOT VALID, and let ALTER DOMAIN … VALIDATE CONSTRAINT follow in a migration of its own";

/** ALTER DOMAIN name SET NOT NULL */
function placeOfSet({ tokens }: SqlStatement): Span {
  const index = readName(tokens, 2)?.next ?? 0;
  return { start: tokenAt(tokens, index).start, end: tokenAt(tokens, index + 2).end };
}

/** No column has it yet. */
function isDomainMadeHere({ side, index }: SqlStatement, name: Node | undefined): boolean {
  const stored = name !== undefined && "String" in name ? name.String.sval : undefined;
  return side.statements
    .slice(0, index)
    .some(({ facts }) => facts.kind === "create-domain" && parseName(facts.object ?? "")?.at(-1) === stored);
}
