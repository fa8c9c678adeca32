// Says why the server would refuse an ALTER whatever the table or type is that no file makes: an option that does not
// exist, a type that no column can have. Pure.
import type { AlterTable, AlterType } from "../../cql/ast/ddl.ts";
import type { ObjectName } from "../../cql/ast/name.ts";
import type { StatementNode } from "../../cql/ast/statement.ts";
import { type Capabilities, since } from "../../cql/capabilities.ts";
import { quoteIdentifier } from "../../cql/identifiers.ts";
import { parse } from "../../cql/parser/parse.ts";
import type { Keyspace, Schema } from "../../cql/schema/schema.ts";
import { simulate } from "../../cql/simulate/simulate.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";

/** A name that nobody gives a column, so that nothing is refused for having it already. */
const KEY = '"assumed key"';
/** One of each sort that rules tell apart: with a clustering key, which static columns need, and one of counters. */
const TABLES = [
  `(${KEY} int, "assumed order" int, PRIMARY KEY (${KEY}, "assumed order"))`,
  `(${KEY} int, "assumed order" int, "assumed count" counter, PRIMARY KEY (${KEY}, "assumed order"))`,
];

/** The refusals, if it is refused on every such object in the place of the one of its name. */
export function refusedAnyway(schema: Schema, node: StatementNode, capabilities: Capabilities): readonly Diagnostic[] {
  const keyspace = isJudgeable(node, capabilities) ? keyspaceOf(schema, node.name) : undefined;
  if (keyspace === undefined || !isJudgeable(node, capabilities)) return [];
  const { name } = node.name.name;
  const path = `${quoteIdentifier(keyspace.name)}.${quoteIdentifier(name)}`;
  const without = { ...keyspace, tables: keyspace.tables.without(name), types: keyspace.types.without(name) };
  const before = { ...schema, keyspaces: schema.keyspaces.with(keyspace.name, without) };
  const refusals = assumedTexts(node, path).map((text) => {
    const [statement] = parse(text).statements;
    const assumed = statement === undefined ? before : simulate(before, statement, capabilities).schema;
    return simulate(assumed, node, capabilities).diagnostics;
  });
  return refusals.every((each) => each.length > 0) ? (refusals[0] ?? []) : [];
}

function keyspaceOf({ keyspaces, currentKeyspace = "" }: Schema, name: ObjectName): Keyspace | undefined {
  return keyspaces.get(name.keyspace?.name ?? currentKeyspace);
}

function assumedTexts(node: AlterTable | AlterType, path: string): readonly string[] {
  if (node.kind === "alter-table") return TABLES.map((table) => `CREATE TABLE ${path} ${table}`);
  const field = node.action.kind === "alter-type" ? quoteIdentifier(node.action.field.name) : KEY;
  return [`CREATE TYPE ${path} (${field} int)`];
}

/** What is said of columns that are there depends on the table. */
function isJudgeable(
  node: StatementNode,
  capabilities: Capabilities,
): node is StatementNode & (AlterTable | AlterType) {
  if (node.kind === "alter-table") {
    const { kind } = node.action;
    return kind === "add" || kind === "options" || (kind === "alter-type" && since(capabilities, "4.0"));
  }
  return node.kind === "alter-type" && (node.action.kind === "add" || node.action.kind === "alter-type");
}
