// Where the names of a statement are looked for. Pure.
import { parseName } from "../identifiers.ts";
import type { SqlIndex, SqlSchema } from "../schema.ts";

export interface Place {
  readonly schema: SqlSchema;
  /** Which namespace the schema is. */
  readonly scope: string;
  /** Where unqualified names go. */
  readonly namespace: string;
}

/** The name in the namespace; undefined when it is in another one. */
export function nameIn({ scope, namespace }: Place, written: string): string | undefined {
  const [name, schema = namespace] = (parseName(written) ?? []).toReversed();
  return schema === scope ? name : undefined;
}

export interface PlacedIndex {
  readonly index: SqlIndex;
  /** The table or materialized view. */
  readonly relation: string;
}

export function findIndex({ tables, views }: SqlSchema, name: string): PlacedIndex | undefined {
  for (const { name: relation, indexes } of [...tables, ...views]) {
    const index = indexes.find((each) => each.name === name);
    if (index !== undefined) return { index, relation };
  }
  return undefined;
}

/** @param noun as in a statement: "TABLE", "MATERIALIZED VIEW" */
export function holdsObject(schema: SqlSchema, noun: string, name: string): boolean {
  const isNamed = (each: { readonly name: string }): boolean => each.name === name;
  switch (noun) {
    case "TABLE":
      return schema.tables.some(isNamed);
    case "VIEW":
      return schema.views.some((view) => isNamed(view) && view.kind === "view");
    case "MATERIALIZED VIEW":
      return schema.views.some((view) => isNamed(view) && view.kind === "materialized-view");
    case "SEQUENCE":
      return schema.sequences.some(isNamed);
    case "TYPE":
    case "DOMAIN":
      return schema.types.some(isNamed);
    default:
      // An index that a failed drop has left is there: as one that is invalid.
      return findIndex(schema, name) !== undefined;
  }
}
