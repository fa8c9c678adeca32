// One statement that is about more partitions than one coordinator should have in hand at once: a batch, or an IN. Pure.
import type { Insert } from "../../../cql/ast/dml.ts";
import type { ObjectName } from "../../../cql/ast/name.ts";
import type { Table } from "../../../cql/schema/schema.ts";
import { tableBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { countKeys, type KeyedNode, partitionValues, writtenKeys } from "../../cql/partitions-of-row.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

type BatchStatement = CqlStatement & { readonly node: { readonly kind: "batch" } };

export const manyPartitions: Rule = cqlRule({
  name: "many-partitions",
  level: "warn",
  options: {
    // The server's own limit of unlogged batches: `unlogged_batch_across_partitions_warn_threshold`, Cassandra 3.11–5.0.
    partitions: { kind: "count", default: 10, summary: "how many partitions one statement may be about" },
    statements: {
      kind: "count",
      default: 50,
      summary: "how many statements a batch may have on tables that no file makes, whose partitions are not known",
    },
  },
  on: {
    batch: (statement, limits) => checkBatch(statement, limits),
    select: (statement, { partitions }) => checkIn(statement, statement.node, partitions),
    update: (statement, { partitions }) => checkIn(statement, statement.node, partitions),
    delete: (statement, { partitions }) => checkIn(statement, statement.node, partitions),
  },
});

function checkBatch(
  statement: BatchStatement,
  limits: { readonly partitions: number; readonly statements: number },
): readonly Problem[] {
  const { node } = statement;
  const partitions = new Set<string>();
  let unknownCount = 0;
  for (const each of node.statements) {
    const table = tableBefore(statement, each.table);
    const values = table && each.kind !== "insert-json" ? partitionValues(each, table) : undefined;
    if (table === undefined || values === undefined) unknownCount += 1;
    else for (const key of writtenKeys(values, statement.side.text)) partitions.add(keyOf(each.table, table, key));
  }
  const begin = { start: node.start, end: node.start + "BEGIN".length };
  if (partitions.size > limits.partitions) {
    const message = `the batch writes ${partitions.size} partitions: ${BURDENS[node.type]}`;
    return [problemAt(statement, begin, message, INSTEAD_OF_BATCH)];
  }
  if (unknownCount <= limits.statements) return [];
  const message = `the batch has ${node.statements.length} statements: where they write many partitions, ${BURDENS[node.type]}`;
  return [problemAt(statement, begin, message, INSTEAD_OF_BATCH)];
}

const BURDENS = {
  logged: "two nodes keep all of it in their batch logs until the replicas have answered",
  unlogged: "one node sends all of it, and none of it is undone when a part fails",
  counter: "one node sends all of it, and what was counted when a part fails nobody knows",
} as const;

const INSTEAD_OF_BATCH =
  "write the statements one by one, of which each is recorded; keep a batch for rows that must appear together";

/** One partition key on two tables is two partitions. */
function keyOf({ keyspace }: ObjectName, { name }: Table, key: string): string {
  return `${keyspace?.name ?? ""}\0${name}\0${key}`;
}

function checkIn(statement: CqlStatement, node: Exclude<KeyedNode, Insert>, limit: number): readonly Problem[] {
  const table = tableBefore(statement, node.table);
  const values = table && partitionValues(node, table);
  if (table === undefined || values === undefined) return [];
  const count = countKeys(values);
  if (count <= limit) return [];
  const [relation] = node.where.flatMap((each) =>
    each.kind === "in" && table.partitionKey.includes(each.left.column.name) ? [each] : [],
  );
  if (relation === undefined) return [];
  const column = writtenAt(statement, relation.left);
  const does =
    node.kind === "select"
      ? "one node asks their replicas at once, and holds all that they answer"
      : "one node sends all of it, and none of it is undone when a part fails";
  const message = `\`${column} IN (…)\` names ${count} partitions: ${does}`;
  return [problemAt(statement, relation, message, "write a statement for each, of which each is recorded")];
}
