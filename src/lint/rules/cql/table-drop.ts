// A table, and all of its rows, that an up side throws away. Pure.
import type { ObjectName } from "../../../cql/ast/name.ts";
import { isKnown } from "../../cql/known-objects.ts";
import { keyspaceBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const tableDrop: Rule = cqlRule({
  name: "table-drop",
  level: "error",
  isDestructive: true,
  on: {
    "drop-table"(statement) {
      const { node, side } = statement;
      if (side.direction === "down" || isTableMadeInSide(statement, node.name)) return [];
      if (isSurelyMissing(statement, node.name)) return [];
      const message = `dropping \`${writtenAt(statement, node.name)}\` throws away every row of it for good`;
      const hint = "once nothing reads or writes it any more, say so at the head of the file: `-- @allow-destructive`";
      return [problemAt(statement, node.name, message, hint)];
    },
  },
});

/** The files have dropped it before, or have made the keyspace and no such table in it. */
function isSurelyMissing(statement: CqlStatement, name: ObjectName): boolean {
  const keyspace = keyspaceBefore(statement, name);
  if (keyspace === undefined || keyspace.tables.has(name.name.name)) return false;
  const reference = { kind: "table", keyspace: keyspace.name, name: name.name.name, span: name } as const;
  return isKnown(statement.trial.before, reference, statement.side.capabilities);
}
