// Tables that are named without their schema. Pure.
import type { Node, RangeVar } from "libpg-query";
import { type Problem, postgresRule, type Rule } from "../../rule.ts";
import { droppedNames } from "../../sql/dropped-names.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { relationIn } from "../../sql/relation-name.ts";

export const requireTableSchema: Rule = postgresRule({
  name: "require-table-schema",
  level: "off",
  on: {
    CreateStmt: (node, statement) => judge(statement, node.relation),
    CreateTableAsStmt: (node, statement) => judge(statement, node.into?.rel),
    ViewStmt: (node, statement) => judge(statement, node.view),
    AlterTableStmt: (node, statement) => judge(statement, node.relation),
    RenameStmt: (node, statement) => judge(statement, node.relation),
    IndexStmt: (node, statement) => judge(statement, node.relation),
    CreateTrigStmt: (node, statement) => judge(statement, node.relation),
    InsertStmt: (node, statement) => judge(statement, node.relation),
    UpdateStmt: (node, statement) => judge(statement, node.relation),
    DeleteStmt: (node, statement) => judge(statement, node.relation),
    TruncateStmt: (node, statement) => (node.relations ?? []).flatMap((each) => judge(statement, rangeOf(each))),
    DropStmt: (node, statement) =>
      node.removeType !== "OBJECT_TABLE"
        ? []
        : droppedNames(statement)
            .filter(({ schema }) => schema === undefined)
            .map(({ written, place }) => problemAt(statement, place, messageOf(written, statement), HINT)),
  },
});

function rangeOf(node: Node): RangeVar | undefined {
  return "RangeVar" in node ? node.RangeVar : undefined;
}

function judge(statement: SqlStatement, relation: RangeVar | undefined): readonly Problem[] {
  const isTemporary = relation?.relpersistence === "t";
  if (relation === undefined || relation.schemaname !== undefined || isTemporary) return [];
  const { written, place } = relationIn(statement, relation);
  return [problemAt(statement, place, messageOf(written, statement), HINT)];
}

function messageOf(written: string, { side: { schema } }: SqlStatement): string {
  return `\`${written}\` does not name its schema: it is looked for in \`${schema}\`, or wherever the search path says`;
}

const HINT = "write `schema.table`";
