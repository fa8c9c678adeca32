// Finds which tables hold values of a user's type once the changes of tables have been made. Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";
import type { Column, Keyspace, Table } from "../schema/schema.ts";
import { typesInPartitionKey, typesInTable, withHolders } from "../simulate/type-users.ts";
import type { Change } from "./change.ts";
import type { DiffScope } from "./diff-scope.ts";
import { intersects, userTypesIn } from "./type-uses.ts";

/** The keyspace before the changes of tables, and what these take away. */
export interface TypeUses {
  readonly was: Keyspace;
  readonly tables: ReadonlySet<string>;
  /** As `table.column`. */
  readonly columns: ReadonlySet<string>;
}

/** @param changes those of tables; what belongs to a rebuild is not done, and does not count */
export function usesOfTypes({ was }: DiffScope, changes: readonly Change[]): TypeUses {
  return { was, ...goneBy(changes) };
}

/** By name. */
export function tablesHolding(uses: TypeUses, type: string): readonly string[] {
  return holding(uses, uses.was.tables.groupedBy(typesInTable), type, () => true);
}

/** No field can be added to a type in a partition key (Cassandra 3.11–5.0, AlterTypeStatement); a view can be made again. By name. */
export function partitionKeysHolding(uses: TypeUses, type: string): readonly string[] {
  return holding(uses, uses.was.tables.groupedBy(typesInPartitionKey), type, isPartitionKey);
}

function holding(
  { was, tables, columns }: TypeUses,
  users: PersistentMap<PersistentMap<Table>>,
  type: string,
  isAsked: (column: Column) => boolean,
): readonly string[] {
  const types = withHolders([type], was);
  const names = new Set<string>();
  for (const each of types) {
    for (const table of users.get(each)?.values() ?? []) {
      if (tables.has(table.name)) continue;
      const left = [...table.columns.values()].filter(
        (column) => isAsked(column) && !columns.has(`${table.name}.${column.name}`),
      );
      if (intersects(userTypesIn(left.map((column) => column.type)), types)) names.add(table.name);
    }
  }
  return [...names].sort();
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

function isPartitionKey({ kind }: Column): boolean {
  return kind === "partition-key";
}
