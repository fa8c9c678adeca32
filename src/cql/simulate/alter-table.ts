// ALTER TABLE: finds the table and hands it to what is done to it. Pure.
import { unreachable } from "../../base/assert.ts";
import type { AlterTable } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { EMPTY_TYPE_CLASS } from "../schema/print-type-class.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Keyspace, Schema, Table } from "../schema/schema.ts";
import { isCompatible, isValueCompatible } from "../schema/type-compatibility.ts";
import { isCounter } from "../schema/type-facts.ts";
import { addColumns } from "./add-columns.ts";
import { alterMask } from "./alter-mask.ts";
import { alterTableOptions } from "./alter-table-options.ts";
import {
  findKeyspace,
  refuseUnknownKeyspace,
  requireTable,
  type SimulateContext,
  withKeyspace,
  withTable,
} from "./context.ts";
import { dropColumns } from "./drop-columns.ts";
import { checkOptionValues } from "./options/table-options.ts";
import { refuse } from "./refuse.ts";
import { renameColumns } from "./rename-columns.ts";

/** @throws Refused */
export function alterTable(context: SimulateContext, node: AlterTable): Schema {
  const keyspace = findKeyspace(context, node.name);
  const { name } = node.name.name;
  if (node.ifExists && !keyspace?.tables.has(name) && !keyspace?.views.has(name)) {
    checkOptionsOfNothing(context, node);
    return context.schema;
  }
  if (keyspace === undefined) refuseUnknownKeyspace(node.name.keyspace?.name ?? "", node.name);
  const table = requireTable(keyspace, node.name);
  const after = applyAction(context, node, keyspace, table);
  return after === keyspace ? context.schema : withKeyspace(context.schema, after);
}

/** Cassandra 5.0 reads the options before it looks for the table (AlterTableStatement.AlterOptions.validate). */
function checkOptionsOfNothing({ capabilities }: SimulateContext, { action }: AlterTable): void {
  if (action.kind === "options" && since(capabilities, "5.0")) checkOptionValues(action.options, capabilities);
}

function applyAction(context: SimulateContext, node: AlterTable, keyspace: Keyspace, table: Table): Keyspace {
  const { action } = node;
  switch (action.kind) {
    case "add":
      return addColumns(context, action, keyspace, table);
    case "drop":
      return dropColumns(context, action, keyspace, table);
    case "rename":
      return renameColumns(context, action, keyspace, table);
    case "mask":
    case "drop-mask":
      return alterMask(context, action, keyspace, table);
    case "options":
      return alterTableOptions(context, action, keyspace, table);
    case "alter-type":
      return alterColumnType(context, action, keyspace, table);
    case "drop-compact-storage":
      return dropCompactStorage(context, keyspace, table);
    case "ttl-column":
      if (context.capabilities.product !== "scylla") refuse("ALTER TABLE … TTL needs ScyllaDB", context.statement);
      if (action.column !== undefined && !table.columns.has(action.column.name)) {
        refuse(`table \`${keyspace.name}.${table.name}\` has no column \`${action.column.name}\``, action.column);
      }
      return keyspace;
    default:
      return unreachable(action);
  }
}

type AlterColumnType = Extract<AlterTable["action"], { kind: "alter-type" }>;

function alterColumnType(
  context: SimulateContext,
  action: AlterColumnType,
  keyspace: Keyspace,
  table: Table,
): Keyspace {
  const { capabilities } = context;
  if (since(capabilities, "4.0"))
    refuse("the type of a column cannot be altered since Cassandra 4.0", context.statement);
  const { name } = action.column;
  const column = table.columns.get(name);
  if (column === undefined) refuse(`table \`${keyspace.name}.${table.name}\` has no column \`${name}\``, action.column);
  const type = resolveType(action.type, keyspace, capabilities);
  const isAlterable = capabilities.product === "scylla" ? canScyllaAlter : canCassandraAlter;
  if (!isAlterable(column.type, type, column.kind === "clustering", keyspace, context)) {
    refuse(`the type of column \`${name}\` cannot be altered`, action.type);
  }
  return withTable(keyspace, { ...table, columns: table.columns.with(name, { ...column, type }) });
}

/** Cassandra 3.11: only the value that a compact table was given when it had none (CASSANDRA-15778). */
function canCassandraAlter(before: CqlType, after: CqlType): boolean {
  return (
    before.kind === "custom" &&
    before.className === EMPTY_TYPE_CLASS &&
    after.kind === "native" &&
    after.name === "blob"
  );
}

/** ScyllaDB: to a type that reads the values of the one before, and for a clustering column sorts them alike. */
function canScyllaAlter(
  before: CqlType,
  after: CqlType,
  isClustering: boolean,
  keyspace: Keyspace,
  { capabilities }: SimulateContext,
): boolean {
  if (isCounter(before) || isCounter(after)) return false;
  const compatibility = { keyspace, capabilities };
  return isClustering ? isCompatible(after, before, compatibility) : isValueCompatible(after, before, compatibility);
}

/** The columns that the server had hidden stay, and show from then on. */
function dropCompactStorage(context: SimulateContext, keyspace: Keyspace, table: Table): Keyspace {
  if (context.capabilities.settings.dropCompactStorage === false) {
    refuse("DROP COMPACT STORAGE is switched off: `drop_compact_storage_enabled` in cassandra.yaml", context.statement);
  }
  if (table.compact === undefined) {
    refuse(`table \`${keyspace.name}.${table.name}\` has no COMPACT STORAGE to drop`, context.statement);
  }
  return withTable(keyspace, { ...table, compact: undefined });
}
