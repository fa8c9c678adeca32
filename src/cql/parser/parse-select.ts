// Parses SELECT. Grammar: selectStatement in Parser.g of Cassandra 5.0; BYPASS CACHE and USING TIMEOUT are ScyllaDB's.
import type { OrderingNode, Select, Selectable } from "../ast/select.ts";
import type { Term } from "../ast/term.ts";
import type { Cursor } from "./cursor.ts";
import { parseColumnName, parseObjectName } from "./parse-name.ts";
import { parseWhere } from "./parse-relation.ts";
import { parseSelectable, parseSelectors } from "./parse-selector.ts";
import { parseIntegerValue, parseTerm } from "./parse-term.ts";
import { parseTimeout } from "./parse-using.ts";

/** "SELECT" "JSON"? "DISTINCT"? selectors "FROM" table … */
export function parseSelect(cursor: Cursor): Select {
  const { isJson, isDistinct, selectors } = parseClause(cursor);
  cursor.expect("FROM");
  return {
    kind: "select",
    isJson,
    isDistinct,
    selectors,
    table: parseObjectName(cursor, "a table name"),
    where: cursor.eat("WHERE") ? parseWhere(cursor) : [],
    groupBy: cursor.eat("GROUP") ? parseGroupBy(cursor) : [],
    orderBy: cursor.eat("ORDER") ? parseOrderBy(cursor) : [],
    perPartitionLimit: parsePerPartitionLimit(cursor),
    limit: cursor.eat("LIMIT") ? parseIntegerValue(cursor) : undefined,
    allowFiltering: parseAllowFiltering(cursor),
    bypassCache: parseBypassCache(cursor),
    timeout: parseTimeout(cursor),
  };
}

type Clause = Pick<Select, "isJson" | "isDistinct" | "selectors">;

/** Neither JSON nor DISTINCT is reserved: each is a column unless selectors follow it. */
function parseClause(cursor: Cursor): Clause {
  const isJson = cursor.key === "JSON" && isBeforeSelectors(cursor);
  if (isJson) cursor.take();
  const isDistinct = cursor.key === "DISTINCT" && isBeforeSelectors(cursor);
  if (isDistinct) cursor.take();
  return { isJson, isDistinct, selectors: parseSelectors(cursor) };
}

function isBeforeSelectors(cursor: Cursor): boolean {
  switch (cursor.peek()) {
    case "FROM":
    case ",":
    case ".":
    case "+":
    case "/":
    case "%":
      return false;
    case "AS":
    case "[":
      // Here an alias or an element of the column may begin as well as a selector.
      return parsesAsSelectors(cursor);
    default:
      return true;
  }
}

function parsesAsSelectors(cursor: Cursor): boolean {
  const { start } = cursor;
  const clause = cursor.attempt(() => {
    cursor.take();
    return parseClause(cursor);
  });
  if (clause !== undefined) cursor.rewind(start);
  return clause !== undefined;
}

/** "GROUP" "BY" unaliasedSelector ( "," unaliasedSelector )* */
function parseGroupBy(cursor: Cursor): readonly Selectable[] {
  const groups: Selectable[] = [];
  cursor.expect("BY");
  do {
    const group = parseSelectable(cursor);
    if (group.kind !== "column") cursor.useFeature("group-by-function", group.start);
    groups.push(group);
  } while (cursor.eat(","));
  return groups;
}

/** "ORDER" "BY" cident ( "ANN" "OF" term )? ( "ASC" | "DESC" )? ( "," … )* */
function parseOrderBy(cursor: Cursor): readonly OrderingNode[] {
  const orderings: OrderingNode[] = [];
  cursor.expect("BY");
  do {
    const column = parseColumnName(cursor);
    const annOf = parseAnnOf(cursor);
    const isDescending = !cursor.eat("ASC") && cursor.eat("DESC");
    orderings.push({ column, annOf, order: isDescending ? "desc" : "asc" });
  } while (cursor.eat(","));
  return orderings;
}

function parseAnnOf(cursor: Cursor): Term | undefined {
  const { start } = cursor;
  if (!cursor.eat("ANN")) return undefined;
  cursor.expect("OF");
  const vector = parseTerm(cursor);
  cursor.useFeature("ann-of", start);
  return vector;
}

function parsePerPartitionLimit(cursor: Cursor): Term | undefined {
  if (!cursor.eat("PER")) return undefined;
  cursor.expect("PARTITION");
  cursor.expect("LIMIT");
  return parseIntegerValue(cursor);
}

function parseAllowFiltering(cursor: Cursor): boolean {
  if (!cursor.eat("ALLOW")) return false;
  cursor.expect("FILTERING");
  return true;
}

function parseBypassCache(cursor: Cursor): boolean {
  if (cursor.key !== "BYPASS") return false;
  const { start } = cursor;
  cursor.take();
  cursor.expect("CACHE");
  cursor.useFeature("bypass-cache", start);
  return true;
}
