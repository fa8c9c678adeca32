// Turns the rows of the catalog into a schema. Pure.
import {
  objectKey,
  type SqlFamily,
  type SqlNumbers,
  type SqlSchema,
  type SqlSequence,
  type SqlTable,
  type SqlType,
  type SqlView,
} from "../schema.ts";
import type { CatalogPart } from "./catalog-queries.ts";
import { byName, type CatalogRow, groupRows, isTrue, optionalText, textOf, textsOf } from "./catalog-rows.ts";
import { withoutNoise } from "./cockroach-noise.ts";
import { needsByText } from "./needs-by-text.ts";
import { readRoutine } from "./read-routine.ts";
import { readColumn, readConstraint, readIndex, readPolicy, readTrigger } from "./read-table-parts.ts";

export type CatalogRows = Readonly<Record<CatalogPart, readonly CatalogRow[]>>;

export interface CatalogReading {
  readonly schema: SqlSchema;
  /** What is there and is no part of the schema, a sentence each. */
  readonly warnings: readonly string[];
}

/** @returns undefined when the namespace does not exist */
export function readCatalog(rows: CatalogRows, family: SqlFamily): CatalogReading | undefined {
  if (rows.namespace.length === 0) return undefined;
  const warnings = rows.leftOut.map((row) => `${textOf(row, "kind")} ${textOf(row, "name")} is left out`);
  const identities = new Map(
    rows.sequences
      .filter((row) => textOf(row, "ownership") === "i")
      .map((row) => [`${textOf(row, "owner_table")}.${textOf(row, "owner_column")}`, readNumbers(row)]),
  );
  const parts = {
    columns: groupRows(rows.columns, "relation"),
    constraints: groupRows(rows.constraints, "relation"),
    indexes: groupRows(rows.indexes, "relation"),
    triggers: groupRows(rows.triggers, "relation"),
    policies: groupRows(rows.policies, "relation"),
    attributes: groupRows(rows.attributes, "type_name"),
    checks: groupRows(rows.domainChecks, "type_name"),
    needs: groupRows(rows.needs, "object"),
    identities,
  };
  const isView = (row: CatalogRow): boolean => ["v", "m"].includes(textOf(row, "kind"));
  const schema: SqlSchema = {
    family,
    extensions: rows.extensions.map((row) => textOf(row, "name")).sort(),
    types: byName(rows.types.map((row) => readType(row, parts))),
    sequences: byName(rows.sequences.filter((row) => textOf(row, "ownership") !== "i").map(readSequence)),
    tables: byName(rows.relations.filter((row) => !isView(row)).map((row) => readTable(row, parts))),
    views: byName(rows.relations.filter(isView).map((row) => readView(row, parts))),
    routines: byName(rows.routines.map((row) => readRoutine(row, (key) => needsOf(key, parts)))),
  };
  if (family === "postgres") return { schema, warnings };
  return { schema: needsByText(withoutNoise(schema)), warnings };
}

type Groups = ReadonlyMap<string, readonly CatalogRow[]>;

interface Parts {
  readonly columns: Groups;
  readonly constraints: Groups;
  readonly indexes: Groups;
  readonly triggers: Groups;
  readonly policies: Groups;
  readonly attributes: Groups;
  readonly checks: Groups;
  readonly needs: Groups;
  readonly identities: ReadonlyMap<string, SqlNumbers>;
}

function needsOf(key: string, { needs }: Parts): readonly string[] {
  return (needs.get(key) ?? []).map((row) => textOf(row, "needed")).sort();
}

function readTable(row: CatalogRow, parts: Parts): SqlTable {
  const name = textOf(row, "name");
  const parents = textsOf(row, "parents");
  const bound = optionalText(row, "bound");
  const [parent] = parents;
  const isOn = isTrue(row, "has_row_security");
  return {
    name,
    comment: optionalText(row, "comment"),
    isUnlogged: textOf(row, "persistence") === "u",
    partitionBy: optionalText(row, "partition_by"),
    partitionOf: bound === undefined || parent === undefined ? undefined : { parent, bound },
    inherits: bound === undefined ? parents : [],
    options: [...textsOf(row, "options")].sort(),
    columns: (parts.columns.get(name) ?? []).map((column) => readColumn(column, parts.identities)),
    constraints: byName((parts.constraints.get(name) ?? []).map(readConstraint)),
    indexes: byName((parts.indexes.get(name) ?? []).map(readIndex)),
    triggers: byName((parts.triggers.get(name) ?? []).map(readTrigger)),
    policies: byName((parts.policies.get(name) ?? []).map(readPolicy)),
    rowSecurity: isTrue(row, "forces_row_security") && isOn ? "forced" : isOn ? "on" : "off",
    needs: needsOf(objectKey("table", name), parts),
  };
}

function readView(row: CatalogRow, parts: Parts): SqlView {
  const name = textOf(row, "name");
  return {
    name,
    comment: optionalText(row, "comment"),
    kind: textOf(row, "kind") === "m" ? "materialized-view" : "view",
    options: [...textsOf(row, "options")].sort(),
    definition: textOf(row, "definition").trim().replace(/;$/, ""),
    indexes: byName((parts.indexes.get(name) ?? []).map(readIndex)),
    triggers: byName((parts.triggers.get(name) ?? []).map(readTrigger)),
    needs: needsOf(objectKey("view", name), parts),
  };
}

function readNumbers(row: CatalogRow): SqlNumbers {
  return {
    type: textOf(row, "type"),
    start: textOf(row, "start"),
    increment: textOf(row, "increment"),
    min: textOf(row, "min"),
    max: textOf(row, "max"),
    cache: textOf(row, "cache"),
    isCycling: isTrue(row, "is_cycling"),
  };
}

function readSequence(row: CatalogRow): SqlSequence {
  const table = optionalText(row, "owner_table");
  return {
    name: textOf(row, "name"),
    comment: optionalText(row, "comment"),
    numbers: readNumbers(row),
    isUnlogged: textOf(row, "persistence") === "u",
    ownedBy: table === undefined ? undefined : { table, column: textOf(row, "owner_column") },
  };
}

function readType(row: CatalogRow, parts: Parts): SqlType {
  const name = textOf(row, "name");
  const described = { name, comment: optionalText(row, "comment"), needs: needsOf(objectKey("type", name), parts) };
  switch (textOf(row, "kind")) {
    case "e":
      return { ...described, kind: "enum", labels: textsOf(row, "labels") };
    case "d":
      return {
        ...described,
        kind: "domain",
        type: textOf(row, "base"),
        collation: optionalText(row, "collation"),
        default: optionalText(row, "default_value"),
        isNotNull: isTrue(row, "is_not_null"),
        checks: byName(
          (parts.checks.get(name) ?? []).map((check) => ({
            name: textOf(check, "name"),
            definition: textOf(check, "definition"),
          })),
        ),
      };
    case "r":
      return { ...described, kind: "range", definition: describeRange(row) };
    default:
      return {
        ...described,
        kind: "composite",
        attributes: (parts.attributes.get(name) ?? []).map((attribute) => ({
          name: textOf(attribute, "name"),
          type: textOf(attribute, "type"),
          collation: optionalText(attribute, "collation"),
        })),
      };
  }
}

function describeRange(row: CatalogRow): string {
  const parts: readonly (readonly [string, string])[] = [
    ["subtype", "subtype"],
    ["subtype_opclass", "opclass"],
    ["collation", "range_collation"],
    ["canonical", "canonical"],
    ["subtype_diff", "subtype_diff"],
  ];
  return parts
    .flatMap(([word, column]) => {
      const value = optionalText(row, column);
      return value === undefined ? [] : [`${word} = ${value}`];
    })
    .join(", ");
}
