// The columns, indexes and constraints in the parentheses of a CREATE TABLE, by our own tokens. Pure.
import { parseIdentifier } from "../../sql/identifiers.ts";
import { readGuard } from "../../sql/on-retry.ts";
import { hasWords, readName, type TokenRun, textAt, tokenAt, tokensFrom, wordAt } from "../../sql/token-run.ts";
import type { TokenRange } from "./altered-table.ts";

export interface ColumnElement extends TokenRange {
  /** As it is stored. */
  readonly name: string;
  /** The first word of its type, in upper case; "" when there is none. */
  readonly type: string;
}

export interface TableElements {
  readonly columns: readonly ColumnElement[];
  /** What is no column. */
  readonly others: readonly TokenRange[];
}

/** CREATE [… words …] TABLE [IF NOT EXISTS] name "(" element ("," element)* ")" */
export function readTableElements(tokens: TokenRun): TableElements {
  const columns: ColumnElement[] = [];
  const others: TokenRange[] = [];
  for (const range of elementsOf(tokens)) {
    if (isOther(tokens, range.start)) others.push(range);
    else
      columns.push({
        ...range,
        name: parseIdentifier(textAt(tokens, range.start)),
        type: wordAt(tokens, range.start + 1),
      });
  }
  return { columns, others };
}

function elementsOf(tokens: TokenRun): readonly TokenRange[] {
  const open = openOf(tokens);
  if (open === undefined) return [];
  const ranges: TokenRange[] = [];
  let start = open + 1;
  for (const { token, index, depth } of tokensFrom(tokens, open)) {
    const isEnd = token.kind === ")" && depth === 0;
    if (!isEnd && !(token.kind === "," && depth === 1)) continue;
    if (index > start) ranges.push({ start, end: index });
    start = index + 1;
    if (isEnd) break;
  }
  return ranges;
}

/** The index of the parenthesis behind the name of the table. */
function openOf(tokens: TokenRun): number | undefined {
  let index = 1;
  while (wordAt(tokens, index) !== "" && wordAt(tokens, index) !== "TABLE") index++;
  const name = readName(tokens, readGuard(tokens, index + 1).next);
  return name !== undefined && tokenAt(tokens, name.next).kind === "(" ? name.next : undefined;
}

const OTHERS: ReadonlySet<string> = new Set("CONSTRAINT PRIMARY UNIQUE CHECK FOREIGN EXCLUDE FAMILY LIKE".split(" "));

/** CockroachDB: `INDEX (`, `INDEX name (` and the same behind INVERTED and VECTOR; elsewhere INDEX is the name of a column. */
function isOther(tokens: TokenRun, start: number): boolean {
  const word = wordAt(tokens, start);
  if (OTHERS.has(word)) return true;
  const index = word === "INVERTED" || word === "VECTOR" ? start + 1 : start;
  if (!hasWords(tokens, index, "INDEX")) return false;
  const next = readGuard(tokens, index + 1).next;
  return tokenAt(tokens, next).kind === "(" || tokenAt(tokens, readName(tokens, next)?.next ?? next).kind === "(";
}
