// The table of an UPDATE or a DELETE, and whether a WHERE says which of its rows. Pure.
import { parseName } from "../../sql/identifiers.ts";
import { hasWords, isWord, readName, tokenAt, tokensFrom } from "../../sql/token-run.ts";
import type { Span } from "../../text/span.ts";
import type { SqlStatement } from "./linted.ts";
import { isWrittenNameMadeHere, keyOfName } from "./made-here.ts";

export interface ChangedTable {
  readonly written: string;
  readonly place: Span;
  /** In `SqlSide.made`. */
  readonly key: string;
  readonly isMadeHere: boolean;
  /** By WHERE, or by a LIMIT (CockroachDB). */
  readonly isNarrowed: boolean;
}

/** ("UPDATE" | "DELETE" "FROM"?) "ONLY"? name …; undefined behind a WITH, where nothing is said of it */
export function changedTable(statement: SqlStatement): ChangedTable | undefined {
  const { tokens, side } = statement;
  if (!hasWords(tokens, 0, "UPDATE") && !hasWords(tokens, 0, "DELETE")) return undefined;
  let index = hasWords(tokens, 1, "FROM") ? 2 : 1;
  if (hasWords(tokens, index, "ONLY")) index += 1;
  const name = readName(tokens, index);
  // CockroachDB: `t@index`.
  const table = name?.name.replace(/@.*$/s, "") ?? "";
  const parts = parseName(table);
  const last = parts?.at(-1);
  if (name === undefined || last === undefined) return undefined;
  return {
    written: table,
    place: { start: tokenAt(tokens, index).start, end: tokenAt(tokens, name.next - 1).end },
    key: keyOfName(parts?.at(-2), last, side.schema),
    isMadeHere: isWrittenNameMadeHere(statement, table),
    isNarrowed: isNarrowed(statement, name.next),
  };
}

/** `UPDATE t SET … FROM u` without WHERE still meets every row of t. */
function isNarrowed({ tokens }: SqlStatement, start: number): boolean {
  for (const { token, depth } of tokensFrom(tokens, start)) {
    if (depth === 0 && (isWord(tokens.text, token, "WHERE") || isWord(tokens.text, token, "LIMIT"))) return true;
  }
  return false;
}
