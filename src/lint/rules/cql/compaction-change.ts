// Another compaction of a table that has rows, for which every node writes its files anew. Pure.
import type { AlterTable } from "../../../cql/ast/ddl.ts";
import type { Property } from "../../../cql/ast/property.ts";
import type { OptionMap } from "../../../cql/schema/schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { mapIn, optionsAfter, optionsBefore, writtenOption, writtenValues } from "../../cql/option-values.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const compactionChange: Rule = cqlRule({
  name: "compaction-change",
  level: "warn",
  on: {
    "alter-table"(statement) {
      const option = writtenOption(statement, "compaction");
      if (option === undefined || isTableMadeInSide(statement, statement.node.name)) return [];
      const change = changeIn(statement, option);
      if (change === undefined) return [];
      const message = `${change}: all nodes begin to compact what the table has on disk again, at the same time`;
      const hint =
        "try it on one node at a time first (`CompactionParametersJson` over JMX), or change it when load is low and half of the disk is free";
      return [problemAt(statement, writtenValues(option).get("class") ?? option, message, hint)];
    },
  },
});

function changeIn(statement: CqlStatement & { readonly node: AlterTable }, option: Property): string | undefined {
  if (statement.trial.refusals.length > 0) return undefined;
  const before = mapIn(optionsBefore(statement), "compaction");
  const after = mapIn(optionsAfter(statement), "compaction");
  if (before !== undefined && after !== undefined) return describe(before, after);
  // No file makes the table, or the server has chosen.
  const written = writtenValues(option).get("class");
  return (
    written &&
    `if \`${writtenAt(statement, statement.node.name)}\` has another strategy than ${writtenAt(statement, written)}`
  );
}

const WINDOWED = "TimeWindowCompactionStrategy";
/** What Cassandra and ScyllaDB take when it is not given (TimeWindowCompactionStrategyOptions). */
const WINDOW: OptionMap = { compaction_window_size: "1", compaction_window_unit: "DAYS" };

function describe(before: OptionMap, after: OptionMap): string | undefined {
  if (before.class !== after.class) return `${before.class} becomes ${after.class}`;
  return after.class === WINDOWED && windowOf(before) !== windowOf(after)
    ? `windows of ${windowOf(before)} become windows of ${windowOf(after)}`
    : undefined;
}

function windowOf(compaction: OptionMap): string {
  const { compaction_window_size: size, compaction_window_unit: unit } = { ...WINDOW, ...compaction };
  return `${size} ${unit?.toLowerCase()}`;
}
