// Keys of four bytes. Pure.
import type { ColumnDef, CreateStmt } from "libpg-query";
import { type Problem, postgresRule, type Rule } from "../../rule.ts";
import {
  columnsOfAlter,
  columnsOfTable,
  hasConstraint,
  isSerial,
  placeOfType,
  typeOf,
} from "../../sql/column-definitions.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";

export const preferBigintOverInt: Rule = postgresRule({
  name: "prefer-bigint-over-int",
  level: "warn",
  options: {
    columns: {
      kind: "choice",
      choices: ["keys", "all"],
      default: "keys",
      summary: "columns that count or are the primary key, or all",
    },
  },
  on: {
    CreateStmt: (node, statement, { columns }) => {
      const key = keyOf(node);
      return judge(statement, columnsOfTable(node), (each) => columns === "all" || each.colname === key || isKey(each));
    },
    AlterTableStmt: (node, statement, { columns }) =>
      judge(statement, columnsOfAlter(node), (each) => columns === "all" || isKey(each)),
  },
});

const SHORT: ReadonlySet<string> = new Set(["int4", "serial", "serial4"]);

function judge(
  statement: SqlStatement,
  columns: readonly ColumnDef[],
  isMeant: (column: ColumnDef) => boolean,
): readonly Problem[] {
  return columns
    .filter((column) => SHORT.has(typeOf(column)) && isMeant(column))
    .map((column) => {
      const place = placeOfType(statement, column);
      const written = statement.text.slice(place.start, place.end);
      const message = `\`${written}\` ends at 2147483647, and a wider type rewrites the table`;
      return problemAt(statement, place, message, isSerial(column) ? "write `bigserial`" : "write `bigint`");
    });
}

function isKey(column: ColumnDef): boolean {
  return isSerial(column) || hasConstraint(column, "CONSTR_PRIMARY") || hasConstraint(column, "CONSTR_IDENTITY");
}

/** The column of `PRIMARY KEY (id)`; of several, none counts by itself. */
function keyOf({ tableElts = [] }: CreateStmt): string | undefined {
  for (const each of tableElts) {
    const { contype, keys = [] } = "Constraint" in each ? each.Constraint : {};
    const [key] = keys;
    if (contype !== "CONSTR_PRIMARY" || keys.length !== 1) continue;
    return key !== undefined && "String" in key ? key.String.sval : undefined;
  }
  return undefined;
}
