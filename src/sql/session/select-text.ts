// Turns the options of `select` into a statement: names are quoted, values travel beside it. Pure.
import { ToolError } from "../../base/errors.ts";
import { refuseUnknownOptions } from "../../base/refuse-unknown-options.ts";
import type { SelectOptions, SqlName, SqlOrder, SqlRow } from "../session.ts";
import { quoteColumn, quoteTable } from "./names.ts";

export interface SqlText {
  readonly text: string;
  /** For `$1`, `$2`, … */
  readonly values: readonly unknown[];
}

/** @throws ToolError "usage" */
export function selectText(table: SqlName, options: SelectOptions = {}): SqlText {
  refuseUnknownOptions("select", options, ["columns", "where", "orderBy", "limit"]);
  const { columns, where, orderBy, limit } = options;
  const values: unknown[] = [];
  const clauses = [`SELECT ${columnsText(columns)} FROM ${quoteTable(table)}`];
  const condition = where === undefined ? "" : whereText(where, values);
  if (condition !== "") clauses.push(`WHERE ${condition}`);
  const order = orderBy === undefined ? [] : [orderBy].flat();
  if (order.length > 0) clauses.push(`ORDER BY ${order.map(orderText).join(", ")}`);
  if (limit !== undefined) {
    if (!Number.isSafeInteger(limit) || limit < 0) {
      throw new ToolError("usage", `\`limit\` must be a whole number from 0 on, found ${String(limit)}`);
    }
    clauses.push(`LIMIT ${limit}`);
  }
  return { text: clauses.join(" "), values };
}

/** "id", or { id: "desc" }. */
function orderText(order: SqlOrder): string {
  if (typeof order === "string") {
    if (!/\s(?:asc|desc)$/i.test(order)) return quoteColumn(order);
    const name = order.replace(/\s+\w+$/, "");
    throw new ToolError("usage", `\`orderBy\` takes names of columns, found "${order}"`, {
      hint: `{ ${name}: "${order.slice(name.length).trim().toLowerCase()}" }`,
    });
  }
  const entries = Object.entries(order ?? {});
  const [[name, direction] = ["", ""]] = entries;
  if (entries.length !== 1 || (direction !== "asc" && direction !== "desc")) {
    throw new ToolError("usage", "an entry of `orderBy` is a name, or one column with its direction", {
      hint: '"name", { name: "desc" }, or a list of those',
    });
  }
  return `${quoteColumn(name)} ${direction.toUpperCase()}`;
}

export function columnsText(columns: readonly SqlName[] | undefined): string {
  if (columns === undefined) return "*";
  if (!Array.isArray(columns) || columns.length === 0) {
    throw new ToolError("usage", "`columns` must be a list with a name or more", {
      hint: "leave it out for all columns",
    });
  }
  return columns.map(quoteColumn).join(", ");
}

/** @param values gets what the condition holds; "" for no condition */
export function whereText(where: SqlRow, values: unknown[]): string {
  if (typeof where !== "object" || where === null || Array.isArray(where)) {
    throw new ToolError("usage", "`where` must be an object: columns and the values that they must have");
  }
  return Object.entries(where)
    .map(([name, value]) => conditionText(name, value, values))
    .join(" AND ");
}

function conditionText(name: SqlName, value: unknown, values: unknown[]): string {
  const column = quoteColumn(name);
  if (value === undefined) {
    throw new ToolError("usage", `\`where\` has no value for ${column}`, {
      hint: "undefined would mean every row: leave the column out, or give null for IS NULL",
    });
  }
  if (value === null) return `${column} IS NULL`;
  if (!Array.isArray(value)) return `${column} = $${values.push(value)}`;
  if (value.includes(undefined)) throw new ToolError("usage", `the list for ${column} holds an undefined value`);
  const present = value.filter((each) => each !== null);
  const any = present.length === 0 ? "FALSE" : `${column} = ANY($${values.push(present)})`;
  return present.length === value.length ? any : `(${any} OR ${column} IS NULL)`;
}
