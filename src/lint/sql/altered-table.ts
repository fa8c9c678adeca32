// The table and the actions of an ALTER TABLE, by our own tokens. Pure.
import { actionStart, actionsFrom } from "../../sql/classify-alter.ts";
import { readGuard } from "../../sql/on-retry.ts";
import { hasWords, readName, type TokenRun, tokenAt, tokensFrom } from "../../sql/token-run.ts";
import type { Span } from "../../text/span.ts";
import type { SqlStatement } from "./linted.ts";
import { isWrittenNameMadeHere } from "./made-here.ts";

export interface AlteredTable {
  /** As it was written. */
  readonly table: string;
  readonly actions: readonly TokenRange[];
}

/** Indexes of tokens, the second of which is behind the last one. */
export interface TokenRange {
  readonly start: number;
  readonly end: number;
}

/** ALTER TABLE [IF EXISTS] [ONLY] name [*] action ("," action)* */
export function readAlteredTable({ tokens }: SqlStatement): AlteredTable | undefined {
  const { next } = readGuard(tokens, 2);
  const name = readName(tokens, hasWords(tokens, next, "ONLY") ? next + 1 : next);
  if (name === undefined) return undefined;
  const starts = [...actionsFrom(tokens, actionStart(tokens, name.next))];
  const actions = starts.map((start, index) => {
    const following = starts[index + 1];
    return { start, end: following === undefined ? endOf(tokens, start) : following - 1 };
  });
  return { table: name.name, actions };
}

/** The same of a table that was there before the side. */
export function readOlderTable(statement: SqlStatement): AlteredTable | undefined {
  const altered = readAlteredTable(statement);
  return altered === undefined || isWrittenNameMadeHere(statement, altered.table) ? undefined : altered;
}

/** Whether these words stand in an action, outside of parentheses: the index of the first of them. */
export function findInRange(tokens: TokenRun, range: TokenRange, ...words: readonly string[]): number | undefined {
  for (const { index, depth } of tokensFrom(tokens, range.start)) {
    if (index >= range.end) return undefined;
    if (depth === 0 && hasWords(tokens, index, ...words)) return index;
  }
  return undefined;
}

/** From the first token to the last one, as a place in the text of the statement. */
export function placeOfRange(tokens: TokenRun, { start, end }: TokenRange): Span {
  return { start: tokenAt(tokens, start).start, end: tokenAt(tokens, Math.max(start, end - 1)).end };
}

/** The column of `ADD [COLUMN] [IF NOT EXISTS] name`, `DROP …` and `ALTER …`; undefined for constraints. */
export function columnOfAction(tokens: TokenRun, { start }: TokenRange): TokenRange | undefined {
  const isNamed = hasWords(tokens, start + 1, "COLUMN");
  if (!isNamed && NO_COLUMNS.some((word) => hasWords(tokens, start + 1, word))) return undefined;
  const { next } = readGuard(tokens, isNamed ? start + 2 : start + 1);
  const name = readName(tokens, next);
  return name === undefined ? undefined : { start: next, end: name.next };
}

const NO_COLUMNS: readonly string[] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE"];

function endOf(tokens: TokenRun, start: number): number {
  let end = start;
  for (const { index } of tokensFrom(tokens, start)) end = index + 1;
  return end;
}
