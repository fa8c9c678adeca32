// What is there under a name, held against what a statement with IF NOT EXISTS makes: only what the statement itself says of it
// counts, not what others add to it later, such as indexes, triggers and comments. Pure.
import { diffSqlSchemas } from "../diff/diff-schema.ts";
import { emptySqlSchema, type SqlSchema, type SqlTable } from "../schema.ts";
import type { GuardedCreate } from "./guarded-create.ts";
import { findIndex } from "./place.ts";

/**
 * @param relation what is made, or the table of the index or the column, as it is stored
 * @param asked the schema that the statement was carried out in
 * @returns one line each; none when they are alike
 */
export function diffGuarded(
  guarded: GuardedCreate,
  relation: string,
  there: SqlSchema,
  asked: SqlSchema,
): readonly string[] {
  if (guarded.kind === "index") return diffIndex(guarded.name, there, asked);
  const [from, to] = [partOf(there, guarded, relation, asked), partOf(asked, guarded, relation, asked)];
  if (from === undefined) return [`${relation} is no ${guarded.kind.replace("-", " ")}`];
  const { changes } = diffSqlSchemas(from, to ?? emptySqlSchema("postgres"));
  if (changes.length === 0) return [];
  const [first] = changes;
  return [`${first?.object ?? relation} would need \`${changes.map(({ description }) => description).join("`, `")}\``];
}

function diffIndex(name: string, there: SqlSchema, asked: SqlSchema): readonly string[] {
  const [found, wanted] = [findIndex(there, name), findIndex(asked, name)];
  if (found === undefined) return [`${name} is no index`];
  if (!found.index.isValid) return [`index ${name} is invalid: its build has failed`];
  if (found.index.definition === wanted?.index.definition) return [];
  return [`index ${name} is \`${found.index.definition}\`, not \`${wanted?.index.definition ?? ""}\``];
}

/** Undefined when there is no such thing. */
function partOf(
  schema: SqlSchema,
  { kind, name }: GuardedCreate,
  relation: string,
  asked: SqlSchema,
): SqlSchema | undefined {
  const empty = emptySqlSchema(schema.family);
  const table = schema.tables.find((each) => each.name === relation);
  switch (kind) {
    case "table":
      return table && { ...empty, tables: [withoutRest(table)] };
    case "column":
      return table && { ...empty, tables: [onlyColumn(table, name, asked)] };
    case "sequence": {
      const sequence = schema.sequences.find((each) => each.name === relation);
      return sequence && { ...empty, sequences: [{ ...sequence, comment: undefined, ownedBy: undefined }] };
    }
    default: {
      const view = schema.views.find((each) => each.name === relation && each.kind === "materialized-view");
      return view && { ...empty, views: [{ ...view, comment: undefined, indexes: [], triggers: [], needs: [] }] };
    }
  }
}

function withoutRest(table: SqlTable): SqlTable {
  return {
    ...table,
    comment: undefined,
    columns: table.columns.map((column) => ({ ...column, comment: undefined })),
    constraints: table.constraints.map((constraint) => ({ ...constraint, comment: undefined })),
    indexes: [],
    triggers: [],
    policies: [],
    rowSecurity: "off",
    needs: [],
  };
}

/** The column, and the constraints that the statement makes with it. */
function onlyColumn(table: SqlTable, name: string, asked: SqlSchema): SqlTable {
  const made = new Set(asked.tables.flatMap(({ constraints }) => constraints.map((each) => each.name)));
  const whole = withoutRest(table);
  return {
    ...whole,
    isUnlogged: false,
    partitionBy: undefined,
    partitionOf: undefined,
    inherits: [],
    options: [],
    columns: whole.columns.filter((column) => column.name === name),
    constraints: whole.constraints.filter((constraint) => made.has(constraint.name)),
  };
}
