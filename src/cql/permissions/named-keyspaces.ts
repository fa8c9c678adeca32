// Says which keyspaces a statement names. Pure.
import type { StatementBody } from "../ast/statement.ts";

/** Those of what it makes, changes or reads, and of types; not the one that names without a keyspace belong to. */
export function namedKeyspaces(statement: StatementBody): readonly string[] {
  switch (statement.kind) {
    case "create-keyspace":
    case "alter-keyspace":
    case "drop-keyspace":
      return [statement.name.name];
    default: {
      const found = new Set<string>();
      collectKeyspaces(statement, found);
      return [...found];
    }
  }
}

function collectKeyspaces(node: unknown, found: Set<string>): void {
  if (typeof node !== "object" || node === null) return;
  for (const [property, value] of Object.entries(node)) {
    if (property === "keyspace" && isIdentifier(value)) found.add(value.name);
    else collectKeyspaces(value, found);
  }
}

function isIdentifier(value: unknown): value is { readonly name: string } {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}
