// Turns a rename into the statement for it, where servers have one: for columns of the key, and for fields of types. Pure.
import type { RenameNode } from "../ast/ddl.ts";
import type { StatementBody } from "../ast/statement.ts";
import { isKey } from "../diff/diff-columns.ts";
import type { Keyspace } from "../schema/schema.ts";
import { identifierNode, objectNameNode } from "../schema/to-nodes/name-nodes.ts";
import type { Rename } from "./rename.ts";

/** Undefined: no server makes it. */
export function renameInPlace(was: Keyspace, rename: Rename): StatementBody | undefined {
  const { from, to } = rename;
  const renames: readonly RenameNode[] = [{ from: identifierNode(from), to: identifierNode(to) }];
  if (rename.kind === "field") {
    const action = { kind: "rename", ifExists: false, renames } as const;
    return { kind: "alter-type", ifExists: false, name: objectNameNode(undefined, rename.type), action };
  }
  if (rename.kind === "table") return undefined;
  const column = was.tables.get(rename.table)?.columns.get(from);
  if (column === undefined || !isKey(column)) return undefined;
  const action = { kind: "rename", ifExists: false, renames } as const;
  return { kind: "alter-table", ifExists: false, name: objectNameNode(undefined, rename.table), action };
}
