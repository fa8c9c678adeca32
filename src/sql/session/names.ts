// Turns names of tables and columns, as they are stored, into SQL. Pure.
import { ToolError } from "../../base/errors.ts";
import { quoteIdentifier } from "../identifiers.ts";
import type { SqlName } from "../session.ts";

/** "billing.invoices" is a table of a schema. @throws ToolError "usage" */
export function quoteTable(name: SqlName): string {
  const parts = typeof name === "string" ? name.split(".") : [];
  if (parts.length > 2) {
    throw new ToolError("usage", `the table name ${show(name)} has more than two parts`, {
      hint: "give table or schema.table; for any other name use execute",
    });
  }
  return quoteParts(name, parts, "table");
}

/** @throws ToolError "usage" */
export function quoteColumn(name: SqlName): string {
  return quoteParts(name, typeof name === "string" ? [name] : [], "column");
}

function quoteParts(name: unknown, parts: readonly string[], what: string): string {
  if (parts.length === 0 || parts.some((part) => part === "" || part.includes("\0"))) {
    throw new ToolError("usage", `${show(name)} is no name of a ${what}`);
  }
  return parts.map(quoteIdentifier).join(".");
}

function show(name: unknown): string {
  return typeof name === "string" ? JSON.stringify(name) : String(name);
}
