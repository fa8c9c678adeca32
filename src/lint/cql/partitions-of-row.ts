// Which partitions and rows a statement names by the values that it gives the columns of the primary key. Pure.
import type { Delete, Insert, Update } from "../../cql/ast/dml.ts";
import type { Select } from "../../cql/ast/select.ts";
import type { Term } from "../../cql/ast/term.ts";
import type { Table } from "../../cql/schema/schema.ts";

export type KeyedNode = Insert | Update | Delete | Select;

/** The values of each column of the partition key; undefined when one of them has none, so that other rows are meant, too. */
export function partitionValues(node: KeyedNode, { partitionKey }: Table): readonly (readonly Term[])[] | undefined {
  return valuesOfAll(node, partitionKey);
}

/** The same of the whole primary key. */
export function rowValues(
  node: KeyedNode,
  { partitionKey, clustering }: Table,
): readonly (readonly Term[])[] | undefined {
  return valuesOfAll(node, [...partitionKey, ...clustering.map(({ name }) => name)]);
}

/** How many partitions, or rows, values of key columns come to: each goes with each. */
export function countKeys(values: readonly (readonly Term[])[]): number {
  return values.reduce((count, { length }) => count * length, 1);
}

/**
 * Keys as texts that are the same where the keys surely are: as they are written in `text`. What a call such as `uuid()` gives is
 * like nothing else.
 */
export function writtenKeys(values: readonly (readonly Term[])[], text: string): readonly string[] {
  return values.reduce<readonly string[]>(
    (keys, terms) => keys.flatMap((key) => terms.map((term) => `${key}\0${writtenTerm(term, text)}`)),
    [""],
  );
}

function writtenTerm(term: Term, text: string): string {
  if (term.kind !== "literal") return `${term.kind === "call" ? term.start : ""} ${text.slice(term.start, term.end)}`;
  // Hexadecimal digits and words of the language are the same in both cases.
  return term.type === "string" ? `'${term.value}'` : term.value.toLowerCase();
}

function valuesOfAll(node: KeyedNode, columns: readonly string[]): readonly (readonly Term[])[] | undefined {
  const all = columns.map((column) => valuesOf(node, column));
  return all.every((values) => values !== undefined) ? all : undefined;
}

function valuesOf(node: KeyedNode, column: string): readonly Term[] | undefined {
  if (node.kind === "insert") {
    const value = node.values[node.columns.findIndex(({ name }) => name === column)];
    return value && [value];
  }
  for (const relation of node.where) {
    if (relation.kind !== "comparison" && relation.kind !== "in") continue;
    if (relation.left.column.name !== column || relation.left.element !== undefined) continue;
    if (relation.kind === "comparison" && relation.operator === "=") return [relation.right];
    if (relation.kind === "in" && !("kind" in relation.values)) return relation.values;
  }
  return undefined;
}
