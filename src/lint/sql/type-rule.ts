// Makes a rule that looks at the type of every column which a statement defines. Pure.
import type { ColumnDef } from "libpg-query";
import { type Problem, postgresRule, type Rule } from "../rule.ts";
import { columnsOfAlter, columnsOfTable, placeOfType } from "./column-definitions.ts";
import { problemAt, type SqlStatement } from "./linted.ts";

export interface TypeRule {
  readonly name: string;
  readonly level: "off" | "warn";
  readonly isMeant: (column: ColumnDef) => boolean;
  /** Behind the type as it is written: "`serial` …". */
  readonly because: string;
  readonly hint: string;
}

export function typeRule({ name, level, isMeant, because, hint }: TypeRule): Rule {
  const judge = (statement: SqlStatement, columns: readonly ColumnDef[]): readonly Problem[] =>
    columns.filter(isMeant).map((column) => {
      const place = placeOfType(statement, column);
      return problemAt(statement, place, `\`${statement.text.slice(place.start, place.end)}\` ${because}`, hint);
    });
  return postgresRule({
    name,
    level,
    on: {
      CreateStmt: (node, statement) => judge(statement, columnsOfTable(node)),
      AlterTableStmt: (node, statement) => judge(statement, columnsOfAlter(node)),
    },
  });
}
