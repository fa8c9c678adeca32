// The table with which the files make more tables than a cluster bears well. Pure.
import type { ObjectName } from "../../../cql/ast/name.ts";
import type { Schema } from "../../../cql/schema/schema.ts";
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

interface Limits {
  readonly limit: number;
}

export const manyTables: Rule = cqlRule({
  name: "many-tables",
  level: "warn",
  options: {
    // `table_count_warn_threshold` of Cassandra 4.0 and 4.1.
    limit: { kind: "count", default: 150, summary: "how many tables and views there may be" },
  },
  on: {
    "create-table": (statement, limits) => check(statement, statement.node.name, limits),
    "create-materialized-view": (statement, limits) => check(statement, statement.node.name, limits),
  },
});

function check(statement: CqlStatement, name: ObjectName, { limit }: Limits): readonly Problem[] {
  const { side, trial } = statement;
  // ScyllaDB is made for thousands (its page of limits).
  if (side.direction === "down" || side.capabilities.product === "scylla") return [];
  if (countTables(trial.after.schema) <= limit || countTables(trial.before.schema) > limit) return [];
  const message = `from here on there are more than ${limit} tables and views, of which each takes memory on every node`;
  return [
    problemAt(statement, name, message, "keep rows of one shape in one table, with what tells them apart in the key"),
  ];
}

/** Views count, as each is a table of its own. */
function countTables({ keyspaces }: Schema): number {
  let count = 0;
  for (const { tables, views } of keyspaces.values()) count += tables.size + views.size;
  return count;
}
