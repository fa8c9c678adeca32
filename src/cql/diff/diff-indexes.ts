// Turns the indexes of two versions of a table into changes. Pure.
import type { Index, Table } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import type { TablePath } from "./diff-columns.ts";
import { sameData } from "./same-data.ts";
import { toChange } from "./to-change.ts";

const SAI = "org.apache.cassandra.index.sai.StorageAttachedIndex";
/** Short names of it, in any case; Cassandra 5.0 keeps the class as it was written (IndexMetadata). */
const SAI_NAMES: ReadonlySet<string> = new Set(["sai", "storageattachedindex"]);

export function diffIndexes(table: TablePath, was: Table, is: Table): readonly Change[] {
  return differingPairs(was.indexes, is.indexes).flatMap((pair): readonly Change[] => {
    const path = { keyspace: table.keyspace, table: table.name, name: pair.name };
    if (pair.was === undefined) {
      return pair.is === undefined ? [] : [toChange({ kind: "create-index", ...path, is: pair.is })];
    }
    if (pair.is === undefined) return [toChange({ kind: "drop-index", ...path, was: pair.was })];
    if (isSameDefinition(pair.was, pair.is)) return [];
    return [toChange({ kind: "recreate-index", ...path, was: pair.was, is: pair.is })];
  });
}

/** Whether two indexes differ in their names at most. */
export function isSameDefinition(one: Index, other: Index): boolean {
  return sameData(meaningOf(one), meaningOf(other));
}

/** "keys" and "composites" are one statement: the layout of the table decides. */
function meaningOf({ kind, target, className, options }: Index): unknown {
  return {
    isCustom: kind === "custom",
    target,
    className: className !== undefined && SAI_NAMES.has(className.toLowerCase()) ? SAI : className,
    options,
  };
}
