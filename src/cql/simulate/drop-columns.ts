// ALTER TABLE … DROP: takes columns out of a table, and remembers them as the servers do. Pure.
import type { AlterTableAction } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import { since } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { expandUserTypes } from "../schema/expand-user-types.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Column, Keyspace, Table } from "../schema/schema.ts";
import { innerTypes, isCounter, isMultiCell } from "../schema/type-facts.ts";
import { type SimulateContext, viewsOf, withTable } from "./context.ts";
import { refuseIndexed } from "./dependent-indexes.ts";
import { refuse } from "./refuse.ts";

type DropColumns = Extract<AlterTableAction, { kind: "drop" }>;

const TIMESTAMP_MAX = 2n ** 63n - 1n;

/** @throws Refused */
export function dropColumns(context: SimulateContext, action: DropColumns, keyspace: Keyspace, table: Table): Keyspace {
  const droppedAtMicros = readTimestamp(context, action);
  let { columns, dropped } = table;
  for (const identifier of withoutRepeats(action.columns, context)) {
    const column = columns.get(identifier.name);
    if (column === undefined) {
      if (action.ifExists) continue;
      refuse(`table \`${keyspace.name}.${table.name}\` has no column \`${identifier.name}\``, identifier);
    }
    checkDrop(context, identifier, column, keyspace, table);
    columns = columns.without(column.name);
    const type = expandUserTypes(column.type, keyspace, identifier);
    // Cassandra 3.11 cannot read again what it remembers of such a column, and fails half way (CQL3Type.RawTuple).
    if (!since(context.capabilities, "4.0") && holdsCounter(type)) {
      refuse(`a counter within the type of column \`${column.name}\` keeps it from being dropped`, identifier);
    }
    dropped = dropped.with(column.name, {
      name: column.name,
      type,
      kind: column.kind === "static" ? "static" : "regular",
      droppedAtMicros,
    });
  }
  return columns === table.columns ? keyspace : withTable(keyspace, { ...table, columns, dropped });
}

function holdsCounter(type: CqlType): boolean {
  return innerTypes(type).some((inner) => isCounter(inner) || holdsCounter(inner));
}

/** Cassandra 4.0 takes the columns as a set; before, a second one is not found any more. */
function withoutRepeats(columns: readonly Identifier[], { capabilities }: SimulateContext): readonly Identifier[] {
  if (!since(capabilities, "4.0")) return columns;
  return [...new Map(columns.map((column) => [column.name, column])).values()];
}

function readTimestamp(context: SimulateContext, { timestamp }: DropColumns): string | undefined {
  if (timestamp === undefined) return undefined;
  const micros = BigInt(timestamp);
  if (micros > TIMESTAMP_MAX || micros < -TIMESTAMP_MAX - 1n) refuse(`${timestamp} is no timestamp`, context.statement);
  // The servers keep milliseconds of it.
  return String((micros / 1000n) * 1000n);
}

function checkDrop(
  context: SimulateContext,
  identifier: Identifier,
  column: Column,
  keyspace: Keyspace,
  table: Table,
): void {
  const { name } = column;
  const { capabilities } = context;
  if (table.compact !== undefined) refuseCompact(context, identifier, column, table);
  if (column.kind === "partition-key" || column.kind === "clustering") {
    refuse(`column \`${name}\` is in the PRIMARY KEY, and cannot be dropped`, identifier);
  }
  if (column.type.kind === "user" && isMultiCell(column.type) && since(capabilities, "4.0")) {
    refuse(
      `column \`${name}\` of type ${printCqlType(column.type)} cannot be dropped: only a frozen user-defined type can`,
      identifier,
    );
  }
  refuseIndexed(table, name, "drop", identifier);
  // ScyllaDB looks whether a view has the column, Cassandra whether there is a view.
  const views = viewsOf(keyspace, table.name).filter(
    (view) => capabilities.product !== "scylla" || view.columns.has(name),
  );
  if (views.length > 0) {
    const names = views.map((view) => `\`${view.name}\``).sort();
    refuse(
      `column \`${name}\` cannot be dropped: \`${table.name}\` has the materialized view ${names.join(", ")}`,
      identifier,
    );
  }
}

/** Cassandra 4.0 can drop declared columns of a table without clustering columns, and no value that is the only one. */
function refuseCompact(context: SimulateContext, identifier: Identifier, column: Column, table: Table): void {
  if (since(context.capabilities, "4.0") && column.kind === "static") return;
  refuse(`table \`${table.name}\` has COMPACT STORAGE, so column \`${column.name}\` cannot be dropped`, identifier);
}
