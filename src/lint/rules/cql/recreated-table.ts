// A table that one side drops and makes again under the same name. Pure.
import type { ObjectName } from "../../../cql/ast/name.ts";
import { keyspaceBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const recreatedTable: Rule = cqlRule({
  name: "recreated-table",
  level: "warn",
  check({ up }) {
    const dropped = new Set<string>();
    const problems: Problem[] = [];
    for (const statement of up.statements) {
      const { node } = statement;
      if (node.kind === "drop-table" && !isTableMadeInSide(statement, node.name)) {
        dropped.add(keyOf(statement, node.name));
      } else if (node.kind === "create-table" && dropped.size > 0 && dropped.delete(keyOf(statement, node.name))) {
        problems.push(describe(statement, node.name));
      }
    }
    return problems;
  },
});

function keyOf(statement: CqlStatement, name: ObjectName): string {
  return JSON.stringify([keyspaceBefore(statement, name)?.name, name.name.name]);
}

function describe(statement: CqlStatement, name: ObjectName): Problem {
  const message = `\`${writtenAt(statement, name)}\` is dropped and made again: until every node has the new table, reads and writes fail, and writes on their way to the old one are lost`;
  const hint = "make a table of another name, move readers and writers over, and drop the old one in a later migration";
  return problemAt(statement, name, message, hint);
}
