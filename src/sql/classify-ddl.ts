// Turns the tokens of CREATE, ALTER, DROP and TRUNCATE into facts. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { classifyAlter } from "./classify-alter.ts";
import { readNoun } from "./nouns.ts";
import { ask, readGuard, SAFE } from "./on-retry.ts";
import { hasWords, isWord, readName, readNames, type TokenRun, tokenAt, tokensFrom, wordAt } from "./token-run.ts";

/** The facts of a statement that makes, changes or removes something of the schema; undefined when it is none. */
export function classifyDdl(run: TokenRun): StatementFacts | undefined {
  switch (wordAt(run, 0)) {
    case "CREATE":
      return classifyCreate(run);
    case "ALTER":
      return classifyAlter(run);
    case "DROP":
      return classifyDrop(run);
    case "TRUNCATE":
      return classifyTruncate(run);
    default:
      return undefined;
  }
}

function classifyCreate(run: TokenRun): StatementFacts | undefined {
  const noun = readNoun(run);
  if (noun === undefined) return undefined;
  if (noun.noun === "index") return classifyCreateIndex(run, noun.next);
  const { guard, next } = readGuard(run, noun.next);
  // `CREATE SCHEMA AUTHORIZATION r` makes a schema of the role's name; `CREATE USER MAPPING FOR` and casts have none.
  const index = hasWords(run, next, "AUTHORIZATION") || hasWords(run, next, "FOR") ? next + 1 : next;
  const name = readName(run, index);
  const isReplaced = hasWords(run, 1, "OR", "REPLACE");
  const settled = isReplaced ? "or-replace" : guard;
  const kind = noun.noun === "table" && hasQuery(run, name?.next ?? next) ? "create-table-as" : `create-${noun.noun}`;
  return {
    kind,
    effect: "schema",
    ...(name !== undefined && { object: name.name }),
    ...(settled !== undefined && { guard: settled }),
    ...(settled === undefined ? ask("is not guarded by IF NOT EXISTS") : SAFE),
  };
}

/** create-index : "CREATE" "UNIQUE"? "INDEX" "CONCURRENTLY"? ( "IF" "NOT" "EXISTS" )? name? "ON" … */
function classifyCreateIndex(run: TokenRun, start: number): StatementFacts {
  const isConcurrent = hasWords(run, start, "CONCURRENTLY");
  const { guard, next } = readGuard(run, isConcurrent ? start + 1 : start);
  const name = readName(run, hasWords(run, next, "ON") ? next + (hasWords(run, next + 1, "ONLY") ? 2 : 1) : next);
  const head = {
    effect: "schema",
    ...(name !== undefined && { object: name.name }),
    ...(guard !== undefined && { guard }),
  } as const;
  if (isConcurrent) {
    // PostgreSQL: a build that fails leaves an invalid index, and IF NOT EXISTS takes that for the index.
    return { kind: "create-index-concurrently", ...head, ...ask("may have left an invalid index") };
  }
  return { kind: "create-index", ...head, ...(guard === undefined ? ask("is not guarded by IF NOT EXISTS") : SAFE) };
}

/** Whether the rows of a query make the table: `CREATE TABLE t AS SELECT …`, `… AS EXECUTE …`. */
function hasQuery(run: TokenRun, next: number): boolean {
  for (const { token, depth } of tokensFrom(run, next)) {
    if (depth === 0 && isWord(run.text, token, "AS")) return true;
  }
  return false;
}

/** drop : "DROP" noun "CONCURRENTLY"? ( "IF" "EXISTS" )? names … */
function classifyDrop(run: TokenRun): StatementFacts | undefined {
  const noun = readNoun(run);
  if (noun === undefined) return undefined;
  const isConcurrent = noun.noun === "index" && hasWords(run, noun.next, "CONCURRENTLY");
  const { guard, next } = readGuard(run, isConcurrent ? noun.next + 1 : noun.next);
  const names = readNames(run, hasWords(run, next, "FOR") || hasWords(run, next, "BY") ? next + 1 : next);
  return {
    kind: isConcurrent ? "drop-index-concurrently" : `drop-${noun.noun}`,
    effect: "schema",
    ...(names !== undefined && { object: names.name }),
    ...(guard !== undefined && { guard }),
    ...(guard === undefined ? ask("is not guarded by IF EXISTS") : SAFE),
  };
}

/** truncate : "TRUNCATE" "TABLE"? "ONLY"? names … */
function classifyTruncate(run: TokenRun): StatementFacts | undefined {
  const index = hasWords(run, 1, "TABLE") ? 2 : 1;
  const names = readNames(run, hasWords(run, index, "ONLY") ? index + 1 : index);
  if (names === undefined && tokenAt(run, index).kind !== "end") return undefined;
  const object = names === undefined ? {} : { object: names.name };
  return { kind: "truncate", effect: "data", ...object, ...ask("would remove what was written since the first try") };
}
