// Says which types and functions are dropped before anything new is made. Pure.
//
// Most are dropped last, when nothing new can miss them. What is made again, and what names it, has to go first.

import { PersistentMap } from "../../base/persistent-map.ts";
import type { Mask } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { aggregateSignatureOf, signatureOf } from "./signature.ts";
import { intersects, typeHolders, userTypesInFunction, withHolders } from "./type-uses.ts";

/** @param changes of one keyspace */
export function typesGoneEarly(changes: readonly Change[]): ReadonlySet<string> {
  const again = changes.flatMap(({ kind, name }) => (kind === "recreate-type" ? [name] : []));
  if (again.length === 0) return new Set();
  const going = changes.flatMap((change) => (change.kind === "drop-type" ? [[change.name, change.was] as const] : []));
  return withHolders(again, typeHolders(PersistentMap.from(going)));
}

/**
 * By signature: those that are made again, that name a type that goes early, whose signature an aggregate takes, or whose
 * name a mask is to call. Cassandra 5.0 drops no function while a mask calls one of that name, whatever its arguments
 * (TableMetadata.dependsOn).
 * @param changes of one keyspace
 */
export function functionsGoneEarly(changes: readonly Change[], types: ReadonlySet<string>): ReadonlySet<string> {
  const taken = new Set(
    changes.flatMap((change) => (change.kind === "create-aggregate" ? [aggregateSignatureOf(change.is)] : [])),
  );
  const masked = new Set(changes.flatMap(masksToBe).map((mask) => mask.function));
  const gone = new Set<string>();
  for (const change of changes) {
    if (change.kind === "recreate-function") gone.add(signatureOf(change.was));
    if (change.kind !== "drop-function") continue;
    const isTaken = taken.has(signatureOf(change.was)) || masked.has(change.was.name);
    if (isTaken || intersects(userTypesInFunction(change.was), types)) gone.add(signatureOf(change.was));
  }
  return gone;
}

function masksToBe(change: Change): readonly Mask[] {
  switch (change.kind) {
    case "mask-column":
      return [change.is];
    case "add-column":
      return change.is.mask === undefined ? [] : [change.is.mask];
    case "create-table":
      return [...change.is.columns.values()].flatMap(({ mask }) => mask ?? []);
    default:
      return [];
  }
}
