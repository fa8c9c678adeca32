// What a statement with IF NOT EXISTS makes, and the same statement put into another schema, where it can be tried. Pure.
import { parseIdentifier, parseName, quoteIdentifier, quoteName } from "../identifiers.ts";
import { readNoun } from "../nouns.ts";
import { hasWords, readName, type TokenRun, tokenAt, tokenRun, tokensFrom, wordAt } from "../token-run.ts";

export type GuardedKind = "table" | "index" | "sequence" | "materialized-view" | "column";

export interface GuardedCreate {
  readonly kind: GuardedKind;
  /** As it is stored. */
  readonly name: string;
  /** Of an index or a column: the table, as it is written. Otherwise what is made. */
  readonly relation: string;
  /** What is there when the guard holds: a relation as it is written, and a column of it. */
  readonly held: { readonly relation: string; readonly column: string | undefined };
  /** The statement, with what it makes, or the table that it makes it on, in this schema; no rows are read. */
  readonly textIn: (schema: string) => string;
}

/** @returns undefined for what has no such guard, and for what cannot be put elsewhere: temporary tables, partitions */
export function readGuardedCreate(text: string): GuardedCreate | undefined {
  const run = tokenRun(text);
  if (wordAt(run, 0) === "ALTER") return readColumn(run);
  if (wordAt(run, 0) !== "CREATE") return undefined;
  const noun = readNoun(run);
  if (noun === undefined || isTemporary(run, noun.next)) return undefined;
  switch (noun.noun) {
    case "index":
      return readIndex(run, noun.next);
    case "table":
    case "sequence":
    case "materialized-view":
      return readRelation(run, noun.noun, noun.next);
    default:
      return undefined;
  }
}

function isTemporary(run: TokenRun, end: number): boolean {
  for (let index = 1; index < end; index += 1) if (/^TEMP(ORARY)?$/.test(wordAt(run, index))) return true;
  return false;
}

function readRelation(
  run: TokenRun,
  kind: "table" | "sequence" | "materialized-view",
  from: number,
): GuardedCreate | undefined {
  const at = from + GUARD_LENGTH;
  const written = hasWords(run, from, ...GUARD) ? readName(run, at) : undefined;
  if (written === undefined) return undefined;
  const name = lastPart(written.name);
  if (kind === "table" && hasWords(run, written.next, "PARTITION", "OF")) return undefined;
  return {
    kind,
    name,
    relation: written.name,
    held: { relation: written.name, column: undefined },
    textIn(schema) {
      const text = withName(run, at, written.next, quoteName(schema, name));
      const isOfRows = kind === "materialized-view" || (kind === "table" && isOfQuery(run, written.next));
      return isOfRows ? withoutData(text) : text;
    },
  };
}

/** "CREATE" "UNIQUE"? "INDEX" "CONCURRENTLY"? guard name "ON" "ONLY"? table … */
function readIndex(run: TokenRun, from: number): GuardedCreate | undefined {
  const isConcurrent = wordAt(run, from) === "CONCURRENTLY";
  const guard = isConcurrent ? from + 1 : from;
  const written = hasWords(run, guard, ...GUARD) ? readName(run, guard + GUARD_LENGTH) : undefined;
  if (written === undefined || wordAt(run, written.next) !== "ON") return undefined;
  const at = wordAt(run, written.next + 1) === "ONLY" ? written.next + 2 : written.next + 1;
  const table = readName(run, at);
  if (table === undefined) return undefined;
  const name = parseIdentifier(written.name);
  const [, schema] = (parseName(table.name) ?? []).toReversed();
  return {
    kind: "index",
    name,
    relation: table.name,
    // An index is in the schema of its table.
    held: { relation: schema === undefined ? quoteIdentifier(name) : quoteName(schema, name), column: undefined },
    textIn(schemaOfTrial) {
      const text = withName(run, at, table.next, quoteName(schemaOfTrial, lastPart(table.name)));
      if (!isConcurrent) return text;
      const { start, end } = tokenAt(run, from);
      return text.slice(0, start) + text.slice(end);
    },
  };
}

/** "ALTER" "TABLE" ( "IF" "EXISTS" )? "ONLY"? table "ADD" "COLUMN"? guard name …: of one column. */
function readColumn(run: TokenRun): GuardedCreate | undefined {
  if (wordAt(run, 1) !== "TABLE") return undefined;
  let at = hasWords(run, 2, "IF", "EXISTS") ? 4 : 2;
  if (wordAt(run, at) === "ONLY") at += 1;
  const table = readName(run, at);
  if (table === undefined || wordAt(run, table.next) !== "ADD") return undefined;
  const guard = wordAt(run, table.next + 1) === "COLUMN" ? table.next + 2 : table.next + 1;
  const written = hasWords(run, guard, ...GUARD) ? readName(run, guard + GUARD_LENGTH) : undefined;
  if (written === undefined) return undefined;
  for (const { token, depth } of tokensFrom(run, written.next)) {
    if (token.kind === "," && depth === 0) return undefined;
  }
  const name = parseIdentifier(written.name);
  return {
    kind: "column",
    name,
    relation: table.name,
    held: { relation: table.name, column: name },
    textIn: (schema) => withName(run, at, table.next, quoteName(schema, lastPart(table.name))),
  };
}

const GUARD = ["IF", "NOT", "EXISTS"] as const;
const GUARD_LENGTH = GUARD.length;

function lastPart(written: string): string {
  return parseName(written)?.at(-1) ?? written;
}

/** The text with the tokens from one index up to another replaced. */
function withName(run: TokenRun, from: number, next: number, name: string): string {
  return run.text.slice(0, tokenAt(run, from).start) + name + run.text.slice(tokenAt(run, next - 1).end);
}

/** Whether the rows of a query make the table. */
function isOfQuery(run: TokenRun, from: number): boolean {
  for (const { index, depth } of tokensFrom(run, from)) if (depth === 0 && wordAt(run, index) === "AS") return true;
  return false;
}

/** A query may take hours. */
function withoutData(text: string): string {
  const run = tokenRun(text);
  let count = 0;
  for (const { index } of tokensFrom(run, 0)) count = index + 1;
  const hasEnd = wordAt(run, count - 1) === "DATA" && /^(WITH|NO)$/.test(wordAt(run, count - 2));
  const words = hasEnd ? (wordAt(run, count - 2) === "NO" ? 3 : 2) : 0;
  return `${text.slice(0, tokenAt(run, count - words - 1).end)} WITH NO DATA`;
}
