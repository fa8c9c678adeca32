// What must be there for a statement to be carried out, and what it takes away. Pure.
import type { AlterTableAction } from "../../cql/ast/ddl.ts";
import type { Identifier, ObjectName } from "../../cql/ast/name.ts";
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { TypeNode } from "../../cql/ast/type-node.ts";
import { quoteIdentifier } from "../../cql/identifiers.ts";
import { printType } from "../../cql/printer/print-type.ts";
import type { Schema, Table } from "../../cql/schema/schema.ts";
import { findIndexedTable } from "../../cql/simulate/index-names.ts";
import { routinesNamed } from "../../cql/simulate/routines.ts";
import type { Span } from "../../text/span.ts";

/** A view is a "table": both share one space of names. */
export type ObjectKind = "keyspace" | "table" | "type" | "index" | "function" | "aggregate" | "trigger";

export interface ObjectReference {
  readonly kind: ObjectKind;
  /** Of a keyspace, its own name. */
  readonly keyspace: string;
  readonly name: string;
  /** Of a function or an aggregate that one with other arguments cannot stand in for. */
  readonly signature?: string | undefined;
  readonly span: Span;
}

export interface Footprint {
  /** The keyspace that the statement works in; undefined for one that works on keyspaces, and for what has none. */
  readonly keyspace: string | undefined;
  readonly needs: readonly ObjectReference[];
  /** What it makes or changes. */
  readonly changes: readonly ObjectReference[];
  readonly drops: readonly ObjectReference[];
}

const NOTHING: Footprint = { keyspace: undefined, needs: [], changes: [], drops: [] };

/** @param current the keyspace of names that are written without one */
export function footprintOf(node: StatementNode, current: string): Footprint {
  switch (node.kind) {
    case "use":
      return { ...NOTHING, keyspace: node.keyspace.name };
    case "create-keyspace":
      return { ...NOTHING, changes: [keyspaceOf(node.name)] };
    case "alter-keyspace":
      return { ...NOTHING, needs: [keyspaceOf(node.name)], changes: [keyspaceOf(node.name)] };
    case "drop-keyspace":
      return { ...NOTHING, needs: [keyspaceOf(node.name)], drops: [keyspaceOf(node.name)] };
    case "create-table":
      return making("table", node.name, typesOf(node.columns), current);
    case "create-type":
      return making("type", node.name, typesOf(node.fields), current);
    case "alter-table":
      return changing("table", node.name, typesInAction(node.action), current);
    case "alter-type":
      return changing("type", node.name, "type" in node.action ? [node.action.type] : [], current);
    case "alter-materialized-view":
      return changing("table", node.name, [], current);
    case "create-materialized-view": {
      const { keyspace, changes } = making("table", node.name, [], current);
      return { keyspace, needs: [referenceTo("table", node.base, current)], changes, drops: [] };
    }
    case "create-index":
    case "create-trigger":
      return changing("table", node.table, [], current);
    case "create-function":
      return making("function", node.name, [...node.args.map(({ type }) => type), node.returns], current);
    case "create-aggregate": {
      const { keyspace, needs, changes } = making(
        "aggregate",
        node.name,
        [...node.argumentTypes, node.stateType],
        current,
      );
      const called = (name: Identifier, args: readonly TypeNode[]): ObjectReference =>
        routineReference("function", { ...name, keyspace: node.name.keyspace, name }, args, current);
      const state = called(node.stateFunction, [node.stateType, ...node.argumentTypes]);
      const final = node.finalFunction === undefined ? [] : [called(node.finalFunction, [node.stateType])];
      return { keyspace, needs: [...needs, state, ...final], changes, drops: [] };
    }
    case "drop-table":
    case "drop-materialized-view":
      return dropping("table", node.name, current);
    case "drop-type":
      return dropping("type", node.name, current);
    case "drop-index":
      return dropping("index", node.name, current);
    case "drop-function":
    case "drop-aggregate": {
      const kind = node.kind === "drop-function" ? "function" : "aggregate";
      const dropped = routineReference(kind, node.name, node.argumentTypes, current);
      return { keyspace: dropped.keyspace, needs: [dropped], changes: [], drops: [dropped] };
    }
    case "drop-trigger": {
      const table = referenceTo("table", node.table, current);
      const trigger = {
        ...table,
        kind: "trigger" as const,
        name: triggerKey(table.name, node.name.name),
        span: node.name,
      };
      return { keyspace: table.keyspace, needs: [table, trigger], changes: [], drops: [trigger] };
    }
    case "insert":
    case "insert-json":
    case "update":
    case "delete":
    case "truncate":
    case "select":
      return using([node.table], current);
    case "batch":
      return using(
        node.statements.map(({ table }) => table),
        current,
      );
    default:
      return NOTHING;
  }
}

/** Triggers have a space of names in each table; quotes keep the two apart. */
function triggerKey(table: string, trigger: string): string {
  return `${quoteIdentifier(table)}.${quoteIdentifier(trigger)}`;
}

/** Whether a schema holds it. */
export function holds(schema: Schema, { kind, keyspace: keyspaceName, name, signature }: ObjectReference): boolean {
  const keyspace = schema.keyspaces.get(keyspaceName);
  if (keyspace === undefined) return false;
  switch (kind) {
    case "keyspace":
      return true;
    case "table":
      return keyspace.tables.has(name) || keyspace.views.has(name);
    case "type":
      return keyspace.types.has(name);
    case "index":
      return findIndexedTable(keyspace, name) !== undefined;
    case "trigger":
      return keyspace.tables.groupedBy(triggerKeysOf).has(name);
    case "function":
    case "aggregate":
      return routinesNamed(keyspace, name).some(
        (routine) => routine.kind === kind && (signature === undefined || unfrozen(routine.signature) === signature),
      );
  }
}

/** Arguments are frozen whether their types say so or not. */
function unfrozen(signature: string): string {
  return signature.replaceAll(/frozen<|>/g, "");
}

function triggerKeysOf(table: Table): readonly string[] {
  return Array.from(table.triggers.keys(), (trigger) => triggerKey(table.name, trigger));
}

/** Whether a statement says itself that what it names may be missing, or may be there. */
export function isGuarded(node: StatementNode): boolean {
  return (
    ("ifExists" in node && node.ifExists) ||
    ("ifNotExists" in node && node.kind.startsWith("create-") && node.ifNotExists)
  );
}

function keyspaceOf(name: Identifier): ObjectReference {
  return { kind: "keyspace", keyspace: name.name, name: name.name, span: name };
}

function referenceTo(kind: ObjectKind, name: ObjectName, current: string): ObjectReference {
  return { kind, keyspace: name.keyspace?.name ?? current, name: name.name.name, span: name };
}

function routineReference(
  kind: "function" | "aggregate",
  name: ObjectName,
  args: readonly TypeNode[] | undefined,
  current: string,
): ObjectReference {
  const reference = referenceTo(kind, name, current);
  const signature = args && unfrozen(`${reference.name}(${args.map(printType).join(", ")})`);
  return { ...reference, signature };
}

function making(kind: ObjectKind, name: ObjectName, types: readonly TypeNode[], current: string): Footprint {
  const made = referenceTo(kind, name, current);
  const { keyspace } = made;
  return { keyspace, needs: types.flatMap((type) => userTypesIn(type, keyspace)), changes: [made], drops: [] };
}

function changing(kind: ObjectKind, name: ObjectName, types: readonly TypeNode[], current: string): Footprint {
  const { keyspace, needs, changes } = making(kind, name, types, current);
  return { keyspace, needs: [...changes, ...needs], changes, drops: [] };
}

function dropping(kind: ObjectKind, name: ObjectName, current: string): Footprint {
  const dropped = referenceTo(kind, name, current);
  return { keyspace: dropped.keyspace, needs: [dropped], changes: [], drops: [dropped] };
}

function using(tables: readonly ObjectName[], current: string): Footprint {
  return { ...NOTHING, needs: tables.map((table) => referenceTo("table", table, current)) };
}

/** Of the columns that are added, or of the one that gets another type. */
function typesInAction(action: AlterTableAction): readonly TypeNode[] {
  if (action.kind === "add") return typesOf(action.columns);
  return action.kind === "alter-type" ? [action.type] : [];
}

function typesOf(parts: readonly { readonly type: TypeNode }[]): readonly TypeNode[] {
  return parts.map(({ type }) => type);
}

function userTypesIn(type: TypeNode, current: string): readonly ObjectReference[] {
  switch (type.kind) {
    case "user": {
      const keyspace = type.keyspace?.name ?? current;
      return [{ kind: "type", keyspace, name: type.name.name, span: type }];
    }
    case "list":
    case "set":
    case "vector":
      return userTypesIn(type.element, current);
    case "map":
      return [...userTypesIn(type.key, current), ...userTypesIn(type.value, current)];
    case "tuple":
      return type.elements.flatMap((element) => userTypesIn(element, current));
    case "frozen":
      return userTypesIn(type.inner, current);
    case "native":
    case "custom":
      return [];
  }
}
