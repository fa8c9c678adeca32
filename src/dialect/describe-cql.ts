// Turns one CQL statement that code sends into what has to be known before it is sent. Pure; loads the parser.
import type { ObjectName } from "../cql/ast/name.ts";
import type { StatementNode } from "../cql/ast/statement.ts";
import { classify } from "../cql/classify.ts";
import { parse } from "../cql/parser/parse.ts";
import type { StatementDescription, TableName } from "./dialect.ts";

/** What does not parse is judged by its first word: the server has the last one. */
export function describeCql(text: string): StatementDescription {
  const facts = classify(text);
  const { statements, diagnostics } = parse(text);
  const [node] = statements;
  const isUnderstood = node !== undefined && node.kind !== "opaque" && diagnostics.length === 0;
  if (!isUnderstood) {
    const count = statements.length === 0 && diagnostics.length === 0 ? 0 : 1;
    const removes = /^\s*(DROP|TRUNCATE)\b/i.test(text) ? text.trim().split(/\s+/, 3).join(" ") : undefined;
    return { facts, count, removes, reads: [], writes: [], extends: [] };
  }
  const reads = node.kind === "select" ? [tableOf(node.table)] : [];
  return {
    facts,
    count: statements.length,
    removes: removalOf(node, facts.kind, facts.object),
    reads,
    writes: writesOf(node),
    extends: node.kind === "alter-table" && KEEPS_ROWS.has(node.action.kind) ? [tableOf(node.name)] : [],
  };
}

/** Rows that go with their key are what an application does every day; whatever else takes data with it counts. */
function removalOf(node: StatementNode, kind: string, object = ""): string | undefined {
  if (node.kind.startsWith("drop-") || node.kind === "truncate") {
    return `${kind.replaceAll("-", " ").toUpperCase()} ${object}`.trim();
  }
  if (node.kind === "alter-table" && node.action.kind === "drop") {
    return `ALTER TABLE ${object} DROP ${node.action.columns.map(({ name }) => name).join(", ")}`;
  }
  if (node.kind === "delete" && node.where.length === 0) return `DELETE FROM ${object} without a key`;
  return undefined;
}

const KEEPS_ROWS: ReadonlySet<string> = new Set(["add", "options", "mask", "drop-mask"]);

function writesOf(node: StatementNode): readonly TableName[] {
  switch (node.kind) {
    case "insert":
    case "insert-json":
    case "update":
    case "delete":
    case "truncate":
      return [tableOf(node.table)];
    case "batch":
      return node.statements.map(({ table }) => tableOf(table));
    case "alter-table":
      return KEEPS_ROWS.has(node.action.kind) ? [] : [tableOf(node.name)];
    case "create-table":
    case "drop-table":
    case "create-materialized-view":
    case "drop-materialized-view":
      return [tableOf(node.name)];
    default:
      return [];
  }
}

function tableOf({ keyspace, name }: ObjectName): TableName {
  return { namespace: keyspace?.name, name: name.name };
}
