// Puts IF NOT EXISTS or IF EXISTS on a statement that makes or drops something. Pure.
import type { StatementBody } from "../ast/statement.ts";

/** Of columns and fields, too: on servers that know no guard for them, what it would leave out is left out before it is sent. */
export function guardStatement(node: StatementBody): StatementBody {
  switch (node.kind) {
    case "create-table":
    case "create-type":
    case "create-index":
    case "create-materialized-view":
    case "create-trigger":
      return { ...node, ifNotExists: true };
    case "create-function":
    case "create-aggregate":
      return node.orReplace ? node : { ...node, ifNotExists: true };
    case "drop-table":
    case "drop-type":
    case "drop-index":
    case "drop-materialized-view":
    case "drop-trigger":
    case "drop-function":
    case "drop-aggregate":
      return { ...node, ifExists: true };
    case "alter-table":
      if (node.action.kind === "add") return { ...node, action: { ...node.action, ifNotExists: true } };
      return node.action.kind === "drop" ? { ...node, action: { ...node.action, ifExists: true } } : node;
    case "alter-type":
      return node.action.kind === "add" ? { ...node, action: { ...node.action, ifNotExists: true } } : node;
    default:
      return node;
  }
}
