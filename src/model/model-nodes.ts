// Turns models into the statements that make them. Pure.
import { PersistentMap } from "../base/persistent-map.ts";
import type { CreateIndex, CreateMaterializedView, CreateTable, CreateType } from "../cql/ast/ddl.ts";
import type { Relation } from "../cql/ast/relation.ts";
import type { Selector } from "../cql/ast/select.ts";
import { parse } from "../cql/parser/parse.ts";
import type { CompactLayout } from "../cql/schema/schema.ts";
import { identifierNode, NOWHERE, objectNameNode } from "../cql/schema/to-nodes/name-nodes.ts";
import { propertyNode, propertyNodes } from "../cql/schema/to-nodes/property-nodes.ts";
import { clusteringNodes, createTableNode, primaryKeyNode } from "../cql/schema/to-nodes/table-node.ts";
import { createTypeNode } from "../cql/schema/to-nodes/user-type-node.ts";
import type { IndexModel, TableModel, UserTypeModel, ViewModel } from "./model.ts";

/** A layout that says of a table no more than what was declared. */
const COMPACT: CompactLayout = { isDense: true, isCompound: true, isSuper: false };

export function userTypeModelNode(keyspace: string, { name, fields }: UserTypeModel): CreateType {
  return createTypeNode(keyspace, { name, fields });
}

/** Without its indexes. */
export function tableModelNode(keyspace: string, table: TableModel): CreateTable {
  const { name, partitionKey, clustering, options, isCompact } = table;
  const columns = table.columns.map((column) => [column.name, { ...column, mask: undefined }] as const);
  return createTableNode(keyspace, {
    name,
    id: undefined,
    columns: PersistentMap.from(columns),
    partitionKey,
    clustering,
    compact: isCompact ? COMPACT : undefined,
    options,
    indexes: PersistentMap.empty(),
    triggers: PersistentMap.empty(),
    dropped: PersistentMap.empty(),
  });
}

export function indexModelNode(keyspace: string, table: string, index: IndexModel): CreateIndex {
  const { name, column, target, using, options } = index;
  return {
    kind: "create-index",
    isCustom: using !== undefined,
    ifNotExists: false,
    name: name === undefined ? undefined : identifierNode(name),
    table: objectNameNode(keyspace, table),
    targets: [{ kind: target, column: identifierNode(column) }],
    using,
    options: Object.keys(options).length === 0 ? [] : [propertyNode("options", options)],
  };
}

/**
 * @param notNull the columns of the key that have to be said not to be null
 * @param where what else the view holds
 */
export function viewModelNode(
  keyspace: string,
  { name, base, columns, partitionKey, clustering, options }: ViewModel,
  notNull: readonly string[],
  where: readonly Relation[],
): CreateMaterializedView {
  const key = [...partitionKey, ...clustering.map((column) => column.name)];
  return {
    kind: "create-materialized-view",
    ifNotExists: false,
    name: objectNameNode(keyspace, name),
    selectors: columns === "all" ? "*" : [...new Set([...key, ...columns])].map(selectorNode),
    base: objectNameNode(keyspace, base.name),
    where: [...notNull.map(notNullNode), ...where],
    primaryKey: primaryKeyNode({ partitionKey, clustering }),
    clusteringOrder: clusteringNodes(clustering),
    compactStorage: undefined,
    options: propertyNodes(options),
  };
}

/** The relations of the condition of a view; undefined for what is none. */
export function parseCondition(where: string): readonly Relation[] | undefined {
  const { statements, diagnostics } = parse(
    `CREATE MATERIALIZED VIEW v AS SELECT c FROM t WHERE ${where}\nPRIMARY KEY (c)`,
  );
  const [node] = statements;
  if (diagnostics.length > 0 || statements.length !== 1 || node?.kind !== "create-materialized-view") return undefined;
  return node.where;
}

/** Whether a text with a quote stands anywhere in a part of a statement. */
export function holdsQuote(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  if ("type" in part && part.type === "string" && "value" in part && String(part.value).includes("'")) return true;
  return Object.values(part).some(holdsQuote);
}

export function columnsOfRelation(relation: Relation): readonly string[] {
  switch (relation.kind) {
    case "comparison":
    case "in":
      return [relation.left.column.name];
    case "is-not-null":
      return [relation.column.name];
    case "index-expression":
      return [];
    default:
      return relation.columns.map(({ name }) => name);
  }
}

function notNullNode(name: string): Relation {
  return { kind: "is-not-null", column: identifierNode(name), ...NOWHERE };
}

function selectorNode(name: string): Selector {
  return { what: { kind: "column", name: identifierNode(name), ...NOWHERE }, alias: undefined, ...NOWHERE };
}
