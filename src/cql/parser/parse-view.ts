// Parses CREATE and ALTER MATERIALIZED VIEW. Grammar: Parser.g of Cassandra 5.0.
import type { AlterMaterializedView, CreateMaterializedView } from "../ast/ddl.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfExistsOfAlter, parseIfNotExists } from "./parse-guard.ts";
import { parseObjectName } from "./parse-name.ts";
import { parseProperties, parseTableProperties } from "./parse-property.ts";
import { parseWhere } from "./parse-relation.ts";
import { parseSelectors } from "./parse-selector.ts";
import { parsePrimaryKey } from "./parse-table.ts";

/** "CREATE" "MATERIALIZED" "VIEW" … name "AS" "SELECT" selectors "FROM" table ( "WHERE" … )? primaryKey ( "WITH" … )? */
export function parseCreateView(cursor: Cursor): CreateMaterializedView {
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseObjectName(cursor, "a view name");
  cursor.expect("AS");
  cursor.expect("SELECT");
  const selectors = parseSelectors(cursor);
  cursor.expect("FROM");
  const base = parseObjectName(cursor, "a table name");
  const where = cursor.eat("WHERE") ? parseWhere(cursor) : [];
  const primaryKey = parsePrimaryKey(cursor);
  const { clusteringOrder, compactStorage, options } = parseTableProperties(cursor);
  if (compactStorage !== undefined) {
    cursor.refuse("a materialized view cannot have COMPACT STORAGE", compactStorage, "remove it");
  }
  return {
    kind: "create-materialized-view",
    ifNotExists,
    name,
    selectors,
    base,
    where,
    primaryKey,
    clusteringOrder,
    compactStorage,
    options,
  };
}

/** "ALTER" "MATERIALIZED" "VIEW" ( "IF" "EXISTS" )? name "WITH" properties */
export function parseAlterView(cursor: Cursor): AlterMaterializedView {
  const ifExists = parseIfExistsOfAlter(cursor);
  const name = parseObjectName(cursor, "a view name");
  cursor.expect("WITH");
  return { kind: "alter-materialized-view", ifExists, name, options: parseProperties(cursor) };
}
