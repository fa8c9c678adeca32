// Turns the name and the argument types of a function into what tells it from its namesakes. Pure.
import type { CqlType } from "../schema/cql-type.ts";
import { routineSignature } from "../schema/routine-signature.ts";
import type { UserAggregate, UserFunction } from "../schema/schema.ts";
import { freeze } from "../schema/type-facts.ts";

export function signatureOf({ name, args }: UserFunction): string {
  return signature(
    name,
    args.map(({ type }) => type),
  );
}

export function aggregateSignatureOf({ name, argumentTypes }: UserAggregate): string {
  return signature(name, argumentTypes);
}

/** The signatures of the functions that an aggregate calls. */
export function functionsOf(aggregate: UserAggregate): readonly string[] {
  const { stateFunction, finalFunction, stateType, argumentTypes } = aggregate;
  const state = signature(stateFunction, [stateType, ...argumentTypes]);
  return finalFunction === undefined ? [state] : [state, signature(finalFunction, [stateType])];
}

/** Types are compared frozen: releases differ in whether they say so of arguments. */
function signature(name: string, types: readonly CqlType[]): string {
  return routineSignature(name, types.map(freeze));
}
