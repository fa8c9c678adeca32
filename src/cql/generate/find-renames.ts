// Finds what may be the same thing under another name: one that is gone, and one like it that is new. Pure.
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Keyspace, Table, UserType } from "../schema/schema.ts";
import { withoutHiddenColumns } from "../schema/to-nodes/declared-parts.ts";
import { type Rename, renameKey } from "./rename.ts";

/** A thing that has a name of its own in something that stays. */
interface Named {
  readonly name: string;
  /** Two things of one shape may be the same thing. */
  readonly shape: string;
}

/** What is gone from one owner, and what is new in it. */
export interface Turnover {
  readonly gone: readonly Named[];
  readonly added: readonly Named[];
  readonly rename: (from: string, to: string) => Rename;
}

/**
 * Every pair of one shape, by owner, then by name, without what `settled` decides: a thing that is renamed or taken is in
 * no other pair. Names are never guessed: each pair is for somebody to say yes or no to.
 */
export function findRenames(was: Keyspace, is: Keyspace, settled: readonly Rename[] = []): readonly Rename[] {
  const taken = new Set(settled.flatMap((each) => [renameKey(each, "from"), renameKey(each, "to")]));
  return turnovers(was, is, settled).flatMap(({ gone, added, rename }) => {
    const byShape = new Map<string, string[]>();
    for (const { name, shape } of added) {
      const known = byShape.get(shape);
      if (known === undefined) byShape.set(shape, [name]);
      else known.push(name);
    }
    return gone.flatMap(({ name, shape }) =>
      (byShape.get(shape) ?? [])
        .map((to) => rename(name, to))
        .filter((pair) => !taken.has(renameKey(pair, "from")) && !taken.has(renameKey(pair, "to"))),
    );
  });
}

/** Of tables, of the columns of each table that stays, and of the fields of each type that stays. */
export function turnovers(was: Keyspace, is: Keyspace, settled: readonly Rename[]): readonly Turnover[] {
  const oldNames = new Map(settled.flatMap((each) => (each.kind === "table" ? [[each.to, each.from] as const] : [])));
  const columns = is.tables.sorted().flatMap((after): readonly Turnover[] => {
    const before = was.tables.get(oldNames.get(after.name) ?? after.name);
    if (before === undefined || before === after) return [];
    return [
      turnover(columnsOf(before), columnsOf(after), (from, to) => ({ kind: "column", table: after.name, from, to })),
    ];
  });
  const fields = is.types.sorted().flatMap((after): readonly Turnover[] => {
    const before = was.types.get(after.name);
    if (before === undefined || before === after) return [];
    return [turnover(fieldsOf(before), fieldsOf(after), (from, to) => ({ kind: "field", type: after.name, from, to }))];
  });
  const tables = turnover(tablesOf(was), tablesOf(is), (from, to) => ({ kind: "table", from, to }));
  return [tables, ...columns, ...fields];
}

function turnover(was: readonly Named[], is: readonly Named[], rename: Turnover["rename"]): Turnover {
  const [before, after] = [new Set(was.map(nameOf)), new Set(is.map(nameOf))];
  return {
    gone: was.filter(({ name }) => !after.has(name)),
    added: is.filter(({ name }) => !before.has(name)),
    rename,
  };
}

/** The same columns and the same key. */
function tablesOf({ tables }: Keyspace): readonly Named[] {
  return tables.sorted().map((table) => {
    const { partitionKey, clustering } = table;
    const columns = columnsOf(table).map(({ name, shape }) => [name, shape]);
    return { name: table.name, shape: JSON.stringify([partitionKey, clustering, columns]) };
  });
}

/** Of a column of the key, its place is part of its shape. */
function columnsOf(table: Table): readonly Named[] {
  const { columns, partitionKey, clustering } = withoutHiddenColumns(table);
  const key = [...partitionKey, ...clustering.map(({ name }) => name)];
  return columns.sorted().map(({ name, type, kind }) => {
    return { name, shape: `${kind} ${key.indexOf(name)} ${printCqlType(type)}` };
  });
}

/** The place of a field does not change with its name. */
function fieldsOf({ fields }: UserType): readonly Named[] {
  return fields.map(({ name, type }, index) => ({ name, shape: `${index} ${printCqlType(type)}` }));
}

function nameOf({ name }: Named): string {
  return name;
}
