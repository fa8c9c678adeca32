// Turns names into nodes of a statement that was written nowhere. Pure.
import type { Span } from "../../../text/span.ts";
import type { Identifier, ObjectName } from "../../ast/name.ts";

/** Where a node stands that comes from no text. */
export const NOWHERE: Span = { start: 0, end: 0 };

export function identifierNode(name: string): Identifier {
  return { name, ...NOWHERE };
}

/** @param keyspace undefined leaves the name unqualified */
export function objectNameNode(keyspace: string | undefined, name: string): ObjectName {
  return {
    keyspace: keyspace === undefined ? undefined : identifierNode(keyspace),
    name: identifierNode(name),
    ...NOWHERE,
  };
}
