// Parses one statement by its first words. Grammar: cqlStatement in Parser.g of Cassandra 5.0.
import type { StatementBody } from "../ast/statement.ts";
import type { Cursor, Key } from "./cursor.ts";
import { parseAlterTable } from "./parse-alter-table.ts";
import { parseBatch } from "./parse-batch.ts";
import { parseDescribe } from "./parse-describe.ts";
import { parseDropObject } from "./parse-drop.ts";
import { parseCreateIndex } from "./parse-index.ts";
import { parseAlterKeyspace, parseCreateKeyspace, parseDropKeyspace, parseUse } from "./parse-keyspace.ts";
import { parseGrant, parseList, parseRevoke } from "./parse-permission.ts";
import { parseAddIdentity, parseDropIdentity, parseDropRole, parseRole, parseUser } from "./parse-role.ts";
import { parseCreateAggregate, parseCreateFunction, parseDropRoutine } from "./parse-routine.ts";
import { parseSelect } from "./parse-select.ts";
import { parseCreateTable } from "./parse-table.ts";
import { parseCreateTrigger, parseDropTrigger } from "./parse-trigger.ts";
import { parseUpdate } from "./parse-update.ts";
import { parseAlterType, parseCreateType } from "./parse-user-type.ts";
import { parseAlterView, parseCreateView } from "./parse-view.ts";
import { parseDelete, parseInsert, parseTruncate } from "./parse-write.ts";

/** The statement that begins with the token in hand. */
export function parseStatement(cursor: Cursor): StatementBody {
  const { key, start } = cursor;
  const parse = PARSE_BY_VERB[key];
  if (parse === undefined) return cursor.fail("a statement");
  cursor.take();
  return parse(cursor, start);
}

/** Given the place of the first word, which is taken. */
type Parse = (cursor: Cursor, start: number) => StatementBody;

const PARSE_BY_VERB: Readonly<Partial<Record<Key, Parse>>> = {
  ADD: (cursor, start) => {
    cursor.expect("IDENTITY");
    return parseAddIdentity(cursor, start);
  },
  ALTER: parseAlter,
  BEGIN: parseBatch,
  CREATE: parseCreate,
  DELETE: parseDelete,
  DESC: parseDescribe,
  DESCRIBE: parseDescribe,
  DROP: parseDrop,
  GRANT: parseGrant,
  INSERT: parseInsert,
  LIST: parseList,
  REVOKE: parseRevoke,
  SELECT: parseSelect,
  TRUNCATE: parseTruncate,
  UPDATE: parseUpdate,
  USE: parseUse,
};

function parseCreate(cursor: Cursor): StatementBody {
  if (cursor.eat("TABLE")) return parseCreateTable(cursor);
  if (eatKeyspace(cursor)) return parseCreateKeyspace(cursor);
  if (cursor.eat("TYPE")) return parseCreateType(cursor);
  if (cursor.eat("INDEX")) return parseCreateIndex(cursor, { isCustom: false });
  if (cursor.eat("CUSTOM")) {
    cursor.expect("INDEX");
    return parseCreateIndex(cursor, { isCustom: true });
  }
  if (cursor.eat("MATERIALIZED")) {
    cursor.expect("VIEW");
    return parseCreateView(cursor);
  }
  if (cursor.eat("ROLE")) return parseRole(cursor, "create-role");
  if (cursor.eat("USER")) return parseUser(cursor, "create-user");
  if (cursor.eat("TRIGGER")) return parseCreateTrigger(cursor);
  const orReplace = cursor.eat("OR");
  if (orReplace) cursor.expect("REPLACE");
  if (cursor.eat("FUNCTION")) return parseCreateFunction(cursor, { orReplace });
  cursor.expect("AGGREGATE");
  return parseCreateAggregate(cursor, { orReplace });
}

function parseAlter(cursor: Cursor): StatementBody {
  if (cursor.eat("TABLE")) return parseAlterTable(cursor);
  if (eatKeyspace(cursor)) return parseAlterKeyspace(cursor);
  if (cursor.eat("TYPE")) return parseAlterType(cursor);
  if (cursor.eat("ROLE")) return parseRole(cursor, "alter-role");
  if (cursor.eat("USER")) return parseUser(cursor, "alter-user");
  cursor.expect("MATERIALIZED");
  cursor.expect("VIEW");
  return parseAlterView(cursor);
}

function parseDrop(cursor: Cursor, start: number): StatementBody {
  if (cursor.eat("TABLE")) return parseDropObject(cursor, "drop-table");
  if (eatKeyspace(cursor)) return parseDropKeyspace(cursor);
  if (cursor.eat("TYPE")) return parseDropObject(cursor, "drop-type");
  if (cursor.eat("INDEX")) return parseDropObject(cursor, "drop-index");
  if (cursor.eat("MATERIALIZED")) {
    cursor.expect("VIEW");
    return parseDropObject(cursor, "drop-materialized-view");
  }
  if (cursor.eat("FUNCTION")) return parseDropRoutine(cursor, "drop-function");
  if (cursor.eat("AGGREGATE")) return parseDropRoutine(cursor, "drop-aggregate");
  if (cursor.eat("TRIGGER")) return parseDropTrigger(cursor);
  if (cursor.eat("ROLE")) return parseDropRole(cursor, "drop-role");
  if (cursor.eat("USER")) return parseDropRole(cursor, "drop-user");
  cursor.expect("IDENTITY");
  return parseDropIdentity(cursor, start);
}

/** "KEYSPACE" | "SCHEMA" — the second means the first in Cassandra 3.11 and ScyllaDB, and nothing since Cassandra 4.0. */
function eatKeyspace(cursor: Cursor): boolean {
  if (cursor.key !== "SCHEMA") return cursor.eat("KEYSPACE");
  cursor.useFeatureHere("schema-for-keyspace");
  cursor.take();
  return true;
}
