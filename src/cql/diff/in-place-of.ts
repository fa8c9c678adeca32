// Puts changes into the place of others that they include. Pure.
import type { Change } from "./change.ts";

/** The changes, with those that are in `others` by name left out for these. */
export function inPlaceOf(changes: readonly Change[], others: readonly Change[]): readonly Change[] {
  const names = new Set(others.map(({ name }) => name));
  return [...changes.filter(({ name }) => !names.has(name)), ...others].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
}
