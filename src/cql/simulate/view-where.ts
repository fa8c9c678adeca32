// Reads the WHERE of a new view: which columns it restricts, and what it may not say. Pure.
// Source: cql3/restrictions/*.java, cql3/statements/schema/CreateViewStatement.java of Cassandra 3.11–5.0.
import { unreachable } from "../../base/assert.ts";
import type { Span } from "../../text/span.ts";
import type { Identifier } from "../ast/name.ts";
import type { ComparisonRelation, InRelation, Relation, TupleRelation } from "../ast/relation.ts";
import type { Term } from "../ast/term.ts";
import { type Capabilities, since } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import type { Column, Table } from "../schema/schema.ts";
import { isCollection, isMultiCell } from "../schema/type-facts.ts";
import { isHiddenColumn } from "./compact-table.ts";
import { type BindScope, bindTerm } from "./literals/bind-term.ts";
import { refuse } from "./refuse.ts";

/** How a column is restricted; "from" and "to" are the two ends of a range. */
type Restriction = "equal" | "in" | "from" | "to" | "contains";

interface WhereReader {
  readonly table: Table;
  readonly scope: BindScope;
  readonly restrictions: Map<string, Restriction[]>;
  readonly notNull: Set<string>;
}

/**
 * The columns that are restricted in any way.
 * @param selected names of columns
 * @throws Refused
 */
export function readViewWhere(
  relations: readonly Relation[],
  selected: ReadonlySet<string>,
  table: Table,
  scope: BindScope,
): ReadonlySet<string> {
  const reader: WhereReader = { table, scope, restrictions: new Map(), notNull: new Set() };
  for (const relation of relations) {
    readRelation(relation, reader);
    refuseQuotes(relation, scope.capabilities);
  }
  const [place] = relations;
  if (place !== undefined) {
    refuseFilteredIn(place, reader);
    refuseInBesideCollections(place, selected, reader);
  }
  return new Set([...reader.restrictions.keys(), ...reader.notNull]);
}

/** Cassandra 3.11 writes the text without its quotes doubled, and then fails to read the schema, now and ever after. */
function refuseQuotes(relation: Relation, capabilities: Capabilities): void {
  if (since(capabilities, "4.0") || !("right" in relation) || relation.right.kind !== "literal") return;
  const { type, value } = relation.right;
  if (type === "string" && value.includes("'"))
    refuse("Cassandra 3.11 cannot read a view whose WHERE holds a quote", relation);
}

function readRelation(relation: Relation, reader: WhereReader): void {
  switch (relation.kind) {
    case "is-not-null":
      requireColumn(relation.column, reader);
      reader.notNull.add(relation.column.name);
      return;
    case "comparison":
      readComparison(relation, reader);
      return;
    case "in":
      readIn(relation, reader);
      return;
    case "tuple":
      readTuple(relation, reader);
      return;
    case "token":
      refuse("a materialized view cannot be restricted by `token()`", relation);
      break;
    case "index-expression":
      refuse("a materialized view cannot be restricted by an index expression", relation);
      break;
    default:
      unreachable(relation);
  }
}

function readComparison(relation: ComparisonRelation, reader: WhereReader): void {
  const { left, operator, right } = relation;
  const column = requireKeyColumn(left.column, reader);
  if (left.element !== undefined) {
    refuse(`an element of column \`${column.name}\` cannot be restricted in a view`, relation);
  }
  if (operator === "!=") refuse("`!=` is not supported", relation);
  if (operator === "like") refuse("LIKE is for columns with a SASI index", relation);
  const isContains = operator === "contains" || operator === "contains-key";
  const type = isContains ? elementType(column, operator, relation) : column.type;
  bindTerm(right, type, reader.scope);
  addRestriction(column, isContains ? "contains" : RESTRICTIONS[operator], relation, reader);
}

const RESTRICTIONS: Readonly<Record<"=" | "<" | "<=" | ">" | ">=", Restriction>> = {
  "=": "equal",
  "<": "to",
  "<=": "to",
  ">": "from",
  ">=": "from",
};

function elementType(column: Column, operator: "contains" | "contains-key", span: Span): CqlType {
  const { type } = column;
  if (type.kind === "map") return operator === "contains" ? type.value : type.key;
  if (operator === "contains-key" || !isCollection(type) || !("element" in type)) {
    refuse(`column \`${column.name}\` is no ${operator === "contains" ? "collection" : "map"}`, span);
  }
  return type.element;
}

function readIn(relation: InRelation, reader: WhereReader): void {
  const column = requireKeyColumn(relation.left.column, reader);
  const values = requireValues(relation.values);
  for (const value of values) bindTerm(value, column.type, reader.scope);
  addRestriction(column, values.length === 1 ? "equal" : "in", relation, reader);
}

function readTuple(relation: TupleRelation, reader: WhereReader): void {
  const { operator } = relation;
  if (operator === "!=") refuse("`!=` is not supported", relation);
  const columns = readColumnTuple(relation, reader);
  const values = requireValues(relation.values);
  for (const value of values) bindColumns(value, columns, reader.scope);
  const single = values.length === 1 ? "equal" : "in";
  for (const column of columns) {
    addRestriction(column, operator === "in" ? single : RESTRICTIONS[operator], relation, reader);
  }
}

/** Clustering columns beside each other, in their order. */
function readColumnTuple(relation: TupleRelation, reader: WhereReader): readonly Column[] {
  let next: number | undefined;
  return relation.columns.map((identifier) => {
    const column = requireColumn(identifier, reader);
    const at = reader.table.clustering.findIndex(({ name }) => name === column.name);
    if (at < 0) refuse(`column \`${column.name}\` is no clustering column, and cannot stand in a tuple`, identifier);
    if (next !== undefined && at !== next) {
      refuse("the columns of a tuple must stand as they do in the PRIMARY KEY, with none left out", relation);
    }
    next = at + 1;
    return column;
  });
}

function bindColumns(value: Term, columns: readonly Column[], scope: BindScope): void {
  if (value.kind !== "tuple") refuse("expected a tuple of values", value);
  if (value.items.length !== columns.length) {
    refuse(`expected ${columns.length} values in a tuple, found ${value.items.length}`, value);
  }
  columns.forEach((column, index) => {
    const item = value.items[index];
    if (item !== undefined) bindTerm(item, column.type, scope);
  });
}

function requireValues(values: InRelation["values"]): readonly Term[] {
  return "kind" in values ? refuse("a bind marker cannot stand here", values) : values;
}

function requireColumn(identifier: Identifier, { table }: WhereReader): Column {
  const column = table.columns.get(identifier.name);
  if (column !== undefined && !isHiddenColumn(column, table)) return column;
  return refuse(`table \`${table.name}\` has no column \`${identifier.name}\``, identifier);
}

/** Other columns may be NULL later, and rows would come and go (CASSANDRA-13798). */
function requireKeyColumn(identifier: Identifier, reader: WhereReader): Column {
  const column = requireColumn(identifier, reader);
  if (column.kind !== "partition-key" && column.kind !== "clustering") {
    refuse(`column \`${column.name}\` is not in the PRIMARY KEY of the table: it can only be IS NOT NULL`, identifier);
  }
  if (isMultiCell(column.type)) refuse(`column \`${column.name}\` is not frozen, and cannot be restricted`, identifier);
  return column;
}

function addRestriction(column: Column, added: Restriction, span: Span, { restrictions }: WhereReader): void {
  const others = restrictions.get(column.name) ?? [];
  const isAlone = added === "equal" || added === "in";
  const isContains = added === "contains";
  const clashes = others.some((other) => {
    if (isAlone || other === "equal" || other === "in") return true;
    return isContains ? other !== "contains" : other === "contains" || other === added;
  });
  if (clashes) refuse(`column \`${column.name}\` is restricted in two ways that do not go together`, span);
  restrictions.set(column.name, [...others, added]);
}

/** IN on the partition key, where the rows of each partition have to be filtered; before 4.1 where partitions have to be. */
function refuseFilteredIn(place: Span, reader: WhereReader): void {
  const parts = reader.table.partitionKey.map((name) => reader.restrictions.get(name) ?? []);
  if (!parts.some((part) => part.includes("in"))) return;
  const isOpen = parts.some((part) => part.length === 0 || part.some((kind) => kind !== "equal" && kind !== "in"));
  const isRefused = isOpen && !since(reader.scope.capabilities, "4.1");
  if (isRefused || filtersRows(reader)) {
    refuse("IN on the partition key does not go with restrictions of other columns that need filtering", place);
  }
}

/** Whether the restrictions leave a clustering column out, or go on behind a range. */
function filtersRows({ table, restrictions }: WhereReader): boolean {
  let isOver = false;
  for (const { name } of table.clustering) {
    const restriction = restrictions.get(name) ?? [];
    if (restriction.includes("contains") || (isOver && restriction.length > 0)) return true;
    if (!restriction.includes("equal") && !restriction.includes("in")) isOver = true;
  }
  return false;
}

/** Cassandra 3.11 (CASSANDRA-12654 lifted it). */
function refuseInBesideCollections(place: Span, selected: ReadonlySet<string>, reader: WhereReader): void {
  const { table, restrictions, scope } = reader;
  if (since(scope.capabilities, "4.0")) return;
  if (!table.clustering.some(({ name }) => restrictions.get(name)?.includes("in"))) return;
  for (const { name, type } of table.columns.values()) {
    if (selected.has(name) && isMultiCell(type)) {
      refuse(`IN on clustering columns does not go with column \`${name}\`, which is not frozen`, place);
    }
  }
}
