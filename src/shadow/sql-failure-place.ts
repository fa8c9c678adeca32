// Where in a file the thing is that a database refused. Pure.
import type { SqlFailure } from "../adapters/sql/connection.ts";
import type { Statement } from "../plan/statement.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";

/** The place that the database names, where the file reads as the statement does; else the statement. */
export function readSqlPlace({ text }: Source, statement: Statement, { position }: SqlFailure): Span {
  const { span } = statement;
  if (position === undefined || !text.startsWith(statement.text, span.start)) return span;
  // The database counts code points.
  const before = [...statement.text].slice(0, position - 1).join("").length;
  const rest = statement.text.slice(before);
  const word = /^(?:[\p{L}_][\p{L}\p{N}_$]*|"[^"]*"|.)/u.exec(rest)?.[0] ?? "";
  return { start: span.start + before, end: span.start + before + word.length };
}
