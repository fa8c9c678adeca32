// Turns models into the schema that they declare: through the statements that make them, as the server would take them. Pure.
import { PersistentMap } from "../base/persistent-map.ts";
import type { DdlNode } from "../cql/ast/ddl.ts";
import { type Capabilities, since } from "../cql/capabilities.ts";
import { isSameDefinition } from "../cql/diff/diff-indexes.ts";
import { parse } from "../cql/parser/parse.ts";
import { print } from "../cql/printer/print.ts";
import type { Keyspace, Schema, Table } from "../cql/schema/schema.ts";
import { defaultIndexName, findIndexedTable } from "../cql/simulate/index-names.ts";
import { simulate } from "../cql/simulate/simulate.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { describeModel, diagnosticAt } from "./diagnostic-at.ts";
import { isTableAsDeclared, isTypeAsDeclared } from "./is-as-declared.ts";
import type { IndexModel, Model, Place, TableModel, UserTypeModel, ViewModel } from "./model.ts";
import {
  columnsOfRelation,
  holdsQuote,
  indexModelNode,
  parseCondition,
  tableModelNode,
  userTypeModelNode,
  viewModelNode,
} from "./model-nodes.ts";
import { orderModels } from "./order-models.ts";
import { emptyScope, takeOverTable, takeOverView } from "./take-over.ts";

export interface DeclareOptions {
  /** The keyspace that the models are of. */
  readonly scope: string;
  readonly capabilities: Capabilities;
  /** The other side of a comparison: what models say nothing of is taken over from it. */
  readonly beside: Schema;
  /** Name of tidemark's own table where it is in the keyspace: no schema shows it, and no model may have it. */
  readonly historyTable?: string | undefined;
  /** How messages name the place of another model: its path, line and column unless it is given. */
  readonly showPlace?: ((place: Place) => string) | undefined;
}

export interface DeclaredSchema {
  readonly schema: Schema;
  /** What the server would refuse, each with the place of its model. What is refused is not in the schema. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is made so far. */
interface Declaring extends DeclareOptions {
  schema: Schema;
  readonly diagnostics: Diagnostic[];
  /** Models that are not in the schema, so that what holds them is not complained about, too. */
  readonly failed: Set<Model>;
}

/**
 * The schema of `beside`, in which the keyspace `scope` holds the tables, types and views of the models and no others, with
 * the types and tables that these hold. Functions, aggregates, triggers, masks, options of the keyspace, ids and the memory of
 * dropped columns are those of `beside`.
 */
export function declareModels(models: readonly Model[], options: DeclareOptions): DeclaredSchema {
  const { beside, scope } = options;
  const { types, tables, views, diagnostics } = orderModels(models, options);
  const declaring: Declaring = {
    ...options,
    schema: emptyScope(beside, scope),
    diagnostics: [...diagnostics],
    failed: new Set(),
  };
  for (const type of types) {
    if (!keepType(declaring, type)) make(declaring, type, type.userTypes, userTypeModelNode(scope, type));
  }
  const others = keepTables(declaring, tables);
  for (const table of others) make(declaring, table, table.userTypes, tableModelNode(scope, table));
  declareIndexes(declaring, others);
  takeOverTables(declaring, others);
  for (const view of views) declareView(declaring, view);
  return { schema: declaring.schema, diagnostics: declaring.diagnostics };
}

/** @returns whether it is there as it is declared */
function keepType(declaring: Declaring, model: UserTypeModel): boolean {
  const type = keyspaceOf(declaring.beside, declaring)?.types.get(model.name);
  const keyspace = keyspaceOf(declaring.schema, declaring);
  const isKept = type !== undefined && !hasFailed(declaring, model.userTypes) && isTypeAsDeclared(model, type);
  if (!isKept || keyspace === undefined) return false;
  putKeyspace(declaring, { ...keyspace, types: keyspace.types.with(type.name, type) });
  return true;
}

/** Those that are there as they are declared. @returns the others, in their order */
function keepTables(declaring: Declaring, models: readonly TableModel[]): readonly TableModel[] {
  const beside = keyspaceOf(declaring.beside, declaring);
  const keyspace = keyspaceOf(declaring.schema, declaring);
  if (beside === undefined || keyspace === undefined) return models;
  const kept: (readonly [string, Table])[] = [];
  const others = models.filter((model) => {
    const table = beside.tables.get(model.name);
    const isKept = table !== undefined && !hasFailed(declaring, model.userTypes) && isTableAsDeclared(model, table);
    if (isKept) kept.push([table.name, table]);
    return !isKept;
  });
  putKeyspace(declaring, { ...keyspace, tables: PersistentMap.from(kept) });
  return others;
}

function hasFailed({ failed }: Declaring, models: readonly Model[]): boolean {
  return models.some((model) => failed.has(model));
}

function takeOverTables(declaring: Declaring, tables: readonly TableModel[]): void {
  const keyspace = keyspaceOf(declaring.schema, declaring);
  const beside = keyspaceOf(declaring.beside, declaring);
  let made = keyspace?.tables;
  for (const { name } of tables) {
    const table = made?.get(name);
    if (table !== undefined) made = made?.with(name, takeOverTable(table, beside?.tables.get(name)));
  }
  if (keyspace !== undefined && made !== undefined) putKeyspace(declaring, { ...keyspace, tables: made });
}

function declareView(declaring: Declaring, view: ViewModel): void {
  const { scope, capabilities, diagnostics } = declaring;
  const { name, base, partitionKey, clustering } = view;
  const where = view.where === undefined ? [] : parseCondition(view.where);
  if (where === undefined) {
    const message = `${describeModel(view)}: \`where\` is no condition: ${view.where}`;
    diagnostics.push(diagnosticAt(view.place, message, "write relations in CQL: shop = 'a' AND at > '2026-01-01'"));
    return;
  }
  if (holdsQuote(where)) {
    const message = `${describeModel(view)}: a text in \`where\` holds a quote: servers keep it in a form that is no CQL`;
    diagnostics.push(
      diagnosticAt(view.place, message, "leave it out of the condition, and filter the rows that are read"),
    );
    return;
  }
  const restricted = new Set(where.flatMap(columnsOfRelation));
  // Cassandra 3.11 knows that the only column of a partition key is never null.
  const isOld = view.where !== undefined && !since(capabilities, "4.0") && base.partitionKey.length === 1;
  if (isOld) for (const column of base.partitionKey) restricted.add(column);
  const key = [...partitionKey, ...clustering.map((column) => column.name)];
  const notNull = key.filter((column) => !restricted.has(column));
  make(declaring, view, [base], viewModelNode(scope, view, notNull, where));
  const keyspace = keyspaceOf(declaring.schema, declaring);
  const made = keyspace?.views.get(name);
  if (keyspace === undefined || made === undefined) return;
  const whole = takeOverView(made, keyspaceOf(declaring.beside, declaring)?.views.get(name));
  putKeyspace(declaring, { ...keyspace, views: keyspace.views.with(name, whole) });
}

/** Those with a name first, then those that are there under some name, so that the others find out which names are free. */
function declareIndexes(declaring: Declaring, tables: readonly TableModel[]): void {
  const all = tables
    .filter((table) => !declaring.failed.has(table))
    .flatMap((table) => table.indexes.map((index): Wanted => ({ table, index })));
  for (const wanted of all) if (wanted.index.name !== undefined) makeIndex(declaring, wanted, wanted.index.name);
  const unnamed = all.filter(({ index }) => index.name === undefined);
  const fresh = unnamed.filter((wanted) => {
    const name = nameBeside(declaring, wanted);
    if (name !== undefined) makeIndex(declaring, wanted, name);
    return name === undefined;
  });
  for (const wanted of fresh) makeIndex(declaring, wanted, freeName(declaring, wanted));
}

interface Wanted {
  readonly table: TableModel;
  readonly index: IndexModel;
}

function makeIndex(declaring: Declaring, { table, index }: Wanted, name: string): void {
  make(declaring, table, [], indexModelNode(declaring.scope, table.name, { ...index, name }));
}

/** The name of an equal index beside, that no other has taken. */
function nameBeside(declaring: Declaring, { table, index }: Wanted): string | undefined {
  const { schema, scope, capabilities } = declaring;
  const before = keyspaceOf(schema, declaring);
  const there = keyspaceOf(declaring.beside, declaring)?.tables.get(table.name)?.indexes.sorted() ?? [];
  if (before === undefined || there.length === 0) return undefined;
  const { schema: after } = tryNode(schema, indexModelNode(scope, table.name, index), capabilities);
  const known = before.tables.get(table.name)?.indexes;
  const made = [...(keyspaceOf(after, declaring)?.tables.get(table.name)?.indexes.values() ?? [])];
  const added = made.find(({ name }) => known?.has(name) === false);
  if (added === undefined) return undefined;
  return there.find((each) => isSameDefinition(each, added) && findIndexedTable(before, each.name) === undefined)?.name;
}

/**
 * The name that servers give. Beside, it may be that of another definition of the index, which is then made anew under its
 * name, but not that of an index on something else.
 */
function freeName(declaring: Declaring, { table, index }: Wanted): string {
  const keyspace = keyspaceOf(declaring.schema, declaring);
  const beside = keyspaceOf(declaring.beside, declaring);
  const isTaken = (name: string): boolean => {
    if (keyspace !== undefined && findIndexedTable(keyspace, name) !== undefined) return true;
    const holder = beside && findIndexedTable(beside, name);
    return (
      holder !== undefined && (holder.name !== table.name || holder.indexes.get(name)?.target.column !== index.column)
    );
  };
  const first = defaultIndexName(table.name, index.column);
  let name = first;
  for (let at = 1; isTaken(name); at++) name = `${first}_${at}`;
  return name;
}

/** What the statement of a model makes, unless the server refuses it, or something that it needs. */
function make(declaring: Declaring, model: Model, needed: readonly Model[], node: DdlNode): void {
  const { failed, diagnostics, capabilities } = declaring;
  if (failed.has(model) || needed.some((each) => failed.has(each))) {
    failed.add(model);
    return;
  }
  const { schema, refusal } = tryNode(declaring.schema, node, capabilities);
  declaring.schema = schema;
  if (refusal === undefined) return;
  diagnostics.push(diagnosticAt(model.place, `${describeModel(model)}: ${refusal.message}`, refusal.hint));
  if (node.kind !== "create-index") failed.add(model);
}

/** By way of its text, so that names and types are judged as in any statement. */
function tryNode(
  schema: Schema,
  node: DdlNode,
  capabilities: Capabilities,
): { readonly schema: Schema; readonly refusal: Diagnostic | undefined } {
  const { statements, diagnostics } = parse(print(node));
  const [statement] = statements;
  const [mistake] = diagnostics;
  if (statement === undefined || mistake !== undefined) return { schema, refusal: mistake };
  const simulation = simulate(schema, statement, capabilities);
  return { schema: simulation.schema, refusal: simulation.diagnostics[0] };
}

function keyspaceOf({ keyspaces }: Schema, { scope }: DeclareOptions): Keyspace | undefined {
  return keyspaces.get(scope);
}

function putKeyspace(declaring: Declaring, keyspace: Keyspace): void {
  const { schema } = declaring;
  declaring.schema = { ...schema, keyspaces: schema.keyspaces.with(keyspace.name, keyspace) };
}
