// Turns the rows of system_schema into a schema, in the one form that the simulator makes, too. Pure.
//
// Rows of other people's clusters may hold what is not known here: that is kept as it is, or left out and reported, and
// never keeps the rest from being read.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Capabilities } from "../capabilities.ts";
import { routineSignature } from "../schema/routine-signature.ts";
import type { Keyspace, Schema, Table, View } from "../schema/schema.ts";
import { columnsFromRows, type TableColumns } from "./columns-from-rows.ts";
import { groupRows, type RowGroups } from "./group-rows.ts";
import type { IntrospectContext } from "./introspect-context.ts";
import { keyspaceOptionsFromRows } from "./keyspace-options-from-rows.ts";
import { isServersKeyspace, isServersOwn } from "./noise.ts";
import { aggregateFromRow, functionFromRow, userTypeFromRow } from "./routines-from-rows.ts";
import { textIn } from "./row-value.ts";
import type { SchemaRows, SystemRow, SystemTable } from "./schema-rows.ts";
import { tableFromRow, viewFromRow } from "./tables-from-rows.ts";

export interface Introspection {
  readonly schema: Schema;
  /** What in the rows was not understood. */
  readonly diagnostics: readonly IntrospectionDiagnostic[];
}

export interface IntrospectionDiagnostic extends Diagnostic {
  readonly keyspace: string;
}

/** @param keyspaces those that are wanted; when it is not given, all but the server's own */
export function schemaFromRows(
  rows: SchemaRows,
  capabilities: Capabilities,
  keyspaces?: readonly string[],
): Introspection {
  const diagnostics: IntrospectionDiagnostic[] = [];
  const isWanted = (name: string): boolean =>
    keyspaces === undefined ? !isServersKeyspace(name, capabilities.product) : keyspaces.includes(name);
  const readers = readersOf(rows);
  const found = (rows.keyspaces ?? []).filter((row) => isWanted(textIn(row, "keyspace_name")));
  const entries = found.map((row) => {
    const context: IntrospectContext = { capabilities, diagnostics: [], types: new Map() };
    const keyspace = keyspaceFromRow(row, readers, context);
    diagnostics.push(...context.diagnostics.map((each) => ({ ...each, keyspace: keyspace.name })));
    return [keyspace.name, keyspace] as const;
  });
  return {
    schema: { currentKeyspace: undefined, keyspaces: PersistentMap.from(entries) },
    diagnostics,
  };
}

/** All rows by their keyspace. */
interface RowReaders {
  of(table: SystemTable, keyspace: string): readonly SystemRow[];
}

function readersOf(rows: SchemaRows): RowReaders {
  const groups = new Map<SystemTable, RowGroups>();
  return {
    of(table, keyspace) {
      let group = groups.get(table);
      if (group === undefined) {
        group = groupRows(rows[table] ?? [], "keyspace_name");
        groups.set(table, group);
      }
      return group.get(keyspace) ?? [];
    },
  };
}

function keyspaceFromRow(row: SystemRow, readers: RowReaders, context: IntrospectContext): Keyspace {
  const name = textIn(row, "keyspace_name");
  const of = (table: SystemTable): readonly SystemRow[] => readers.of(table, name);
  return {
    name,
    ...keyspaceOptionsFromRows(row, of("scylla_keyspaces")[0], context.capabilities),
    types: byKey(
      of("types").map((each) => userTypeFromRow(each, context)),
      (type) => type.name,
    ),
    ...tablesFromRows(name, readers, context),
    functions: byKey(
      of("functions").map((each) => functionFromRow(each, context)),
      (each) =>
        routineSignature(
          each.name,
          each.args.map(({ type }) => type),
        ),
    ),
    aggregates: byKey(
      of("aggregates").map((each) => aggregateFromRow(each, context)),
      (each) => routineSignature(each.name, each.argumentTypes),
    ),
  };
}

function tablesFromRows(
  keyspace: string,
  readers: RowReaders,
  context: IntrospectContext,
): Pick<Keyspace, "tables" | "views"> {
  const grouped = (table: SystemTable): RowGroups => groupRows(readers.of(table, keyspace), "table_name");
  const columns = grouped("columns");
  const masks = grouped("column_masks");
  const parts = {
    indexes: grouped("indexes"),
    triggers: grouped("triggers"),
    droppedColumns: grouped("dropped_columns"),
    scylla: grouped("scylla_tables"),
  };
  const unclaimed = new Set(columns.keys());
  const namesIn = (table: SystemTable, column: string): ReadonlySet<string> =>
    new Set(readers.of(table, keyspace).map((row) => textIn(row, column)));
  const names = { tables: namesIn("tables", "table_name"), indexes: namesIn("indexes", "index_name") };
  const isNoise = (name: string): boolean => isServersOwn(name, names, context.capabilities.product);

  /** The columns of a table that is somebody's; undefined when it is not, or has none. */
  function claim(name: string): TableColumns | undefined {
    unclaimed.delete(name);
    if (isNoise(name)) return undefined;
    const owner = `${keyspace}.${name}`;
    const masksByColumn = new Map((masks.get(name) ?? []).map((row) => [textIn(row, "column_name"), row] as const));
    const found = columnsFromRows(columns.get(name) ?? [], masksByColumn, owner, context);
    if (found.partitionKey.length > 0) return found;
    context.diagnostics.push({
      message: `\`${owner}\` has no columns of a key in system_schema.columns, and is left out`,
      hint: BROKEN,
    });
    return undefined;
  }

  const tables: Table[] = [];
  for (const row of readers.of("tables", keyspace)) {
    const name = textIn(row, "table_name");
    const claimed = claim(name);
    if (claimed === undefined) continue;
    const own = {
      indexes: parts.indexes.get(name) ?? [],
      triggers: parts.triggers.get(name) ?? [],
      droppedColumns: parts.droppedColumns.get(name) ?? [],
      scylla: parts.scylla.get(name)?.[0],
    };
    tables.push(tableFromRow(row, claimed, own, context));
  }
  const views: View[] = [];
  for (const row of readers.of("views", keyspace)) {
    const name = textIn(row, "view_name");
    const claimed = claim(name);
    if (claimed !== undefined) views.push(viewFromRow(row, claimed, parts.scylla.get(name)?.[0], context));
  }
  for (const name of unclaimed) {
    if (isNoise(name)) continue;
    context.diagnostics.push({
      message: `system_schema.columns has columns of \`${keyspace}.${name}\`, which is no table`,
      hint: BROKEN,
    });
  }
  return { tables: byKey(tables, ({ name }) => name), views: byKey(views, ({ name }) => name) };
}

const BROKEN = "the schema was changed while it was read, or the server's own tables do not fit together";

function byKey<V>(values: readonly V[], keyOf: (value: V) => string): PersistentMap<V> {
  return PersistentMap.from(values.map((value) => [keyOf(value), value] as const));
}
