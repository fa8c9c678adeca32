// Refuses what an index on a column stands in the way of. Pure.
import type { Span } from "../../text/span.ts";
import type { Table } from "../schema/schema.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused when an index is on the column; `verb` is what would be done to it */
export function refuseIndexed(table: Table, column: string, verb: "drop" | "rename", span: Span): void {
  const names: string[] = [];
  for (const index of table.indexes.values()) if (index.target.column === column) names.push(`\`${index.name}\``);
  if (names.length === 0) return;
  refuse(
    `cannot ${verb} column \`${column}\`: index ${names.sort().join(", ")} is on it`,
    span,
    "drop the index first",
  );
}
