// Resolves the type of a field of a user-defined type. Pure.
import type { TypeNode } from "../ast/type-node.ts";
import type { Capabilities } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { EMPTY_TYPE_CLASS } from "../schema/print-type-class.ts";
import { resolveType } from "../schema/resolve-type.ts";
import type { Keyspace } from "../schema/schema.ts";
import { refuse } from "./refuse.ts";

/** @throws Refused */
export function resolveFieldType(type: TypeNode, keyspace: Keyspace, capabilities: Capabilities): CqlType {
  checkFieldType(type);
  const resolved = resolveType(type, keyspace, capabilities);
  // Cassandra 3.11 fails at once; 4.0 to 5.0 take it, and do not start again (Types.RawBuilder parses no `empty`).
  if (resolved.kind === "custom" && resolved.className === EMPTY_TYPE_CLASS) {
    refuse("the servers cannot read a field of the class `EmptyType` again", type);
  }
  return resolved;
}

/** What the servers refuse by how the type is written, before they look whether it exists. @throws Refused */
export function checkFieldType(type: TypeNode): void {
  if (type.kind === "native" && type.name === "counter") {
    refuse("a field of a user-defined type cannot be a counter", type);
  }
  if (type.kind === "user") {
    refuse(
      `a field of a user-defined type must be frozen: \`${type.name.name}\``,
      type,
      `write \`frozen<${type.name.name}>\``,
    );
  }
}
