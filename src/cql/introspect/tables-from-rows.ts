// Turns the rows of one table or view into the table or view. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type {
  CompactLayout,
  DroppedColumn,
  Index,
  OptionValue,
  Table,
  TableOptions,
  Trigger,
  View,
} from "../schema/schema.ts";
import { isCollection, isMultiCell } from "../schema/type-facts.ts";
import { canonicalTableOptions } from "../simulate/options/table-options.ts";
import type { TableColumns } from "./columns-from-rows.ts";
import { indexFromRow } from "./index-from-row.ts";
import { type IntrospectContext, typeFromText } from "./introspect-context.ts";
import { booleanIn, optionalTextIn, textIn, textMapIn, textMapOf, textsIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";
import { scyllaTableOptions } from "./scylla-table-options.ts";

/** The rows that hang on a table. */
export interface TableParts {
  readonly indexes: readonly SystemRow[];
  readonly triggers: readonly SystemRow[];
  readonly droppedColumns: readonly SystemRow[];
  /** ScyllaDB's own. */
  readonly scylla: SystemRow | undefined;
}

/** Columns of `tables` and `views` that are no options. */
const NO_OPTIONS: ReadonlySet<string> = new Set([
  "keyspace_name",
  "table_name",
  "view_name",
  "id",
  "flags",
  "base_table_id",
  "base_table_name",
  "include_all_columns",
  "where_clause",
]);

export function tableFromRow(
  row: SystemRow,
  columns: TableColumns,
  parts: TableParts,
  context: IntrospectContext,
): Table {
  const name = textIn(row, "table_name");
  const owner = `${textIn(row, "keyspace_name")}.${name}`;
  return {
    name,
    id: optionalTextIn(row, "id"),
    ...columns,
    compact: compactLayoutOf(new Set(textsIn(row, "flags"))),
    options: optionsFromRow(row, parts.scylla, context),
    indexes: named(parts.indexes.map((each) => withKindOfScylla(indexFromRow(each), columns, context))),
    triggers: named(parts.triggers.map(triggerFromRow)),
    dropped: named(parts.droppedColumns.map((dropped) => droppedFromRow(dropped, owner, context))),
  };
}

export function viewFromRow(
  row: SystemRow,
  columns: TableColumns,
  scylla: SystemRow | undefined,
  context: IntrospectContext,
): View {
  return {
    name: textIn(row, "view_name"),
    id: optionalTextIn(row, "id"),
    baseTable: textIn(row, "base_table_name"),
    includesAllColumns: booleanIn(row, "include_all_columns") ?? false,
    where: textIn(row, "where_clause"),
    ...columns,
    options: optionsFromRow(row, scylla, context),
  };
}

/** A table that is dense, super, or not compound is compact, whoever made it. */
function compactLayoutOf(flags: ReadonlySet<string>): CompactLayout | undefined {
  const layout = { isDense: flags.has("dense"), isCompound: flags.has("compound"), isSuper: flags.has("super") };
  return layout.isDense || layout.isSuper || !layout.isCompound ? layout : undefined;
}

function optionsFromRow(
  row: SystemRow,
  scylla: SystemRow | undefined,
  { capabilities }: IntrospectContext,
): TableOptions {
  const own = capabilities.product === "scylla" ? scyllaTableOptions(row, scylla) : {};
  const stored: Record<string, OptionValue> = {};
  for (const [name, value] of Object.entries({ ...row, ...own })) {
    if (value === null || value === undefined || NO_OPTIONS.has(name)) continue;
    stored[name] = optionValueOf(value);
  }
  return canonicalTableOptions(stored, capabilities);
}

function optionValueOf(value: unknown): OptionValue {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  return textMapOf(value) ?? String(value);
}

/** ScyllaDB writes `full(a)` down as `a`: a frozen collection has no other index (docs/dev/secondary_index.md). */
function withKindOfScylla(index: Index, { columns }: TableColumns, { capabilities }: IntrospectContext): Index {
  const { target } = index;
  const type = columns.get(target.column)?.type;
  const isWhole = capabilities.product === "scylla" && target.kind === "simple" && type !== undefined;
  if (!isWhole || !isCollection(type) || isMultiCell(type)) return index;
  return { ...index, target: { ...target, kind: "full" } };
}

function triggerFromRow(row: SystemRow): Trigger {
  return { name: textIn(row, "trigger_name"), className: textMapIn(row, "options").class ?? "" };
}

function droppedFromRow(row: SystemRow, table: string, context: IntrospectContext): DroppedColumn {
  const name = textIn(row, "column_name");
  return {
    name,
    type: typeFromText(textIn(row, "type"), `the dropped column \`${table}.${name}\``, context),
    kind: textIn(row, "kind") === "static" ? "static" : "regular",
    droppedAtMicros: microsOf(row.dropped_time),
  };
}

/** The server keeps milliseconds; an instant beyond what a Date can hold is not known. */
function microsOf(time: unknown): string | undefined {
  if (!(time instanceof Date) || Number.isNaN(time.getTime())) return undefined;
  return String(BigInt(time.getTime()) * 1000n);
}

function named<V extends { readonly name: string }>(values: readonly V[]): PersistentMap<V> {
  return PersistentMap.from(values.map((value) => [value.name, value] as const));
}
