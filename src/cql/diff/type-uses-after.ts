// Finds which tables hold values of a user's type once the changes of tables have been made. Pure.
import type { CqlType } from "../schema/cql-type.ts";
import type { Column } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import type { DiffScope } from "./diff-scope.ts";
import { typeHolders, userTypesIn, withHolders } from "./type-uses.ts";

export interface TypeUses {
  /** By the name of a type, the tables that have a column with it. */
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the name of a type, the tables that have it in their partition key. */
  readonly partitionKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names, and those of all types that hold one of them. */
  readonly withHolders: (names: Iterable<string>) => ReadonlySet<string>;
}

/** @param changes those of tables; what belongs to a rebuild is not done, and does not count */
export function usesOfTypes({ was }: DiffScope, changes: readonly Change[]): TypeUses {
  const isGone = goneBy(changes);
  const tables = new Map<string, Set<string>>();
  const partitionKeys = new Map<string, Set<string>>();
  const note = (uses: Map<string, Set<string>>, types: readonly CqlType[], holder: string): void => {
    for (const type of userTypesIn(types)) {
      const known = uses.get(type);
      if (known === undefined) uses.set(type, new Set([holder]));
      else known.add(holder);
    }
  };
  for (const table of was.tables.values()) {
    if (isGone.tables.has(table.name)) continue;
    const columns = [...table.columns.values()].filter(({ name }) => !isGone.columns.has(`${table.name}.${name}`));
    note(tables, columns.map(typeOf), table.name);
    note(partitionKeys, columns.filter(isPartitionKey).map(typeOf), table.name);
  }
  const holders = typeHolders(was.types);
  return { tables, partitionKeys, withHolders: (names) => withHolders(names, holders) };
}

/** By name. */
export function tablesHolding(uses: TypeUses, type: string): readonly string[] {
  return holding(uses, uses.tables, type);
}

/** No field can be added to a type in a partition key (Cassandra 3.11–5.0, AlterTypeStatement); a view can be made again. By name. */
export function partitionKeysHolding(uses: TypeUses, type: string): readonly string[] {
  return holding(uses, uses.partitionKeys, type);
}

function holding(uses: TypeUses, by: TypeUses["tables"], type: string): readonly string[] {
  return [...new Set([...uses.withHolders([type])].flatMap((name) => [...(by.get(name) ?? [])]))].sort();
}

function goneBy(changes: readonly Change[]): Readonly<Record<"tables" | "columns", ReadonlySet<string>>> {
  const tables = new Set<string>();
  const columns = new Set<string>();
  for (const change of changes) {
    if (change.kind === "drop-table") tables.add(change.name);
    if (change.kind === "drop-column") columns.add(`${change.table}.${change.name}`);
  }
  return { tables, columns };
}

function typeOf({ type }: Column): CqlType {
  return type;
}

function isPartitionKey({ kind }: Column): boolean {
  return kind === "partition-key";
}
