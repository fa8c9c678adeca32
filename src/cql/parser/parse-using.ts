// Parses USING of statements that read and write data. Grammar: usingClause in Parser.g of Cassandra 5.0; TIMEOUT is ScyllaDB's.
import type { UsingClause } from "../ast/dml.ts";
import type { Term } from "../ast/term.ts";
import type { Cursor } from "./cursor.ts";
import { parseIntegerValue, parseLiteral, parseMarker } from "./parse-term.ts";

/** ( "USING" objective ( "AND" objective )* )?, where DELETE has one TIMESTAMP only; of two the last counts. */
export function parseUsing(cursor: Cursor, statement: "write" | "delete"): UsingClause {
  let timestamp: Term | undefined;
  let ttl: Term | undefined;
  let timeout: Term | undefined;
  if (!cursor.eat("USING")) return { timestamp, ttl, timeout };
  do {
    if (cursor.key === "TIMEOUT") timeout = parseTimeoutValue(cursor, cursor.start);
    else if (statement === "write" && cursor.eat("TTL")) ttl = parseIntegerValue(cursor);
    else {
      // Cassandra's DELETE takes one objective; ScyllaDB's takes several, of which all but one are its own.
      if (statement === "delete" && timestamp !== undefined) cursor.fail("`TIMEOUT`");
      cursor.expect("TIMESTAMP");
      timestamp = parseIntegerValue(cursor);
    }
  } while (cursor.eat("AND"));
  return { timestamp, ttl, timeout };
}

/** ScyllaDB: ( "USING" "TIMEOUT" value )? */
export function parseTimeout(cursor: Cursor): Term | undefined {
  if (cursor.key !== "USING") return undefined;
  const { start } = cursor;
  cursor.take();
  if (!cursor.is("TIMEOUT")) cursor.fail("`TIMEOUT`");
  return parseTimeoutValue(cursor, start);
}

function parseTimeoutValue(cursor: Cursor, start: number): Term {
  cursor.take();
  const value = cursor.key === "duration" ? parseLiteral(cursor) : undefined;
  if (value === undefined && cursor.key !== "?" && cursor.key !== ":") cursor.fail("a duration such as `5s`");
  const timeout = value ?? parseMarker(cursor);
  cursor.useFeature("using-timeout", start);
  return timeout;
}
