// CREATE INDEX: puts the index on its table, as the server would. Pure.
import type { Span } from "../../text/span.ts";
import type { CreateIndex } from "../ast/ddl.ts";
import { type Capabilities, since } from "../capabilities.ts";
import { quoteIdentifier } from "../identifiers.ts";
import type { Index, IndexTarget, Keyspace, OptionMap, Schema, Table } from "../schema/schema.ts";
import { refuseUnknownTable, requireKeyspace, type SimulateContext, withKeyspace, withTable } from "./context.ts";
import { isCounterTable } from "./counter-table.ts";
import { indexImplementation, readIndexClass } from "./index-class.ts";
import { findIndexedTable, freeIndexName } from "./index-names.ts";
import { checkCustomTarget, readIndexTarget } from "./index-target.ts";
import { isSameMap, readMap } from "./options/property-value.ts";
import { isTransient } from "./options/replication.ts";
import { refuse } from "./refuse.ts";
import { checkSaiIndex } from "./sai-index.ts";
import { checkSasiIndex } from "./sasi-index.ts";

/** @throws Refused */
export function createIndex(context: SimulateContext, node: CreateIndex): Schema {
  const isOld = !since(context.capabilities, "4.0");
  const keyspace = requireKeyspace(context, node.table);
  // Cassandra 3.11 looks at the class and the options after everything else, so that a guard can hide them.
  const early = isOld ? undefined : readDefinition(node, context);
  if (!keyspace.tables.has(node.table.name.name) && !keyspace.views.has(node.table.name.name)) {
    refuseUnknownTable(keyspace, node.table);
  }
  const isTaken = node.name !== undefined && findIndexedTable(keyspace, node.name.name) !== undefined;
  if (isTaken && !isOld) return refuseTaken(context, node, keyspace);
  const table = requireIndexableTable(keyspace, node);
  const targets = readTargets(node, table, keyspace, context, early?.className !== undefined || node.isCustom);
  if (isTaken) return refuseTaken(context, node, keyspace);
  const definition = early ?? readDefinition(node, context);
  const index = buildIndex(node, definition, targets, table, keyspace, context);
  const twin = [...table.indexes.values()].find((other) => isSameButName(index, other));
  if (twin !== undefined) {
    if (node.ifNotExists) return context.schema;
    refuse(`index \`${twin.name}\` on table \`${table.name}\` is the same but for the name`, node.name ?? node.table);
  }
  checkCustomIndex(index, table, node, context);
  const indexes = table.indexes.with(index.name, index);
  return withKeyspace(context.schema, withTable(keyspace, { ...table, indexes }));
}

interface Definition {
  /** Of a custom index. */
  readonly className: string | undefined;
  readonly options: OptionMap;
}

function readDefinition(node: CreateIndex, { capabilities }: SimulateContext): Definition {
  const className = readIndexClass(node, capabilities);
  let options: OptionMap = {};
  for (const option of node.options) {
    if (option.name.name !== "options")
      refuse(`an index has no property \`${option.name.name}\`, only \`options\``, option);
    options = readMap(option);
    if (className === undefined) refuse("only a custom index takes options", option);
    for (const name of ["class_name", "target"]) {
      if (Object.hasOwn(options, name)) refuse(`option \`${name}\` of an index is for the server to set`, option);
    }
  }
  return { className, options };
}

function refuseTaken(context: SimulateContext, node: CreateIndex, keyspace: Keyspace): Schema {
  if (node.ifNotExists) return context.schema;
  return refuse(`index \`${keyspace.name}.${node.name?.name}\` exists already`, node.name ?? node.table);
}

function requireIndexableTable(keyspace: Keyspace, node: CreateIndex): Table {
  const { name } = node.table.name;
  const table = keyspace.tables.get(name);
  if (table === undefined) {
    if (keyspace.views.has(name))
      refuse(`\`${keyspace.name}.${name}\` is a materialized view, and takes no index`, node.table);
    refuseUnknownTable(keyspace, node.table);
  }
  if (isCounterTable(table)) refuse(`table \`${name}\` is one of counters, and takes no index`, node.table);
  if (isTransient(keyspace.replication)) {
    refuse(`keyspace \`${keyspace.name}\` has transient replicas, and takes no index`, node.table);
  }
  return table;
}

function readTargets(
  node: CreateIndex,
  table: Table,
  keyspace: Keyspace,
  context: SimulateContext,
  isCustom: boolean,
): readonly IndexTarget[] {
  const targets: IndexTarget[] = [];
  let localTo: readonly string[] | undefined;
  for (const target of node.targets) {
    if (target.kind === "partition-key") localTo = target.columns.map(({ name }) => name);
    else {
      if (isCustom && since(context.capabilities, "5.0")) checkCustomTarget(target.column);
      const read = readIndexTarget(target, table, keyspace, context);
      if (targets.some(({ column }) => column === read.column)) {
        refuse(`the index names column \`${read.column}\` twice`, target.column);
      }
      targets.push({ ...read, localTo });
    }
  }
  if (targets.length === 1 || isCustom) return targets;
  return refuse("an index is on one column; only a custom index may be on none or many", node.table);
}

function buildIndex(
  node: CreateIndex,
  { className, options }: Definition,
  targets: readonly IndexTarget[],
  table: Table,
  keyspace: Keyspace,
  context: SimulateContext,
): Index {
  const [target] = targets;
  const name =
    node.name?.name ?? freeIndexName(keyspace, table.name, targets.length === 1 ? target?.column : undefined);
  if (!/^\w+$/.test(name)) {
    refuse(`"${name}" cannot name an index: only letters of ASCII, digits and \`_\` can`, node.name ?? node.table);
  }
  return {
    name,
    kind: className === undefined ? regularKind(table, context) : "custom",
    target: targets.length === 1 && target !== undefined ? target : joinTargets(targets),
    className,
    options,
  };
}

/** Cassandra 3.11 has another kind for tables WITH COMPACT STORAGE; later ones have one kind. */
function regularKind(table: Table, { capabilities }: SimulateContext): Index["kind"] {
  return table.compact !== undefined && !table.compact.isCompound && !since(capabilities, "4.0")
    ? "keys"
    : "composites";
}

/** The columns of someone else's index as the server writes them in a row, where they cannot be told from one name. */
function joinTargets(targets: readonly IndexTarget[]): IndexTarget {
  const texts = targets.map(({ kind, column }) => {
    const name = quoteIdentifier(column);
    return kind === "simple" ? name : `${kind}(${name})`;
  });
  return { kind: "simple", column: texts.join(", "), localTo: undefined };
}

function isSameButName(one: Index, other: Index): boolean {
  return (
    one.kind === other.kind &&
    one.className === other.className &&
    one.target.kind === other.target.kind &&
    one.target.column === other.target.column &&
    one.target.localTo?.join() === other.target.localTo?.join() &&
    isSameMap(one.options, other.options)
  );
}

function checkCustomIndex(index: Index, table: Table, node: CreateIndex, { capabilities }: SimulateContext): void {
  if (index.className === undefined) return;
  const implementation = indexImplementation(index.className, capabilities);
  if (implementation === undefined) refuse(`the servers have no class \`${index.className}\` for indexes`, node.table);
  if (implementation === "other") return;
  const column = table.columns.get(index.target.column);
  const [place] = node.targets;
  if (column === undefined || place === undefined) refuse(`\`${index.className}\` indexes one column`, node.table);
  const span = place.kind === "partition-key" ? node.table : place.column;
  if (implementation === "sasi") checkSasiIndex(column, index.options, span, capabilities);
  else {
    refuseTwin(index, table, span, capabilities);
    checkSaiIndex(column, index.target, index.options, span);
  }
}

/** Storage-attached indexes are one a target, whatever their options. */
function refuseTwin({ target }: Index, table: Table, span: Span, capabilities: Capabilities): void {
  for (const other of table.indexes.values()) {
    const { className } = other;
    if (className === undefined || indexImplementation(className, capabilities) !== "sai") continue;
    if (other.target.column !== target.column || other.target.kind !== target.kind) continue;
    refuse(`column \`${target.column}\` has a storage-attached index already: \`${other.name}\``, span);
  }
}
