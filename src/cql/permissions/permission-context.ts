// What is known around a statement whose permissions are asked for. Data, and the ways to look into it. Pure.
import type { CreateAggregate, CreateFunction } from "../ast/ddl.ts";
import type { ObjectName } from "../ast/name.ts";
import type { TypeNode } from "../ast/type-node.ts";
import type { Capabilities } from "../capabilities.ts";
import { printType } from "../printer/print-type.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Keyspace, Schema } from "../schema/schema.ts";
import { Refused } from "../simulate/refuse.ts";
import { argumentTypesOf, findRoutine, type Routine } from "../simulate/routines.ts";
import type { HeldResource } from "./resource.ts";

export interface PermissionContext {
  /** Where names that name no keyspace belong. */
  readonly keyspace: string;
  /** As it is before the statement; what it does not hold counts as not being there. */
  readonly schema: Schema;
  readonly capabilities: Capabilities;
  /** Who runs it: a role may change its own password. */
  readonly role?: string | undefined;
}

export function keyspaceOf(name: ObjectName, context: PermissionContext): string {
  return name.keyspace?.name ?? context.keyspace;
}

export function findKeyspaceOf(name: ObjectName, context: PermissionContext): Keyspace | undefined {
  return context.schema.keyspaces.get(keyspaceOf(name, context));
}

export function tableResource(name: ObjectName, context: PermissionContext): HeldResource {
  return { kind: "table", keyspace: keyspaceOf(name, context), name: name.name.name };
}

/** The types of the arguments of what the statement makes. */
export function writtenTypes(node: CreateFunction | CreateAggregate): readonly TypeNode[] {
  return node.kind === "create-function" ? node.args.map(({ type }) => type) : node.argumentTypes;
}

/** A function or an aggregate, with the types of its arguments as they were written. */
export function functionResource(
  keyspace: string,
  name: string,
  argumentTypes: readonly TypeNode[],
  context: PermissionContext,
): HeldResource {
  const types = argumentTypes.map((type) => {
    const resolved = tryResolve(type, keyspace, context);
    return withoutFrozen(resolved === undefined ? printType(type) : printCqlType(resolved));
  });
  return { kind: "function", keyspace, name, argumentTypes: types };
}

/** One that the schema holds. */
export function routineResource(keyspace: string, routine: Routine): HeldResource {
  const argumentTypes = argumentTypesOf(routine).map((type) => withoutFrozen(printCqlType(type)));
  return { kind: "function", keyspace, name: routine.routine.name, argumentTypes };
}

/** The function or aggregate of the schema that takes these arguments. */
export function findWrittenRoutine(
  name: ObjectName,
  argumentTypes: readonly TypeNode[],
  context: PermissionContext,
): Routine | undefined {
  const keyspace = findKeyspaceOf(name, context);
  if (keyspace === undefined) return undefined;
  const types = argumentTypes.map((type) => tryResolve(type, keyspace.name, context));
  const known = types.filter((type) => type !== undefined);
  return known.length < types.length ? undefined : findRoutine(keyspace, name.name.name, known);
}

/** Undefined when the server would refuse such a type, or its keyspace is not known. */
function tryResolve(type: TypeNode, keyspaceName: string, context: PermissionContext): CqlType | undefined {
  const keyspace = context.schema.keyspaces.get(keyspaceName);
  if (keyspace === undefined) return undefined;
  try {
    return resolveType(type, keyspace, context.capabilities);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** GRANT takes no frozen type as that of an argument. */
function withoutFrozen(type: string): string {
  return /^frozen<(.*)>$/.exec(type)?.[1] ?? type;
}
