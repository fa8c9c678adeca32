// Puts changes of types into an order in which what a type holds comes before it. Pure.
import type { Change } from "./change.ts";
import { userTypesIn, userTypesInFields } from "./type-uses.ts";

/** Whether the types that are to be hold each other, or those that were. */
type Side = "is" | "was";

/** What a type holds first; otherwise in the order in which they come. For drops, read it backwards. */
export function inTypeOrder(changes: readonly Change[], side: Side): readonly Change[] {
  const byType = new Map<string, Change[]>();
  for (const change of changes) {
    const type = change.kind === "add-field" ? change.type : change.name;
    const known = byType.get(type);
    if (known === undefined) byType.set(type, [change]);
    else known.push(change);
  }
  const ordered: Change[] = [];
  const seen = new Set<string>();
  const visit = (type: string): void => {
    if (seen.has(type)) return;
    seen.add(type);
    const own = byType.get(type) ?? [];
    for (const change of own) for (const held of heldBy(change, side)) visit(held);
    ordered.push(...own);
  };
  for (const type of byType.keys()) visit(type);
  return ordered;
}

function heldBy(change: Change, side: Side): ReadonlySet<string> {
  switch (change.kind) {
    case "create-type":
      return userTypesInFields(change.is);
    case "add-field":
      return userTypesIn([change.is.type]);
    case "recreate-type":
      return userTypesInFields(change[side]);
    case "drop-type":
      return userTypesInFields(change.was);
    default:
      return new Set();
  }
}
