// Says what does not hold together in the document of a schema, where every value alone fits. Pure.
//
// It asks for no more than servers keep to: what stands in vectors may be gone, someone else's index may be on anything,
// and an INITCOND may be no CQL (CASSANDRA-18872).
import type { Diagnostic } from "../../text/diagnostic.ts";
import { circularTypes } from "./circular-types.ts";
import { isTerm, isWhere } from "./is-fragment.ts";
import { misfit } from "./json-reader.ts";
import { parseCqlType } from "./parse-cql-type.ts";
import type {
  AggregateDocument,
  FunctionDocument,
  IndexDocument,
  KeyspaceDocument,
  SchemaDocument,
  TableDocument,
  UserTypeDocument,
  ViewDocument,
} from "./schema-document.ts";
import { userTypesIn } from "./type-facts.ts";

interface Scope {
  readonly problems: Diagnostic[];
  readonly types: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  /** The user's types in a type, by its text: thousands of columns have a few types. */
  readonly usesByText: Map<string, readonly string[]>;
}

/** @param document of the right shape: only its references, keys and fragments of CQL are looked at */
export function checkDocument({ keyspaces }: SchemaDocument): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  each(keyspaces, "keyspaces", (keyspace, path) => {
    const types = new Set(keyspace.types.map(({ name }) => name));
    const tables = new Set(keyspace.tables.map(({ name }) => name));
    checkKeyspace(keyspace, path, { problems, types, tables, usesByText: new Map() });
  });
  return problems;
}

function checkKeyspace(keyspace: KeyspaceDocument, path: string, scope: Scope): void {
  checkTypes(keyspace.types, `${path}.types`, scope);
  each(keyspace.tables, `${path}.tables`, (table, tablePath) => {
    checkColumns(table, tablePath, scope);
    const columns = new Set(table.columns.map(({ name }) => name));
    each(table.indexes, `${tablePath}.indexes`, (index, indexPath) => checkIndex(index, columns, indexPath, scope));
  });
  each(keyspace.views, `${path}.views`, (view, viewPath) => {
    checkColumns(view, viewPath, scope);
    if (!scope.tables.has(view.baseTable)) {
      expected("a table of the keyspace", view.baseTable, `${viewPath}.baseTable`, scope);
    }
    if (!isWhere(view.where)) expected("a condition of CQL", view.where, `${viewPath}.where`, scope);
  });
  each(keyspace.functions, `${path}.functions`, (routine, routinePath) => checkFunction(routine, routinePath, scope));
  each(keyspace.aggregates, `${path}.aggregates`, (routine, routinePath) =>
    checkAggregate(routine, routinePath, scope),
  );
}

function checkTypes(types: readonly UserTypeDocument[], path: string, scope: Scope): void {
  const uses = new Map<string, ReadonlySet<string>>();
  each(types, path, ({ name, fields }, typePath) => {
    uses.set(name, new Set(fields.flatMap(({ type }) => usesOf(type, scope))));
    each(fields, `${typePath}.fields`, ({ type }, fieldPath) => checkType(type, `${fieldPath}.type`, scope));
  });
  const circular = circularTypes(uses);
  each(types, path, ({ name }, typePath) => {
    if (circular.has(name)) expected("a type that holds neither itself nor one that does", name, typePath, scope);
  });
}

function checkColumns(owner: TableDocument | ViewDocument, path: string, scope: Scope): void {
  const kinds = new Map(owner.columns.map(({ name, kind }) => [name, kind]));
  const inKey = new Set<string>();
  const checkKey = (name: string, kind: "partition-key" | "clustering", keyPath: string): void => {
    if (kinds.get(name) !== kind) expected(`the name of a column of the kind "${kind}"`, name, keyPath, scope);
    else if (inKey.has(name)) expected("each column once", name, keyPath, scope);
    inKey.add(name);
  };
  if (owner.partitionKey.length === 0) expected("a column at least", [], `${path}.partitionKey`, scope);
  each(owner.partitionKey, `${path}.partitionKey`, (name, keyPath) => checkKey(name, "partition-key", keyPath));
  each(owner.clustering, `${path}.clustering`, ({ name }, keyPath) => checkKey(name, "clustering", `${keyPath}.name`));
  each(owner.columns, `${path}.columns`, ({ name, kind, type, mask }, columnPath) => {
    checkType(type, `${columnPath}.type`, scope);
    if ((kind === "partition-key" || kind === "clustering") && !inKey.has(name)) {
      expected("another, for the key is without the column", kind, `${columnPath}.kind`, scope);
    }
    each(mask?.args ?? [], `${columnPath}.mask.args`, (arg, argPath) => {
      if (arg !== null && !isTerm(arg)) expected("a value of CQL", arg, argPath, scope);
    });
  });
}

function checkIndex({ kind, target }: IndexDocument, columns: ReadonlySet<string>, path: string, scope: Scope): void {
  const check = (name: string, namePath: string): void => {
    if (!columns.has(name)) expected("a column of the table", name, namePath, scope);
  };
  // A target of a form that is not known is kept whole.
  if (kind !== "custom" && !target.column.startsWith("{")) check(target.column, `${path}.target.column`);
  each(target.localTo ?? [], `${path}.target.localTo`, check);
}

function checkFunction({ args, returns }: FunctionDocument, path: string, scope: Scope): void {
  each(args, `${path}.args`, ({ type }, argPath) => checkType(type, `${argPath}.type`, scope));
  checkType(returns, `${path}.returns`, scope);
}

function checkAggregate(aggregate: AggregateDocument, path: string, scope: Scope): void {
  const { argumentTypes, stateType, returns } = aggregate;
  each(argumentTypes, `${path}.argumentTypes`, (type, typePath) => checkType(type, typePath, scope));
  checkType(stateType, `${path}.stateType`, scope);
  checkType(returns, `${path}.returns`, scope);
}

function checkType(text: string, path: string, scope: Scope): void {
  const unknown = usesOf(text, scope).find((name) => !scope.types.has(name));
  if (unknown !== undefined) expected(`a type of CQL or of the keyspace, which has no "${unknown}"`, text, path, scope);
}

function usesOf(text: string, { usesByText }: Scope): readonly string[] {
  const known = usesByText.get(text);
  if (known !== undefined) return known;
  const type = parseCqlType(text);
  const uses = type === undefined ? [] : [...userTypesIn(type)];
  usesByText.set(text, uses);
  return uses;
}

function expected(what: string, value: unknown, path: string, { problems }: Scope): void {
  misfit({ value, path, problems }, what);
}

function each<V>(list: readonly V[], path: string, check: (item: V, path: string) => void): void {
  for (const [index, item] of list.entries()) check(item, `${path}[${index}]`);
}
