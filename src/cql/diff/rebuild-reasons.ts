// Says why a table cannot be changed in place into what it is to be. Pure.
import { since } from "../capabilities.ts";
import { quoteIdentifier } from "../identifiers.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Column, DroppedColumn, Table } from "../schema/schema.ts";
import { isSerializationCompatible } from "../schema/type-compatibility.ts";
import { isCounter } from "../schema/type-facts.ts";
import { viewsOf } from "../simulate/context.ts";
import { isCounterTable } from "../simulate/counter-table.ts";
import type { ColumnChange, RebuildTableReason } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import { isKey } from "./diff-columns.ts";
import type { DiffScope } from "./diff-scope.ts";
import { canGo } from "./to-change.ts";

/** No reason: every change can be made in place. */
export function rebuildReasons(
  scope: DiffScope,
  was: Table,
  is: Table,
  columns: readonly ColumnChange[],
): readonly RebuildTableReason[] {
  return [
    ...(ofKeyNames(was, is) ?? ofKey(was, is)),
    ...ofTable("compact-layout", compactText(was), compactText(is)),
    ...(showsKind(scope, is) ? ofTable("counter", counterText(was), counterText(is)) : []),
    ...ofColumns(was, is),
    ...columns.flatMap((change) => ofColumnChange(scope, was, change) ?? []),
  ];
}

function ofKey(was: Table, is: Table): readonly RebuildTableReason[] {
  return [
    ...ofTable("partition-key", keyText(was.partitionKey), keyText(is.partitionKey)),
    ...ofTable("clustering", clusteringText(was), clusteringText(is)),
  ];
}

/** Undefined when the keys differ in more than the names of columns, or in nothing. */
function ofKeyNames(was: Table, is: Table): readonly RebuildTableReason[] | undefined {
  if (keyShape(was) !== keyShape(is)) return undefined;
  const olds = keyNames(was);
  const news = keyNames(is);
  const renamed = olds.flatMap((old, index): readonly (readonly [string, string])[] => {
    const name = news[index];
    return name === undefined || name === old ? [] : [[old, name]];
  });
  const isClear = renamed.every(([old, name]) => !is.columns.has(old) && !was.columns.has(name));
  if (renamed.length === 0 || !isClear) return undefined;
  return renamed.map(([old, name]) => {
    return { kind: "key-name", column: undefined, was: quoteIdentifier(old), is: quoteIdentifier(name) };
  });
}

/** All of a key but the names. */
function keyShape(table: Table): string {
  const types = keyNames(table).map((name) => typeText(table.columns.get(name)));
  return [table.partitionKey.length, ...types, ...table.clustering.map(({ order }) => order)].join(" ");
}

function typeText(column: Column | undefined): string {
  return column === undefined ? "" : printCqlType(column.type);
}

function keyNames({ partitionKey, clustering }: Table): readonly string[] {
  return [...partitionKey, ...clustering.map(({ name }) => name)];
}

function ofTable(kind: RebuildTableReason["kind"], was: string, is: string): readonly RebuildTableReason[] {
  return was === is ? [] : [{ kind, column: undefined, was, is }];
}

function keyText(names: readonly string[]): string {
  return `(${names.join(", ")})`;
}

function clusteringText({ clustering }: Table): string {
  return `(${clustering.map(({ name, order }) => `${name} ${order}`).join(", ")})`;
}

function compactText({ compact }: Table): string {
  if (compact === undefined) return "not compact";
  const flags = [compact.isDense && "dense", compact.isCompound && "compound", compact.isSuper && "super"];
  return ["compact", ...flags.filter((flag) => flag !== false)].join(" ");
}

/**
 * Without a column outside of the key, a table does not show whether it was made for counters; such a one has no views
 * and no time to live.
 */
function showsKind({ is: keyspace }: DiffScope, { name, columns, options }: Table): boolean {
  if (Number(options.default_time_to_live ?? 0) > 0) return true;
  for (const column of columns.values()) if (!isKey(column)) return true;
  return viewsOf(keyspace, name).length > 0;
}

function counterText(table: Table): string {
  return isCounterTable(table) ? "counters" : "no counters";
}

/** What differs in columns that both have. */
function ofColumns(was: Table, is: Table): readonly RebuildTableReason[] {
  return differingPairs(was.columns, is.columns).flatMap(({ name, was: before, is: after }) => {
    if (before === undefined || after === undefined) return [];
    const types = [printCqlType(before.type), printCqlType(after.type)] as const;
    const reasons: RebuildTableReason[] = [];
    if (types[0] !== types[1]) reasons.push({ kind: "column-type", column: name, was: types[0], is: types[1] });
    // A column that enters or leaves the key is part of a key that differs.
    if (before.kind !== after.kind && !isKey(before) && !isKey(after)) {
      reasons.push({ kind: "column-kind", column: name, was: before.kind, is: after.kind });
    }
    return reasons;
  });
}

function ofColumnChange(scope: DiffScope, table: Table, change: ColumnChange): RebuildTableReason | undefined {
  switch (change.kind) {
    case "add-column":
      return ofAddition(scope, table, change.is);
    case "drop-column": {
      const { name, was } = change;
      const type = printCqlType(was.type);
      if (table.compact !== undefined) return { kind: "compact-column", column: name, was: type, is: undefined };
      return mayGo(scope, was) ? undefined : { kind: "column-stays", column: name, was: type, is: undefined };
    }
    default:
      return undefined;
  }
}

function ofAddition(scope: DiffScope, table: Table, column: Column): RebuildTableReason | undefined {
  const { name } = column;
  const is = describeColumn(column);
  if (table.compact !== undefined) return { kind: "compact-column", column: name, was: undefined, is };
  const dropped = table.dropped.get(name);
  if (dropped === undefined || canComeBackAs(scope, column, dropped)) return undefined;
  return { kind: "column-again", column: name, was: describeColumn(dropped), is };
}

/** Cassandra 3.11–5.0 wants the same kind and a type that reads what was written; never a counter (AlterTableStatement). */
function canComeBackAs({ is: keyspace, capabilities }: DiffScope, column: Column, dropped: DroppedColumn): boolean {
  if (isCounter(column.type) || isCounter(dropped.type) || column.kind !== dropped.kind) return false;
  return isSerializationCompatible(column.type, dropped.type, { keyspace, capabilities });
}

function describeColumn({ type, kind }: Pick<Column, "type" | "kind">): string {
  return kind === "static" ? `${printCqlType(type)} static` : printCqlType(type);
}

/** Cassandra 3.11 drops a column of a user's type that is not frozen; later ones refuse (AlterTableStatement). */
function mayGo({ capabilities }: DiffScope, column: Column): boolean {
  return canGo(column) || !since(capabilities, "4.0");
}
