// Turns rebuilds into the copies of rows that they need. Pure.
import { userTypesIn, userTypesInFields } from "../diff/type-uses.ts";
import type { Column, Keyspace, Table } from "../schema/schema.ts";
import { declaredParts } from "../schema/to-nodes/declared-parts.ts";
import type { Rebuilds } from "./find-rebuilds.ts";
import { needsJson } from "./json-values.ts";
import type { CopiedColumn, CopyColumnPart, CopyRowsPart, ReadAsJson } from "./side-plan.ts";
import { helperName } from "./stages.ts";
import { valueConversion } from "./value-conversion.ts";

export interface CopyParts {
  /** From what is there, into helpers, tables of another name, and new columns. */
  readonly over: readonly (CopyRowsPart | CopyColumnPart)[];
  /** From the helpers into what was made anew. */
  readonly back: readonly CopyRowsPart[];
}

export function copyParts(was: Keyspace, is: Keyspace, rebuilds: Rebuilds): CopyParts {
  const types = { was: was.types, is: is.types };
  const rows = rebuilds.tables.flatMap(({ from, to, usesHelper }) => {
    const [source, target] = [was.tables.get(from), is.tables.get(to)];
    if (source === undefined || target === undefined) return [];
    const oldNames = rebuilds.oldNames.get(to) ?? new Map<string, string>();
    const columns = copiedColumns(
      source,
      target,
      (name) => oldNames.get(name) ?? name,
      (before, after) => valueConversion(before.type, after.type, types),
    );
    const helper = { ...target, name: helperName(to, was, is) };
    const over: CopyRowsPart = {
      kind: "copy-rows",
      from: source,
      to: usesHelper ? helper : target,
      columns,
      isFresh: usesHelper,
      asJson: readAsJson(source, was),
    };
    const same = copiedColumns(
      helper,
      target,
      (name) => name,
      ({ type }) => valueConversion(type, type, { was: is.types, is: is.types }),
    );
    const back: readonly CopyRowsPart[] = usesHelper
      ? [{ kind: "copy-rows", from: helper, to: target, columns: same, isFresh: false, asJson: readAsJson(helper, is) }]
      : [];
    return [{ over, back }];
  });
  const columns = rebuilds.columns.flatMap(({ table: name, from, to }): readonly CopyColumnPart[] => {
    const table = was.tables.get(name);
    const [before, after] = [table?.columns.get(from), is.tables.get(name)?.columns.get(to)];
    if (table === undefined || before === undefined || after === undefined) return [];
    const conversion = valueConversion(before.type, after.type, types);
    return [{ kind: "copy-column", table, from: before, to: after, conversion, asJson: readAsJson(table, was) }];
  });
  return { over: [...rows.map(({ over }) => over), ...columns], back: rows.flatMap(({ back }) => back) };
}

/** What the copies leave behind, by `remarkKey` of the statement that throws it away; one sentence a table. */
export function lossesOfRebuilds(
  was: Keyspace,
  is: Keyspace,
  { tables, types, oldNames }: Rebuilds,
): readonly (readonly [string, string])[] {
  return tables.flatMap(({ from, to }): readonly (readonly [string, string])[] => {
    const [source, target] = [was.tables.get(from), is.tables.get(to)];
    if (source === undefined || target === undefined) return [];
    const names = oldNames.get(to);
    const copied = new Set([...target.columns.keys()].map((name) => names?.get(name) ?? name));
    const gone = declaredParts(source).columns.filter(({ name }) => !copied.has(name));
    const lost = gone.map(({ name }) => `column \`${name}\` in table \`${from}\``);
    const held = [...userTypesIn([...source.columns.values()].map(({ type }) => type))].filter((name) =>
      types.has(name),
    );
    const lostFields = [...withHeld(held, was)].flatMap((name) => lostFieldsOf(name, was, is));
    const all = [...lost, ...lostFields];
    return all.length === 0 ? [] : [[`drop-table ${from}`, `every value of ${all.join(", and of ")} is lost`]];
  });
}

function lostFieldsOf(type: string, was: Keyspace, is: Keyspace): readonly string[] {
  const after = new Set(is.types.get(type)?.fields.map(({ name }) => name));
  if (!is.types.has(type)) return [];
  const gone = (was.types.get(type)?.fields ?? []).filter(({ name }) => !after.has(name));
  return gone.map(({ name }) => `field \`${name}\` of type \`${type}\``);
}

/** The types, and those in their fields. */
function withHeld(names: readonly string[], { types }: Keyspace): ReadonlySet<string> {
  const all = new Set(names);
  // A set yields what is added while it is walked.
  for (const name of all) {
    const type = types.get(name);
    if (type !== undefined) for (const held of userTypesInFields(type)) all.add(held);
  }
  return all;
}

function readAsJson(table: Table, { types }: Keyspace): ReadAsJson {
  const columns = declaredParts(table).columns.filter(({ type }) => needsJson(type, types));
  return new Set(columns.map(({ name }) => name));
}

/** Of columns of the key, also those for which there is nothing: a row cannot be without. */
function copiedColumns(
  from: Table,
  to: Table,
  oldName: (name: string) => string,
  conversionOf: (from: Column, to: Column) => CopiedColumn["conversion"],
): readonly CopiedColumn[] {
  const sources = new Map(declaredParts(from).columns.map((column) => [column.name, column]));
  const key = new Set([...to.partitionKey, ...to.clustering.map(({ name }) => name)]);
  return declaredParts(to).columns.flatMap((column): readonly CopiedColumn[] => {
    const source = sources.get(oldName(column.name));
    if (source !== undefined) return [{ to: column, from: source, conversion: conversionOf(source, column) }];
    return key.has(column.name) ? [{ to: column, from: undefined, conversion: { kind: "unknown" } }] : [];
  });
}
