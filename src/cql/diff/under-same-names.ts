// Turns the functions or aggregates of one schema into the same ones under the names that another has for them. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";

/**
 * A schema holds them by their types as written, and `f(list<int>)` is `f(frozen<list<int>>)`.
 * @param signatureOf the same for both of these
 */
export function underSameNames<R>(
  routines: PersistentMap<R>,
  others: PersistentMap<R>,
  signatureOf: (routine: R) => string,
): PersistentMap<R> {
  if (routines === others || [...routines.keys()].every((name) => others.has(name))) return routines;
  const names = new Map([...others].map(([name, routine]) => [signatureOf(routine), name]));
  return PersistentMap.from([...routines].map(([name, routine]) => [names.get(signatureOf(routine)) ?? name, routine]));
}
