// ALTER TABLE … ALTER column MASKED WITH or DROP MASKED: what masks a column, in the table and in its views. Pure.
import type { AlterTableAction } from "../ast/ddl.ts";
import type { Column, Keyspace, Mask, Table } from "../schema/schema.ts";
import { type SimulateContext, viewsOf, withTable, withView } from "./context.ts";
import { refuse } from "./refuse.ts";
import { resolveMask } from "./resolve-mask.ts";

type AlterMask = Extract<AlterTableAction, { kind: "mask" | "drop-mask" }>;

/** @throws Refused */
export function alterMask(context: SimulateContext, action: AlterMask, keyspace: Keyspace, table: Table): Keyspace {
  if (action.kind === "mask") requireMasking(context);
  const { name } = action.column;
  const column = table.columns.get(name);
  if (column === undefined) {
    if (action.ifExists) return keyspace;
    refuse(`table \`${keyspace.name}.${table.name}\` has no column \`${name}\``, action.column);
  }
  const mask =
    action.kind === "mask" ? resolveMask(action.mask, action.column, column.type, keyspace, context) : undefined;
  if (isSameMask(column.mask, mask)) return keyspace;
  const masked: Column = { ...column, mask };
  let after = withTable(keyspace, { ...table, columns: table.columns.with(name, masked) });
  for (const view of viewsOf(keyspace, table.name)) {
    const viewColumn = view.columns.get(name);
    if (viewColumn === undefined) continue;
    after = withView(after, { ...view, columns: view.columns.with(name, { ...viewColumn, mask }) });
  }
  return after;
}

/** @throws Refused when masks are known to be switched off; Cassandra 5.0 lets ADD make one nevertheless */
export function requireMasking(context: SimulateContext): void {
  if (context.capabilities.settings.dynamicDataMasking !== false) return;
  refuse("columns cannot be masked: `dynamic_data_masking_enabled` is off in cassandra.yaml", context.statement);
}

function isSameMask(one: Mask | undefined, other: Mask | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.keyspace === other.keyspace &&
    one.function === other.function &&
    one.args.length === other.args.length &&
    one.args.every((arg, index) => arg === other.args[index])
  );
}
