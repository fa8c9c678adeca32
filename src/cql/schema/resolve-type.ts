// Turns a type as it was written into the type that a column, a field or an argument has. Pure.
import { unreachable } from "../../base/assert.ts";
import type { TypeNode, UserTypeNode, VectorTypeNode } from "../ast/type-node.ts";
import type { Capabilities } from "../capabilities.ts";
import { refuse } from "../simulate/refuse.ts";
import type { CqlType } from "./cql-type.ts";
import { resolveTypeClass } from "./resolve-type-class.ts";
import type { Keyspace } from "./schema.ts";
import { freeze } from "./type-facts.ts";

/** Whether a type stands within something frozen, and so is frozen without saying so. */
type Place = "free" | "frozen";

/**
 * User's types are those of the keyspace that the statement works on.
 * @throws Refused for an unknown user's type, one of another keyspace, and what cannot be frozen or nested
 */
export function resolveType(type: TypeNode, keyspace: Keyspace, capabilities: Capabilities): CqlType {
  return resolve(type, "free", keyspace, capabilities);
}

function resolve(type: TypeNode, place: Place, keyspace: Keyspace, capabilities: Capabilities): CqlType {
  const isFrozen = place === "frozen";
  switch (type.kind) {
    case "native":
      return { kind: "native", name: type.name };
    case "frozen":
      if (type.inner.kind === "native" || type.inner.kind === "custom") {
        refuse("only collections, tuples and user-defined types can be frozen", type);
      }
      return resolve(type.inner, "frozen", keyspace, capabilities);
    case "list":
      return { kind: "list", element: resolveInner(type.element, place, keyspace, capabilities), isFrozen };
    case "set":
      refuseDuration(type.element, "a set cannot hold durations");
      return { kind: "set", element: resolveInner(type.element, place, keyspace, capabilities), isFrozen };
    case "map": {
      refuseDuration(type.key, "a key of a map cannot be a duration");
      const key = resolveInner(type.key, place, keyspace, capabilities);
      return { kind: "map", key, value: resolveInner(type.value, place, keyspace, capabilities), isFrozen };
    }
    case "tuple":
      return {
        kind: "tuple",
        elements: type.elements.map((element) => resolveInner(element, "frozen", keyspace, capabilities)),
      };
    case "vector":
      return resolveVector(type, keyspace, capabilities);
    case "user":
      return { kind: "user", name: requireUserType(type, keyspace), isFrozen };
    case "custom": {
      const resolved = resolveTypeClass(type.className, type, capabilities);
      return isFrozen ? freeze(resolved) : resolved;
    }
    default:
      return unreachable(type);
  }
}

/** What stands in a collection or a tuple: no counter, and in a collection that is not frozen nothing that is not. */
function resolveInner(type: TypeNode, place: Place, keyspace: Keyspace, capabilities: Capabilities): CqlType {
  const isLoose = type.kind === "list" || type.kind === "set" || type.kind === "map" || type.kind === "user";
  if (place === "free" && isLoose) {
    refuse("a collection or user-defined type within a collection must be frozen", type, "write `frozen<…>` around it");
  }
  if (type.kind === "native" && type.name === "counter") {
    refuse("a counter cannot stand within a collection or a tuple", type);
  }
  return resolve(type, place, keyspace, capabilities);
}

function refuseDuration(type: TypeNode, message: string): void {
  if (type.kind === "native" && type.name === "duration") refuse(message, type);
}

function resolveVector(type: VectorTypeNode, keyspace: Keyspace, capabilities: Capabilities): CqlType {
  const dimension = Number(type.dimension);
  if (!(dimension >= 1)) refuse(`a vector of dimension ${type.dimension} is not possible: it must be positive`, type);
  if (dimension > 0x7fffffff) refuse(`a vector of dimension ${type.dimension} is not possible: it is too large`, type);
  // Cassandra 5.0: `frozen` around a vector does not reach its elements (CQL3Type.RawVector.freeze).
  return { kind: "vector", element: resolve(type.element, "free", keyspace, capabilities), dimension };
}

function requireUserType(type: UserTypeNode, keyspace: Keyspace): string {
  const { name } = type.name;
  if (type.keyspace !== undefined && type.keyspace.name !== keyspace.name) {
    refuse(
      `\`${type.keyspace.name}.${name}\` cannot be used in keyspace \`${keyspace.name}\`: a type is known in its own alone`,
      type,
    );
  }
  if (!keyspace.types.has(name)) refuse(`type \`${keyspace.name}.${name}\` does not exist`, type);
  return name;
}
