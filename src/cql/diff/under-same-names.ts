// Turns the functions or aggregates of one schema into the same ones under the names that another has for them. Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";

/**
 * A schema holds them by their types as written, and `f(list<int>)` is `f(frozen<list<int>>)`.
 * @param signatureOf the same for both of these
 */
export function underSameNames<R>(
  routines: PersistentMap<R>,
  others: PersistentMap<R>,
  signatureOf: (routine: R) => string,
): PersistentMap<R> {
  const names = new Map<string, string>();
  const alone: (readonly [string, R])[] = [];
  for (const name of routines.differing(others)) {
    const [routine, other] = [routines.get(name), others.get(name)];
    if (routine === undefined && other !== undefined) names.set(signatureOf(other), name);
    if (routine !== undefined && other === undefined) alone.push([name, routine]);
  }
  let renamed = routines;
  for (const [name, routine] of names.size === 0 ? [] : alone) {
    const known = names.get(signatureOf(routine));
    if (known !== undefined) renamed = renamed.without(name).with(known, routine);
  }
  return renamed;
}
