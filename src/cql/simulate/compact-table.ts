// The rules of WITH COMPACT STORAGE, and the columns that the servers add to such a table. Pure.
import type { Span } from "../../text/span.ts";
import type { Capabilities } from "../capabilities.ts";
import { EMPTY_TYPE_CLASS } from "../schema/print-type-class.ts";
import type { ClusteringColumn, Column, CompactLayout, Table } from "../schema/schema.ts";
import { isCounter, isMultiCell } from "../schema/type-facts.ts";
import { refuse } from "./refuse.ts";

export interface CompactTable {
  readonly layout: CompactLayout;
  readonly columns: readonly Column[];
  readonly clustering: readonly ClusteringColumn[];
}

/**
 * Lays out the columns of a compact table. One without clustering columns has static columns, a hidden clustering column
 * `column1` and a hidden value; any other has at most one value, whose type is `empty` when none is declared.
 *
 * @throws Refused
 */
export function layOutCompactTable(
  columns: readonly Column[],
  clustering: readonly ClusteringColumn[],
  capabilities: Capabilities,
  span: Span,
): CompactTable {
  // ScyllaDB has `enable_deprecated_compact_storage`, off by default.
  if (capabilities.product === "scylla") refuse("ScyllaDB makes no new tables WITH COMPACT STORAGE", span);
  const values = columns.filter((column) => column.kind === "regular" || column.kind === "static");
  checkValues(values, clustering, span);
  const layout = { isDense: clustering.length > 0, isCompound: clustering.length > 1, isSuper: false };
  const names = new Set(columns.map((column) => column.name));
  if (clustering.length === 0) {
    const key = hiddenColumn(freeName(names, "column", 1), "clustering", { kind: "native", name: "text" });
    const valueType = values.some((column) => isCounter(column.type)) ? "counter" : "blob";
    const value = hiddenColumn(freeName(names, "value", 0), "regular", { kind: "native", name: valueType });
    return {
      layout,
      columns: [
        ...columns.map((column) => (column.kind === "regular" ? { ...column, kind: "static" as const } : column)),
        key,
        value,
      ],
      clustering: [{ name: key.name, order: "asc" }],
    };
  }
  if (values.length > 0) return { layout, columns, clustering };
  const empty = hiddenColumn(freeName(names, "value", 0), "regular", { kind: "custom", className: EMPTY_TYPE_CLASS });
  return { layout, columns: [...columns, empty], clustering };
}

/** Whether it is one of the columns that the servers add, which statements cannot name (CompactTableMetadata.getExistingColumn). */
export function isHiddenColumn({ kind, type }: Column, { compact }: Table): boolean {
  if (compact === undefined) return false;
  if (!compact.isDense) return kind === "clustering" || kind === "regular";
  return kind === "regular" && type.kind === "custom" && type.className === EMPTY_TYPE_CLASS;
}

function checkValues(values: readonly Column[], clustering: readonly ClusteringColumn[], span: Span): void {
  const multiCell = values.find((column) => isMultiCell(column.type));
  if (multiCell !== undefined) {
    refuse(`column \`${multiCell.name}\` must be frozen in a table WITH COMPACT STORAGE`, span);
  }
  const fixed = values.find((column) => column.kind === "static");
  if (fixed !== undefined) refuse(`column \`${fixed.name}\` cannot be static in a table WITH COMPACT STORAGE`, span);
  if (clustering.length > 0 && values.length > 1) {
    refuse("a table WITH COMPACT STORAGE and clustering columns has at most one column outside the PRIMARY KEY", span);
  }
  if (clustering.length === 0 && values.length === 0) {
    refuse("a table WITH COMPACT STORAGE and no clustering columns needs a column outside the PRIMARY KEY", span);
  }
}

function hiddenColumn(name: string, kind: Column["kind"], type: Column["type"]): Column {
  return { name, type, kind, mask: undefined };
}

/** `column1`, `column2`, …; `value`, `value1`, … */
function freeName(used: Set<string>, stem: string, first: number): string {
  for (let at = first; ; at++) {
    const name = at === 0 ? stem : `${stem}${at}`;
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
}
