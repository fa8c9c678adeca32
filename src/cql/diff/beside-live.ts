// Turns what models declare into what the live schema is to become when nothing is taken away, and says what of the live
// schema the models do not name. Pure.
import type { Index, Keyspace, Table, UserType, View } from "../schema/schema.ts";
import { withoutHiddenColumns } from "../schema/to-nodes/declared-parts.ts";
import type { Change } from "./change.ts";
import { isKey } from "./diff-columns.ts";
import { toChange } from "./to-change.ts";

export interface BesideLive {
  /** As declared, with everything of the live keyspace that stays. */
  readonly goal: Keyspace;
  /** What stands in live tables and types that are declared, and in no model: as what would lead from the models to it. */
  readonly drift: readonly Change[];
}

export interface BesideOptions {
  /** Whether indexes that no model names go; otherwise they stay, and are drift. */
  readonly dropsIndexes: boolean;
}

/** Tables, types and views that are not declared stay as they are, and are nobody's drift. */
export function besideLive(live: Keyspace, declared: Keyspace, options: BesideOptions): BesideLive {
  const drift: Change[] = [];
  let { types, tables, views } = live;
  for (const type of declared.types.sorted()) {
    const was = live.types.get(type.name);
    types = types.with(type.name, was === undefined ? type : besideType(live.name, was, type, drift));
  }
  for (const table of declared.tables.sorted()) {
    const was = live.tables.get(table.name);
    tables = tables.with(table.name, was === undefined ? table : besideTable(live.name, was, table, drift, options));
  }
  for (const view of declared.views.sorted())
    views = views.with(view.name, besideView(view, tables.get(view.baseTable)));
  return { goal: { ...live, types, tables, views }, drift };
}

/**
 * Fields are told apart by their place: those that only the live type has keep theirs, new ones come at the end. Where the
 * models' fields do not fit into that order, the type stays as it is declared, which no statement makes of the live one.
 */
function besideType(keyspace: string, was: UserType, is: UserType, drift: Change[]): UserType {
  const wasNames = new Set(was.fields.map(({ name }) => name));
  const isFields = new Map(is.fields.map((field) => [field.name, field]));
  const extra = was.fields.filter(({ name }) => !isFields.has(name));
  if (extra.length === 0) return is;
  const common = was.fields.filter(({ name }) => isFields.has(name));
  const isInOrder = common.every(({ name }, index) => is.fields[index]?.name === name);
  if (!isInOrder) return is;
  for (const field of extra) {
    drift.push(toChange({ kind: "add-field", keyspace, type: was.name, name: field.name, is: field }));
  }
  const kept = was.fields.map((field) => isFields.get(field.name) ?? field);
  return { ...is, fields: [...kept, ...is.fields.filter(({ name }) => !wasNames.has(name))] };
}

function besideTable(keyspace: string, was: Table, is: Table, drift: Change[], { dropsIndexes }: BesideOptions): Table {
  if (is === was) return was;
  const path = { keyspace, table: was.name };
  let { columns, indexes } = is;
  for (const column of withoutHiddenColumns(was).columns.sorted()) {
    // One that leaves the key makes the keys differ.
    if (is.columns.has(column.name) || isKey(column)) continue;
    columns = columns.with(column.name, column);
    drift.push(toChange({ kind: "add-column", ...path, name: column.name, is: column }));
  }
  const removed: readonly Index[] = dropsIndexes ? [] : was.indexes.sorted();
  for (const index of removed) {
    if (is.indexes.has(index.name)) continue;
    indexes = indexes.with(index.name, index);
    drift.push(toChange({ kind: "create-index", ...path, name: index.name, is: index }));
  }
  // Models say nothing of triggers.
  return { ...is, columns, indexes, triggers: was.triggers };
}

/** A view of all columns has those, too, that only the live table has, but for static ones: no view has any. */
function besideView(view: View, base: Table | undefined): View {
  if (!view.includesAllColumns || base === undefined) return view;
  let { columns } = view;
  for (const column of withoutHiddenColumns(base).columns.sorted()) {
    if (column.kind === "static" || columns.has(column.name)) continue;
    columns = columns.with(column.name, { ...column, kind: "regular" });
  }
  return { ...view, columns };
}
