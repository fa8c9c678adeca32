// Parses CREATE TRIGGER and DROP TRIGGER. Grammar: Parser.g of Cassandra 5.0.
import type { CreateTrigger, DropTrigger } from "../ast/ddl.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfExists, parseIfNotExists } from "./parse-guard.ts";
import { parseString } from "./parse-index.ts";
import { parseName, parseObjectName } from "./parse-name.ts";

/** "CREATE" "TRIGGER" ( "IF" "NOT" "EXISTS" )? name "ON" table "USING" string */
export function parseCreateTrigger(cursor: Cursor): CreateTrigger {
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseName(cursor, "a trigger name");
  cursor.expect("ON");
  const table = parseObjectName(cursor, "a table name");
  cursor.expect("USING");
  const className = parseString(cursor, "the name of a class in quotes");
  return { kind: "create-trigger", ifNotExists, name, table, className };
}

/** "DROP" "TRIGGER" ( "IF" "EXISTS" )? name "ON" table */
export function parseDropTrigger(cursor: Cursor): DropTrigger {
  const ifExists = parseIfExists(cursor);
  const name = parseName(cursor, "a trigger name");
  cursor.expect("ON");
  return { kind: "drop-trigger", ifExists, name, table: parseObjectName(cursor, "a table name") };
}
