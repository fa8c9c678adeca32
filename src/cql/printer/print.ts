// Turns a parsed statement into CQL text that parses to the same again. Pure.
import type { StatementBody } from "../ast/statement.ts";
import { printAccess } from "./print-access.ts";
import { printDdl } from "./print-ddl.ts";
import { printDml } from "./print-dml.ts";
import { printIdentifier } from "./print-name.ts";
import { printSelect } from "./print-select.ts";

/**
 * The text of a statement, without `;`: `parse` makes the same tree of it, apart from the places. Passwords are not in
 * the tree: there stands `'********'`, so that such a text is to be shown and not to be run.
 */
export function print(node: StatementBody): string {
  switch (node.kind) {
    case "select":
      return printSelect(node);
    case "use":
      return `USE ${printIdentifier(node.keyspace)}`;
    case "describe":
      return `DESCRIBE ${node.text}`;
    case "opaque":
      return node.text;
    default:
      return printOther(node);
  }
}

type Other = Exclude<StatementBody, { readonly kind: "select" | "use" | "describe" | "opaque" }>;

function printOther(node: Other): string {
  switch (node.kind) {
    case "insert":
    case "insert-json":
    case "update":
    case "delete":
    case "batch":
    case "truncate":
      return printDml(node);
    case "create-role":
    case "alter-role":
    case "create-user":
    case "alter-user":
    case "drop-role":
    case "drop-user":
    case "add-identity":
    case "drop-identity":
    case "grant":
    case "revoke":
    case "list":
      return printAccess(node);
    default:
      return printDdl(node);
  }
}
