// A column under a name that the table had before, and dropped. Pure.
import type { ObjectName } from "../../../cql/ast/name.ts";
import { keyspaceBefore, tableBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const readdedColumn: Rule = cqlRule({
  name: "readded-column",
  level: "warn",
  check({ up }) {
    const droppedHere = new Set<string>();
    const problems: Problem[] = [];
    for (const statement of up.statements) {
      const { node, trial } = statement;
      if (node.kind !== "alter-table" || isTableMadeInSide(statement, node.name)) continue;
      const { action, name } = node;
      if (action.kind === "drop") {
        for (const column of action.columns) droppedHere.add(keyOf(statement, name, column.name));
      }
      if (action.kind !== "add" || trial.refusals.length > 0) continue;
      const table = tableBefore(statement, name);
      for (const { name: column } of action.columns) {
        const wasDropped = table?.dropped.has(column.name) ?? droppedHere.has(keyOf(statement, name, column.name));
        if (!wasDropped || table?.columns.has(column.name)) continue;
        const message = `\`${writtenAt(statement, column)}\` was dropped before: only the time of the drop hides its old values, and some of them may come back`;
        problems.push(problemAt(statement, column, message, "give the new column a name that the table has never had"));
      }
    }
    return problems;
  },
});

function keyOf(statement: CqlStatement, table: ObjectName, column: string): string {
  return JSON.stringify([keyspaceBefore(statement, table)?.name, table.name.name, column]);
}
