// Turns the functions of two keyspaces into changes. Pure.
import type { UserFunction } from "../schema/schema.ts";
import { freeze } from "../schema/type-facts.ts";
import type { Change } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import type { DiffScope } from "./diff-scope.ts";
import { typesGoneEarly } from "./gone-early.ts";
import { inPlaceOf } from "./in-place-of.ts";
import { sameData } from "./same-data.ts";
import { toChange } from "./to-change.ts";
import { intersects, userTypesInFunction } from "./type-uses.ts";

/** @param types the changes of types: a function goes before a type that it names, and comes after it */
export function diffFunctions(scope: DiffScope, types: readonly Change[]): readonly Change[] {
  const changes = differingPairs(scope.was.functions, scope.is.functions).flatMap(
    ({ name, was, is }): readonly Change[] => {
      const path = { keyspace: scope.keyspace, name };
      if (was === undefined) return is === undefined ? [] : [toChange({ kind: "create-function", ...path, is })];
      if (is === undefined) return [toChange({ kind: "drop-function", ...path, was })];
      if (sameData(frozen(was), frozen(is))) return [];
      if (canReplace(was, is)) return [toChange({ kind: "replace-function", ...path, was, is })];
      return [toChange({ kind: "recreate-function", ...path, was, is, because: "definition" })];
    },
  );
  return recreateForTypes(scope, types, changes);
}

/** Cassandra 3.11–5.0: OR REPLACE keeps what is done with nulls and what is returned (CreateFunctionStatement). */
function canReplace(was: UserFunction, is: UserFunction): boolean {
  return was.isCalledOnNull === is.isCalledOnNull && sameData(freeze(was.returns), freeze(is.returns));
}

/** Releases differ in whether they say of types of functions that they are frozen. */
function frozen({ args, returns, ...others }: UserFunction): unknown {
  return { ...others, args: args.map(({ name, type }) => ({ name, type: freeze(type) })), returns: freeze(returns) };
}

function recreateForTypes(scope: DiffScope, types: readonly Change[], changes: readonly Change[]): readonly Change[] {
  const gone = typesGoneEarly(types);
  if (gone.size === 0) return changes;
  const isSettled = new Set(changes.flatMap(({ kind, name }) => (kind === "replace-function" ? [] : [name])));
  const again: Change[] = [];
  for (const [name, was] of scope.was.functions) {
    const is = scope.is.functions.get(name);
    if (is === undefined || isSettled.has(name) || !intersects(userTypesInFunction(was), gone)) continue;
    again.push(toChange({ kind: "recreate-function", keyspace: scope.keyspace, name, was, is, because: "type" }));
  }
  return inPlaceOf(changes, again);
}
