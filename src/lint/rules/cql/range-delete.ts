// A DELETE of rows that it does not name one by one: a whole partition, or a range. Pure.
import type { Delete } from "../../../cql/ast/dml.ts";
import type { Relation } from "../../../cql/ast/relation.ts";
import type { Table } from "../../../cql/schema/schema.ts";
import type { Span } from "../../../text/span.ts";
import { tableBefore } from "../../cql/known-schema.ts";
import { problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { rowValues } from "../../cql/partitions-of-row.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const rangeDelete: Rule = cqlRule({
  name: "range-delete",
  level: "warn",
  isDestructive: true,
  on: {
    delete(statement) {
      const { node, side } = statement;
      if (side.direction === "down" || node.targets.length > 0 || isTableMadeInSide(statement, node.table)) return [];
      const place = placeOfMany(node, tableBefore(statement, node.table));
      if (place === undefined) return [];
      const message = `this deletes every row of \`${writtenAt(statement, node.table)}\` in a range, however many there are, and reads of that range pass over what is left of them until it is compacted away`;
      const hint =
        "delete rows by their whole primary key; or, if all of them must go, say so: `-- @allow-destructive`";
      return [problemAt(statement, place, message, hint)];
    },
  },
});

/** Where it says that many rows are meant; undefined when it names each, and when nobody can know. */
function placeOfMany(node: Delete, table: Table | undefined): Span | undefined {
  const range = node.where.find(isRange);
  if (range !== undefined) return range;
  const last = node.where.at(-1);
  if (table === undefined || node.where.some(({ kind }) => kind === "tuple")) return undefined;
  return rowValues(node, table) === undefined ? last : undefined;
}

function isRange(relation: Relation): boolean {
  if (relation.kind === "token") return true;
  if (relation.kind !== "comparison" && relation.kind !== "tuple") return false;
  return ["<", "<=", ">", ">="].includes(relation.operator);
}
