// Compaction by time windows on a table whose rows do not expire by themselves. Pure.
import type { AlterTable, CreateTable } from "../../../cql/ast/ddl.ts";
import { tableBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { mapIn, optionsAfter, writtenOption, writtenValues } from "../../cql/option-values.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const twcsWithoutTtl: Rule = cqlRule({
  name: "twcs-without-ttl",
  level: "warn",
  on: {
    // IF NOT EXISTS changes nothing of a table that is there.
    "create-table": (statement) => (tableBefore(statement, statement.node.name) === undefined ? check(statement) : []),
    "alter-table": check,
  },
});

function check(statement: CqlStatement & { readonly node: CreateTable | AlterTable }): readonly Problem[] {
  const compaction = writtenOption(statement, "compaction");
  const ttl = writtenOption(statement, "default_time_to_live");
  const place = (compaction && writtenValues(compaction).get("class")) ?? ttl?.value;
  if (place === undefined) return [];
  const options = optionsAfter(statement);
  const isWindowed = mapIn(options, "compaction")?.class === "TimeWindowCompactionStrategy";
  if (!isWindowed || options?.default_time_to_live !== 0) return [];
  const message =
    "rows that are written without a TTL never expire, and one of them keeps the files of its whole time window on disk";
  return [problemAt(statement, place, message, "set `default_time_to_live`, or choose another compaction")];
}
