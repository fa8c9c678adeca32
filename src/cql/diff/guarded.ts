// Puts a guard on a statement that may have one, so that what somebody has done meanwhile is no failure. Pure.
import type { StatementBody } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import { supportsSyntax } from "../syntax-features.ts";

/** IF NOT EXISTS for what makes something, IF EXISTS for what drops an index; as far as the server knows the words. */
export function guarded(node: StatementBody, capabilities: Capabilities): StatementBody {
  const ifNotExists = supportsSyntax(capabilities, "guarded-alter");
  switch (node.kind) {
    case "create-table":
    case "create-type":
    case "create-index":
    case "create-materialized-view":
      return { ...node, ifNotExists: true };
    case "drop-index":
      return { ...node, ifExists: true };
    case "alter-table":
      return node.action.kind === "add" ? { ...node, action: { ...node.action, ifNotExists } } : node;
    case "alter-type":
      return node.action.kind === "add" ? { ...node, action: { ...node.action, ifNotExists } } : node;
    default:
      return node;
  }
}
