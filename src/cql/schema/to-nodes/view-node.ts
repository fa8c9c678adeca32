// Turns a view into the CREATE MATERIALIZED VIEW that makes it. Pure.
import { assert } from "../../../base/assert.ts";
import type { CreateMaterializedView } from "../../ast/ddl.ts";
import type { Selector } from "../../ast/select.ts";
import type { View } from "../schema.ts";
import { identifierNode, NOWHERE, objectNameNode } from "./name-nodes.ts";
import { parseWhere } from "./parse-fragment.ts";
import { propertyNodes } from "./property-nodes.ts";
import { clusteringNodes, primaryKeyNode } from "./table-node.ts";

/**
 * The order of the clustering is always written: without it a column keeps the order that it has in the base table
 * (Cassandra 3.11–5.0, CreateViewStatement).
 */
export function createViewNode(keyspace: string | undefined, view: View): CreateMaterializedView {
  const where = parseWhere(view.where);
  assert(where !== undefined, `a WHERE that is no CQL blocks its change: ${view.name}`);
  return {
    kind: "create-materialized-view",
    ifNotExists: false,
    name: objectNameNode(keyspace, view.name),
    selectors: view.includesAllColumns ? "*" : orderedNames(view).map(selectorNode),
    base: objectNameNode(keyspace, view.baseTable),
    where,
    primaryKey: primaryKeyNode(view),
    clusteringOrder: clusteringNodes(view.clustering),
    compactStorage: undefined,
    options: propertyNodes(view.options),
  };
}

/**
 * Whether the view can be written as a statement. Servers hold a text of its WHERE without doubling the quotes in it: `'it''s'`
 * as `'it's'` (Cassandra 3.11–5.0, Constants.Literal.getText).
 */
export function isWhereReadable({ where }: View): boolean {
  return parseWhere(where) !== undefined;
}

function orderedNames({ partitionKey, clustering, columns }: View): readonly string[] {
  const key = [...partitionKey, ...clustering.map(({ name }) => name)];
  const others = [...columns.keys()].filter((name) => !key.includes(name)).sort();
  return [...key, ...others];
}

function selectorNode(name: string): Selector {
  return { what: { kind: "column", name: identifierNode(name), ...NOWHERE }, alias: undefined, ...NOWHERE };
}
