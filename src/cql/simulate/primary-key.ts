// The rules for the primary key of a new table, and for the order of its clustering columns. Pure.
import type { ColumnNode, CreateTable, PrimaryKeyNode } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import { type Capabilities, since } from "../capabilities.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { ClusteringColumn, Column, Keyspace } from "../schema/schema.ts";
import { isCounter, isMultiCell, referencesDuration } from "../schema/type-facts.ts";
import { refuse } from "./refuse.ts";

/**
 * The one primary key of a table, whether it was written behind a column or on its own.
 * @throws Refused when there is none or more than one, or a column is declared twice
 */
export function requirePrimaryKey(node: CreateTable): PrimaryKeyNode {
  const names = new Set<string>();
  for (const column of node.columns) {
    if (names.has(column.name.name)) refuse(`column \`${column.name.name}\` is declared twice`, column);
    names.add(column.name.name);
  }
  const keys = [...node.columns.filter((column) => column.isPrimaryKey).map(keyOfColumn), ...node.primaryKeys];
  const [key, second] = keys;
  if (key === undefined) {
    refuse(
      `table \`${node.name.name.name}\` has no PRIMARY KEY`,
      node.name,
      "write `PRIMARY KEY (…)` behind the columns",
    );
  }
  if (second !== undefined) refuse(`table \`${node.name.name.name}\` has more than one PRIMARY KEY`, second);
  return key;
}

function keyOfColumn(column: ColumnNode): PrimaryKeyNode {
  return { partition: [column.name], clustering: [], start: column.start, end: column.end };
}

/** @param columns those of the table, not yet split into kinds @throws Refused for a column that cannot be in a key */
export function checkKeyColumns(key: PrimaryKeyNode, columns: ReadonlyMap<string, Column>, keyspace: Keyspace): void {
  const seen = new Set<string>();
  for (const identifier of [...key.partition, ...key.clustering]) {
    const { name } = identifier;
    const column = columns.get(name);
    if (column === undefined) refuse(`the PRIMARY KEY names column \`${name}\`, which is not declared`, identifier);
    if (seen.has(name)) refuse(`column \`${name}\` is in the PRIMARY KEY twice`, identifier);
    seen.add(name);
    checkKeyColumn(column, identifier, keyspace);
  }
}

function checkKeyColumn(column: Column, identifier: Identifier, keyspace: Keyspace): void {
  const { name, type } = column;
  if (isMultiCell(type)) {
    refuse(
      `column \`${name}\` of type ${printCqlType(type)} cannot be in the PRIMARY KEY: it is not frozen`,
      identifier,
      `write \`frozen<${printCqlType(type)}>\``,
    );
  }
  if (isCounter(type)) refuse(`column \`${name}\` is a counter, and cannot be in the PRIMARY KEY`, identifier);
  if (referencesDuration(type, keyspace)) {
    refuse(
      `column \`${name}\` of type ${printCqlType(type)} cannot be in the PRIMARY KEY: durations have no order`,
      identifier,
    );
  }
  if (column.kind === "static") refuse(`column \`${name}\` is static, and cannot be in the PRIMARY KEY`, identifier);
}

/** @throws Refused when CLUSTERING ORDER names other columns, or not the first ones of them in their order */
export function orderClustering(
  key: PrimaryKeyNode,
  node: CreateTable,
  capabilities: Capabilities,
): readonly ClusteringColumn[] {
  const orders = new Map<string, "asc" | "desc">();
  for (const { column, order } of node.clusteringOrder) {
    // Cassandra 3.11 takes the last one of two (CFProperties.setOrdering).
    if (orders.has(column.name) && since(capabilities, "4.0")) {
      refuse(`CLUSTERING ORDER names column \`${column.name}\` twice`, column);
    }
    if (!key.clustering.some((identifier) => identifier.name === column.name)) {
      refuse(`CLUSTERING ORDER names \`${column.name}\`, which is no clustering column`, column);
    }
    orders.set(column.name, order);
  }
  let at = 0;
  for (const name of orders.keys()) {
    const expected = key.clustering[at]?.name;
    if (name !== expected) {
      refuse(
        `CLUSTERING ORDER must name the clustering columns in their order: \`${expected}\` comes before \`${name}\``,
        node.name,
      );
    }
    at++;
  }
  return key.clustering.map(({ name }) => ({ name, order: orders.get(name) ?? "asc" }));
}
