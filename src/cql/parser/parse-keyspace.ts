// Parses statements about keyspaces. Grammar: Parser.g of Cassandra 5.0.
import type { AlterKeyspace, CreateKeyspace, DropKeyspace } from "../ast/ddl.ts";
import type { Use } from "../ast/statement.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfExists, parseIfExistsOfAlter, parseIfNotExists } from "./parse-guard.ts";
import { parseName } from "./parse-name.ts";
import { parseProperties } from "./parse-property.ts";

/** createKeyspaceStatement : "CREATE" "KEYSPACE" ( "IF" "NOT" "EXISTS" )? ident "WITH" properties */
export function parseCreateKeyspace(cursor: Cursor): CreateKeyspace {
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseName(cursor, "a keyspace name");
  cursor.expect("WITH");
  return { kind: "create-keyspace", ifNotExists, name, options: parseProperties(cursor) };
}

/** alterKeyspaceStatement : "ALTER" "KEYSPACE" ( "IF" "EXISTS" )? ident "WITH" properties */
export function parseAlterKeyspace(cursor: Cursor): AlterKeyspace {
  const ifExists = parseIfExistsOfAlter(cursor);
  const name = parseName(cursor, "a keyspace name");
  cursor.expect("WITH");
  return { kind: "alter-keyspace", ifExists, name, options: parseProperties(cursor) };
}

/** dropKeyspaceStatement : "DROP" "KEYSPACE" ( "IF" "EXISTS" )? ident */
export function parseDropKeyspace(cursor: Cursor): DropKeyspace {
  const ifExists = parseIfExists(cursor);
  return { kind: "drop-keyspace", ifExists, name: parseName(cursor, "a keyspace name") };
}

/** useStatement : "USE" ident */
export function parseUse(cursor: Cursor): Use {
  return { kind: "use", keyspace: parseName(cursor, "a keyspace name") };
}
