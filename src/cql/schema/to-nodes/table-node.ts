// Turns a table into the CREATE TABLE that makes it, without its indexes and triggers. Pure.
import type { ColumnNode, CreateTable, MaskNode, PrimaryKeyNode } from "../../ast/ddl.ts";
import type { ClusteringOrderNode } from "../../ast/property.ts";
import type { ClusteringColumn, Column, Mask, Table } from "../schema.ts";
import { declaredParts } from "./declared-parts.ts";
import { identifierNode, NOWHERE, objectNameNode } from "./name-nodes.ts";
import { parseTerms } from "./parse-fragment.ts";
import { propertyNodes } from "./property-nodes.ts";
import { typeNode } from "./type-node.ts";

/** Leaves the id out: it belongs to one table of one cluster. */
export function createTableNode(keyspace: string | undefined, table: Table): CreateTable {
  const { partitionKey, clustering, columns } = declaredParts(table);
  const isKeySimple = partitionKey.length === 1 && clustering.length === 0;
  return {
    kind: "create-table",
    ifNotExists: false,
    name: objectNameNode(keyspace, table.name),
    columns: columns.map((column) => ({
      ...columnNode(keyspace, column),
      isPrimaryKey: isKeySimple && column.kind === "partition-key",
    })),
    primaryKeys: isKeySimple ? [] : [primaryKeyNode({ partitionKey, clustering })],
    clusteringOrder: clustering.some(({ order }) => order === "desc") ? clusteringNodes(clustering) : [],
    compactStorage: table.compact === undefined ? undefined : NOWHERE,
    options: propertyNodes(table.options),
  };
}

/** As it stands in CREATE TABLE and ALTER TABLE ADD. */
export function columnNode(keyspace: string | undefined, column: Column): ColumnNode {
  return {
    name: identifierNode(column.name),
    type: typeNode(column.type),
    isStatic: column.kind === "static",
    mask: column.mask === undefined ? undefined : maskNode(keyspace, column.mask),
    isPrimaryKey: false,
    ...NOWHERE,
  };
}

/** @param keyspace how functions of the table's own keyspace are qualified */
export function maskNode(keyspace: string | undefined, mask: Mask): MaskNode {
  return {
    function: objectNameNode(mask.keyspace === "system" ? undefined : keyspace, mask.function),
    args: parseTerms(mask.args.map((arg) => arg ?? "null")),
    ...NOWHERE,
  };
}

export function primaryKeyNode({
  partitionKey,
  clustering,
}: {
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
}): PrimaryKeyNode {
  return {
    partition: partitionKey.map(identifierNode),
    clustering: clustering.map(({ name }) => identifierNode(name)),
    ...NOWHERE,
  };
}

export function clusteringNodes(clustering: readonly ClusteringColumn[]): readonly ClusteringOrderNode[] {
  return clustering.map(({ name, order }) => ({ column: identifierNode(name), order }));
}
