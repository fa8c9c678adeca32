// The rules for the primary key of a new view. Pure.
import type { CreateMaterializedView } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import { since } from "../capabilities.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Column, Keyspace, Table } from "../schema/schema.ts";
import { isCounter, isMultiCell, referencesDuration } from "../schema/type-facts.ts";
import type { SimulateContext } from "./context.ts";
import { refuse } from "./refuse.ts";

/** @param selected names of columns @throws Refused */
export function checkViewKey(
  node: CreateMaterializedView,
  base: Table,
  selected: ReadonlySet<string>,
  keyspace: Keyspace,
  context: SimulateContext,
): void {
  const isOld = !since(context.capabilities, "4.0");
  const { partition, clustering } = node.primaryKey;
  const names = new Set<string>();
  for (const identifier of [...partition, ...clustering]) {
    const { name } = identifier;
    const column = base.columns.get(name);
    // Cassandra 3.11 selects the key by itself.
    if (column === undefined || !(isOld || selected.has(name))) {
      refuse(`the PRIMARY KEY of the view names column \`${name}\`, which is not selected`, identifier);
    }
    if (names.has(name)) refuse(`column \`${name}\` is in the PRIMARY KEY twice`, identifier);
    names.add(name);
    checkColumn(column, identifier, keyspace, context);
  }
  const inBase = [...base.partitionKey, ...base.clustering.map(({ name }) => name)];
  const missing = inBase.filter((name) => !names.has(name));
  if (missing.length > 0) {
    refuse(
      `the PRIMARY KEY of the view leaves out ${quoted(missing)} of that of table \`${base.name}\``,
      node.primaryKey,
    );
  }
  const added = [...names].filter((name) => !inBase.includes(name));
  if (added.length > 1) {
    refuse(
      `the PRIMARY KEY of a view adds at most one column to that of the table, not ${quoted(added)}`,
      node.primaryKey,
    );
  }
  if (isOld && clustering.length === 0) refuse("a view needs clustering columns in Cassandra 3.11", node.primaryKey);
  if (!isOld) checkClusteringOrder(node);
}

function checkColumn(
  column: Column,
  identifier: Identifier,
  keyspace: Keyspace,
  { capabilities }: SimulateContext,
): void {
  const { name, type, kind } = column;
  const problem = `column \`${name}\` of type ${printCqlType(type)} cannot be in the PRIMARY KEY`;
  if (isMultiCell(type)) refuse(`${problem}: it is not frozen`, identifier);
  if (isCounter(type)) refuse(`${problem}: it is a counter`, identifier);
  if (kind === "static") refuse(`${problem}: it is static`, identifier);
  // Cassandra 3.11 does not look into a type.
  const isPlain = type.kind === "native";
  if (referencesDuration(type, keyspace) && (isPlain || since(capabilities, "4.0"))) {
    refuse(`${problem}: durations have no order`, identifier);
  }
}

/** All clustering columns, in their order, or none. */
function checkClusteringOrder(node: CreateMaterializedView): void {
  const ordered = node.clusteringOrder.map(({ column }) => column.name);
  const [first] = node.clusteringOrder;
  if (first === undefined) return;
  const names = node.primaryKey.clustering.map(({ name }) => name);
  if (names.length === ordered.length && names.every((name, index) => name === ordered[index])) return;
  refuse("CLUSTERING ORDER must name all clustering columns of the view, in their order", first.column);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
