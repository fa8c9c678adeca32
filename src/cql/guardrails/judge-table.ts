// Holds CREATE and ALTER TABLE against the guardrails. Pure.
import type { AlterTable, CreateTable } from "../ast/ddl.ts";
import type { ObjectName } from "../ast/name.ts";
import type { Schema, Table } from "../schema/schema.ts";
import { checkVectors } from "./check-vectors.ts";
import type { GuardrailJudge } from "./guardrail-judge.ts";
import { type JudgedCase, tableIn } from "./judged-case.ts";
import { checkTableOptions } from "./table-properties.ts";

export function judgeCreateTable(judged: JudgedCase, node: CreateTable): void {
  const { judge, before, after } = judged;
  const { name, columns, compactStorage } = node;
  checkTableOptions(judge, node.options, name);
  limitColumns(judge, columns.length, name);
  limitTables(judged, name);
  if (compactStorage !== undefined)
    judge.allow("compact_tables_enabled", compactStorage, "the table would have COMPACT STORAGE");
  checkVectors(judge, columns);
  if (tableIn(before, name) === undefined) checkCompression(judge, tableIn(after, name), name);
}

/** A table that is not known, and has no guard, is taken to be there: without one the server would refuse. */
export function judgeAlterTable({ judge, before, after }: JudgedCase, { name, action, ifExists }: AlterTable): void {
  if (ifExists && tableIn(before, name) === undefined) return;
  const table = tableIn(after, name);
  switch (action.kind) {
    case "options":
      checkTableOptions(judge, action.options, name);
      checkCompression(judge, table, name);
      return;
    case "add":
      judge.allow("alter_table_enabled", name, `it changes the columns of \`${name.name.name}\``);
      if (table !== undefined) limitColumns(judge, table.columns.size, name);
      checkVectors(judge, action.columns);
      return;
    case "drop":
    case "rename":
      judge.allow("alter_table_enabled", name, `it changes the columns of \`${name.name.name}\``);
      return;
    default:
  }
}

function limitTables({ judge, before, hiddenTableCount }: JudgedCase, name: ObjectName): void {
  if (!judge.knows("tables")) return;
  const count = countTables(before) + hiddenTableCount + 1;
  judge.limit("tables", count, name, `the cluster would have ${count} tables and views`);
}

/** Views count, as each is a table of its own (Keyspace.getColumnFamilyStores). */
function countTables({ keyspaces }: Schema): number {
  let count = 0;
  for (const { tables, views } of keyspaces.values()) count += tables.size + views.size;
  return count;
}

function limitColumns(judge: GuardrailJudge, count: number, name: ObjectName): void {
  judge.limit("columns_per_table", count, name, `table \`${name.name.name}\` would have ${count} columns`);
}

/** Of the table as it will be, so that any option that is altered meets it. */
function checkCompression(judge: GuardrailJudge, table: Table | undefined, name: ObjectName): void {
  const compression = table?.options.compression;
  if (typeof compression !== "object" || compression.enabled !== "false") return;
  judge.allow("uncompressed_tables_enabled", name, `table \`${name.name.name}\` would not be compressed`);
}
