// An option of a table that the server takes and does nothing with. Pure.
import type { Property } from "../../cql/ast/property.ts";
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Product } from "../../cql/capabilities.ts";
import { isIgnoredOption } from "../../cql/ignored-options.ts";
import { problemAt, type Rule } from "../rule.ts";

/** Of those products that ignore any. */
const MANNERS: Readonly<Partial<Record<Product, string>>> = {
  astra: "Astra DB does nothing with it, and answers with a warning",
  scylla: "ScyllaDB does nothing with it",
};

export const ignoredOption: Rule = {
  name: "ignored-option",
  severity: "warn",
  isDestructive: false,
  isWholeStory: false,
  check({ statements, capabilities }) {
    const manner = MANNERS[capabilities.product];
    if (manner === undefined) return [];
    return statements.flatMap((statement) =>
      optionsOf(statement.node)
        .filter(({ name }) => isIgnoredOption(name.name, capabilities))
        .map(({ name }) => {
          const message = `option \`${name.name}\` has no effect: ${manner}`;
          return problemAt(statement, name, message, "take it away; what the server has instead is its own to choose");
        }),
    );
  },
};

function optionsOf(node: StatementNode): readonly Property[] {
  if (node.kind === "create-table") return node.options;
  return node.kind === "alter-table" && node.action.kind === "options" ? node.action.options : [];
}
