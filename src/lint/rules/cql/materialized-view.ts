// A materialized view on Cassandra, which has them only to try. Pure.
import { since } from "../../../cql/capabilities.ts";
import { problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const materializedView: Rule = cqlRule({
  name: "materialized-view",
  level: "warn",
  on: {
    "create-materialized-view"(statement) {
      const { node, side, trial } = statement;
      if (side.capabilities.product !== "cassandra" || trial.refusals.length > 0) return [];
      const off = since(side.capabilities, "4.0") ? ", and switched off on servers unless an operator allows them" : "";
      const message = `materialized views are experimental${off}: \`${writtenAt(statement, node.name)}\` may come to hold other rows than its table, and nothing tells`;
      return [problemAt(statement, node.name, message, "make a table of its own, and write to both in a logged batch")];
    },
  },
});
