// An option of a table that the server takes and does nothing with. Pure.
import type { Property } from "../../../cql/ast/property.ts";
import type { Product } from "../../../cql/capabilities.ts";
import { isIgnoredOption } from "../../../cql/ignored-options.ts";
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

/** Of those products that ignore any. */
const MANNERS: Readonly<Partial<Record<Product, string>>> = {
  astra: "Astra DB does nothing with it, and answers with a warning",
  scylla: "ScyllaDB does nothing with it",
};

export const ignoredOption: Rule = cqlRule({
  name: "ignored-option",
  level: "warn",
  on: {
    "create-table": (statement) => check(statement, statement.node.options),
    "alter-table": (statement) => {
      const { action } = statement.node;
      return action.kind === "options" ? check(statement, action.options) : [];
    },
  },
});

function check(statement: CqlStatement, options: readonly Property[]): readonly Problem[] {
  const { capabilities } = statement.side;
  const manner = MANNERS[capabilities.product];
  if (manner === undefined) return [];
  return options
    .filter(({ name }) => isIgnoredOption(name.name, capabilities))
    .map(({ name }) => {
      const message = `option \`${name.name}\` has no effect: ${manner}`;
      return problemAt(statement, name, message, "take it away; what the server has instead is its own to choose");
    });
}
