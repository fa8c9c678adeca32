// TRUNCATE: changes no schema, and needs a table. Pure.
import type { Truncate } from "../ast/dml.ts";
import { requireKeyspace, requireTable, type SimulateContext } from "./context.ts";
import { isSystemKeyspace } from "./system-keyspaces.ts";

/** What is in the server's own keyspaces is not known here, and not looked at. @throws Refused */
export function checkTruncate(context: SimulateContext, node: Truncate): void {
  const keyspaceName = node.table.keyspace?.name ?? context.schema.currentKeyspace;
  if (keyspaceName !== undefined && isSystemKeyspace(keyspaceName, context.capabilities)) return;
  requireTable(requireKeyspace(context, node.table), node.table);
}
