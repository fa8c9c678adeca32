// A relation in PostgreSQL's trees: its name as it was written, and its place. Pure.
import type { RangeVar } from "libpg-query";
import { readName, tokenAt } from "../../sql/token-run.ts";
import type { Span } from "../../text/span.ts";
import type { SqlStatement } from "./linted.ts";
import { spanAt } from "./pg-place.ts";

export interface WrittenRelation {
  readonly written: string;
  readonly place: Span;
}

export function relationIn(statement: SqlStatement, relation: RangeVar | undefined): WrittenRelation {
  const first = spanAt(statement, relation?.location);
  const { tokens, text } = statement;
  for (let index = 0; tokenAt(tokens, index).kind !== "end"; index++) {
    if (tokenAt(tokens, index).start !== first.start) continue;
    const read = readName(tokens, index);
    if (read === undefined) break;
    const place = { start: first.start, end: tokenAt(tokens, read.next - 1).end };
    return { written: text.slice(place.start, place.end), place };
  }
  return { written: text.slice(first.start, first.end), place: first };
}
