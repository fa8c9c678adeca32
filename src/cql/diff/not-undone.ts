// What a down side leaves undone: the schema before an up side, held against the one after both sides, as changes and in words.
// Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";
import type { Keyspace, Schema, Table } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { differencesOf, objectOf } from "./change-differences.ts";
import { describeChange } from "./describe-change.ts";
import { type DiffOptions, diff } from "./diff.ts";

/**
 * What leads from the schema before to the one after; none when all is as it was. What is not known of one of them is no
 * difference, such as the options of a keyspace that no statement has made; nor is the memory of dropped columns.
 */
export function findNotUndone(before: Schema, after: Schema, options: DiffOptions = {}): readonly Change[] {
  if (sharesAll(before, after)) return [];
  return diff(before, after, options).filter((change) => isDifference(change) && isKnown(change, before, after));
}

/** Whether both are made of the same objects, as they are after most down sides; quicker than to look for differences. */
function sharesAll(before: Schema, after: Schema): boolean {
  return sharesEntries(before.keyspaces, after.keyspaces, sharesKeyspace);
}

function sharesKeyspace(was: Keyspace, is: Keyspace): boolean {
  return (
    was.replication === is.replication &&
    was.durableWrites === is.durableWrites &&
    was.extra === is.extra &&
    sharesEntries(was.types, is.types) &&
    sharesEntries(was.tables, is.tables, sharesTable) &&
    sharesEntries(was.views, is.views) &&
    sharesEntries(was.functions, is.functions) &&
    sharesEntries(was.aggregates, is.aggregates)
  );
}

/** But for its id, and the memory of what was dropped. */
function sharesTable(was: Table, is: Table): boolean {
  return (
    was.partitionKey === is.partitionKey &&
    was.clustering === is.clustering &&
    was.compact === is.compact &&
    was.options === is.options &&
    sharesEntries(was.columns, is.columns) &&
    sharesEntries(was.indexes, is.indexes) &&
    sharesEntries(was.triggers, is.triggers)
  );
}

/** @param shares of two that are not the same object; by default they are taken to differ */
function sharesEntries<V>(
  one: PersistentMap<V>,
  other: PersistentMap<V>,
  shares: (was: V, is: V) => boolean = () => false,
): boolean {
  if (one.size !== other.size) return false;
  for (const name of one.differing(other)) {
    const was = one.get(name);
    const is = other.get(name);
    if (was === undefined || is === undefined || !shares(was, is)) return false;
  }
  return true;
}

/** "table shop.users is left", "column email of table shop.users is gone"; without a full stop. */
export function describeNotUndone(change: Change): string {
  const object = objectOf(change);
  if (isRebuild(change)) {
    return `${object}: ${describeChange(change, { from: "before", to: "after" }).description}`;
  }
  return differencesOf(change)
    .map(({ thing, was, is }) => {
      const what = thing === "" ? object : `${thing} of ${object}`;
      if (was === undefined) return `${what} is left`;
      return is === undefined ? `${what} is gone` : `${what} is ${is}, and was ${was}`;
    })
    .join("; ");
}

/** Otherwise it is made again only for the sake of another change, in which it stands. */
function isDifference(change: Change): boolean {
  return isRebuild(change) || differencesOf(change).some(({ was, is }) => was !== is);
}

function isRebuild({ kind }: Change): boolean {
  return kind === "rebuild-table" || kind === "rebuild-type";
}

/** A keyspace whose replication is not known is only taken to be there. */
function isKnown({ kind, name }: Change, before: Schema, after: Schema): boolean {
  const isTold = ({ keyspaces }: Schema): boolean => Object.keys(keyspaces.get(name)?.replication ?? {}).length > 0;
  if (kind === "drop-keyspace") return isTold(before);
  return kind !== "alter-keyspace" || (isTold(before) && isTold(after));
}
