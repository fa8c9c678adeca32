// Pairs the entries of two maps by name. Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";

export interface Pair<V> {
  readonly name: string;
  readonly was: V | undefined;
  readonly is: V | undefined;
}

/**
 * What stands in one map alone, and what both have as different objects, in the order of names. Entries that are one
 * object in both are passed over: so versions of one schema are compared quickly.
 */
export function differingPairs<V>(from: PersistentMap<V>, to: PersistentMap<V>): readonly Pair<V>[] {
  const pairs = Array.from(from.differing(to), (name): Pair<V> => ({ name, was: from.get(name), is: to.get(name) }));
  return pairs.sort((one, other) => (one.name < other.name ? -1 : 1));
}
