// Adds to the changes of tables that masks are taken off while their function is made again. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { Mask, Table } from "../schema/schema.ts";
import type { Change, MaskColumnChange } from "./change.ts";
import type { DiffScope } from "./diff-scope.ts";
import { functionsGoneEarly, typesGoneEarly } from "./gone-early.ts";
import { signatureOf } from "./signature.ts";
import { toChange } from "./to-change.ts";

/**
 * Cassandra 5.0 drops no function while a mask calls it (DropFunctionStatement).
 * @param tables the changes of tables
 * @param others the changes of types and functions
 */
export function unmaskAround(
  { keyspace, was, is }: DiffScope,
  tables: readonly Change[],
  others: readonly Change[],
): readonly Change[] {
  const gone = functionsGoneEarly(others, typesGoneEarly(others));
  if (gone.size === 0) return tables;
  const names = new Set<string>();
  for (const userFunction of was.functions.values())
    if (gone.has(signatureOf(userFunction))) names.add(userFunction.name);
  // A mask does not say which of several functions of one name it calls: any of them counts.
  const callsGone = (mask: Mask | undefined): boolean => mask?.keyspace === keyspace && names.has(mask.function);

  const stays = columnsThatStay(tables);
  const unchanged: Change[] = [];
  for (const [name, table] of was.tables) {
    if (stays.has(name)) continue;
    for (const column of masked(table, is.tables.get(name))) {
      if (!callsGone(column.mask) || stays.has(`${name}.${column.name}`)) continue;
      const path = { keyspace, table: name, name: column.name };
      unchanged.push(
        maskFirst({ kind: "mask-column", ...path, was: column.mask, is: column.mask, how: "unmasked-first" }),
      );
    }
  }
  return [
    ...tables.map((change) => (change.kind === "mask-column" && callsGone(change.was) ? maskFirst(change) : change)),
    ...unchanged.sort((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1)),
  ];
}

/** `table`, `table.column`: what a rebuild keeps as it is, and columns whose mask changes anyway. */
function columnsThatStay(tables: readonly Change[]): ReadonlySet<string> {
  const stays = new Set<string>();
  for (const change of tables) {
    if (change.kind === "mask-column" || change.kind === "unmask-column") stays.add(`${change.table}.${change.name}`);
    if (change.kind !== "rebuild-table") continue;
    for (const { column } of change.reasons) stays.add(column === undefined ? change.name : `${change.name}.${column}`);
  }
  return stays;
}

/** The columns that both have, with a mask. */
function masked(was: Table, is: Table | undefined): readonly { readonly name: string; readonly mask: Mask }[] {
  const both = is?.columns ?? PersistentMap.empty();
  return [...was.columns.values()].flatMap(({ name, mask }) =>
    mask !== undefined && both.has(name) ? [{ name, mask }] : [],
  );
}

function maskFirst({
  kind,
  keyspace,
  table,
  name,
  was,
  is,
}: Omit<MaskColumnChange, "loss" | "meanwhile" | "reversal">): Change {
  return toChange({ kind, keyspace, table, name, was, is, how: "unmasked-first" });
}

function pathOf(change: Change): string {
  return "table" in change ? `${change.table}.${change.name}` : change.name;
}
