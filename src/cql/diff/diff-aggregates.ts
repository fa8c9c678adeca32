// Turns the aggregates of two keyspaces into changes. Pure.
import type { UserAggregate } from "../schema/schema.ts";
import { freeze } from "../schema/type-facts.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import type { DiffScope } from "./diff-scope.ts";
import { functionsGoneEarly, typesGoneEarly } from "./gone-early.ts";
import { inPlaceOf } from "./in-place-of.ts";
import { sameData } from "./same-data.ts";
import { functionsOf } from "./signature.ts";
import { toChange } from "./to-change.ts";
import { intersects, userTypesInAggregate } from "./type-uses.ts";

/** @param others the changes of types and functions: an aggregate goes before them, and comes after */
export function diffAggregates(scope: DiffScope, others: readonly Change[]): readonly Change[] {
  const changes = differingPairs(scope.was.aggregates, scope.is.aggregates).flatMap(
    ({ name, was, is }): readonly Change[] => {
      const path = { keyspace: scope.keyspace, name };
      if (was === undefined) return is === undefined ? [] : [toChange({ kind: "create-aggregate", ...path, is })];
      if (is === undefined) return [toChange({ kind: "drop-aggregate", ...path, was })];
      if (sameData(frozen(was), frozen(is))) return [];
      if (canReplace(was, is)) return [toChange({ kind: "replace-aggregate", ...path, was, is })];
      return [toChange({ kind: "recreate-aggregate", ...path, was, is, because: "definition" })];
    },
  );
  return recreateForOthers(scope, others, changes);
}

/** Cassandra 3.11–5.0: OR REPLACE keeps what is returned (CreateAggregateStatement). */
function canReplace(was: UserAggregate, is: UserAggregate): boolean {
  return sameData(freeze(was.returns), freeze(is.returns));
}

/** Releases differ in whether they say of types of aggregates that they are frozen. */
function frozen({ argumentTypes, stateType, returns, ...others }: UserAggregate): unknown {
  const types = [...argumentTypes, stateType, returns].map(freeze);
  return { ...others, types };
}

function recreateForOthers(scope: DiffScope, others: readonly Change[], changes: readonly Change[]): readonly Change[] {
  const types = typesGoneEarly(others);
  const functions = functionsGoneEarly([...others, ...changes], types);
  if (types.size === 0 && functions.size === 0) return changes;
  const isSettled = new Set(changes.flatMap(({ kind, name }) => (kind === "replace-aggregate" ? [] : [name])));
  const again: Change[] = [];
  for (const [name, was] of scope.was.aggregates) {
    const is = scope.is.aggregates.get(name);
    if (is === undefined || isSettled.has(name)) continue;
    const because = intersects(userTypesInAggregate(was), types) ? "type" : "function";
    if (because === "function" && !functionsOf(was).some((signature) => functions.has(signature))) continue;
    again.push(toChange({ kind: "recreate-aggregate", keyspace: scope.keyspace, name, was, is, because }));
  }
  return inPlaceOf(changes, again);
}
