// Finds functions and aggregates, which share one space of names, and reads the types they take. Pure.
import type { ObjectName } from "../ast/name.ts";
import type { TypeNode } from "../ast/type-node.ts";
import { type Capabilities, since } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Keyspace, UserAggregate, UserFunction } from "../schema/schema.ts";
import { freeze } from "../schema/type-facts.ts";
import { refuse } from "./refuse.ts";

export type Routine =
  | { readonly kind: "function"; readonly signature: string; readonly routine: UserFunction }
  | { readonly kind: "aggregate"; readonly signature: string; readonly routine: UserAggregate };

/** Every function and aggregate of a name. */
export function routinesNamed(keyspace: Keyspace, name: string): readonly Routine[] {
  const found: Routine[] = [];
  for (const [signature, routine] of functionsNamed(keyspace, name)) {
    found.push({ kind: "function", signature, routine });
  }
  for (const [signature, routine] of keyspace.aggregates.groupedBy(namesOf).get(name) ?? []) {
    found.push({ kind: "aggregate", signature, routine });
  }
  return found;
}

/** The functions alone, by signature. */
export function functionsNamed({ functions }: Keyspace, name: string): Iterable<readonly [string, UserFunction]> {
  return functions.groupedBy(namesOf).get(name) ?? [];
}

function namesOf({ name }: UserFunction | UserAggregate): readonly string[] {
  return [name];
}

/** The one that takes these types, whether frozen or not. */
export function findRoutine(keyspace: Keyspace, name: string, types: readonly CqlType[]): Routine | undefined {
  return routinesNamed(keyspace, name).find((routine) => isSameTypes(argumentTypesOf(routine), types));
}

export function argumentTypesOf({ kind, routine }: Routine): readonly CqlType[] {
  return kind === "function" ? routine.args.map(({ type }) => type) : routine.argumentTypes;
}

export function isSameTypes(one: readonly CqlType[], other: readonly CqlType[]): boolean {
  return one.length === other.length && one.every((type, index) => isSameType(type, other[index]));
}

function isSameType(one: CqlType, other: CqlType | undefined): boolean {
  return other !== undefined && printCqlType(freeze(one)) === printCqlType(freeze(other));
}

/** A type of an argument, a state or a result, which is never written as frozen. @throws Refused */
export function resolveRoutineType(type: TypeNode, keyspace: Keyspace, capabilities: Capabilities): CqlType {
  if (type.kind === "frozen" && !isFrozenAnyway(type.inner, capabilities)) {
    refuse("a type that a function takes or returns cannot be frozen", type, "remove `frozen<…>`");
  }
  return resolveType(type, keyspace, capabilities);
}

function isFrozenAnyway(type: TypeNode, capabilities: Capabilities): boolean {
  return type.kind === "tuple" || (type.kind === "vector" && since(capabilities, "5.0"));
}

/** @throws Refused */
export function checkRoutineName(name: ObjectName): void {
  if (/[/[\]]/.test(name.name.name))
    refuse(`"${name.name.name}" cannot name a function: it holds \`/\`, \`[\` or \`]\``, name.name);
}
