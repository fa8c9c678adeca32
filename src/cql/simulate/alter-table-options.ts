// ALTER TABLE … WITH: the options of a table once they are altered. Pure.
import type { AlterTableAction } from "../ast/ddl.ts";
import type { Keyspace, Table } from "../schema/schema.ts";
import { type SimulateContext, viewsOf, withTable } from "./context.ts";
import { isCounterTable } from "./counter-table.ts";
import { isSeenChange, readTableOptions } from "./options/table-options.ts";
import { refuse } from "./refuse.ts";

type AlterOptions = Extract<AlterTableAction, { kind: "options" }>;

/** @throws Refused */
export function alterTableOptions(
  context: SimulateContext,
  action: AlterOptions,
  keyspace: Keyspace,
  table: Table,
): Keyspace {
  const options = readTableOptions(action.options, table.options, "table", context.capabilities);
  const full = `${keyspace.name}.${table.name}`;
  if (Number(options.default_time_to_live ?? 0) > 0 && isCounterTable(table)) {
    refuse(`table \`${full}\` has counters, so it cannot have \`default_time_to_live\``, context.statement);
  }
  if (options.gc_grace_seconds === 0 && viewsOf(keyspace, table.name).length > 0) {
    refuse(
      `\`gc_grace_seconds\` of \`${full}\` cannot be 0: it has materialized views, whose late updates would be lost`,
      context.statement,
    );
  }
  if (!isSeenChange(table.options, options, context.capabilities)) return keyspace;
  return withTable(keyspace, { ...table, options });
}
