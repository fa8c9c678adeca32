// Turns the tokens of VACUUM, REINDEX, REFRESH, COMMENT and their like into facts: what is the same twice by its nature. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { readNoun } from "./nouns.ts";
import { ask, SAFE } from "./on-retry.ts";
import { hasWords, isWord, readName, readNames, type TokenRun, tokenAt, tokensFrom, wordAt } from "./token-run.ts";

export function classifyMaintenance(run: TokenRun): StatementFacts | undefined {
  switch (wordAt(run, 0)) {
    case "VACUUM":
      return { kind: "vacuum", effect: "data", ...namesAt(run, behindOptions(run, 1)), ...SAFE };
    case "ANALYZE":
    case "ANALYSE":
      return { kind: "analyze", effect: "data", ...namesAt(run, behindOptions(run, 1)), ...SAFE };
    case "REPACK":
      return { kind: "repack", effect: "data", ...namesAt(run, behindOptions(run, 1)), ...SAFE };
    case "CHECKPOINT":
      return { kind: "checkpoint", effect: "data", ...SAFE };
    case "CLUSTER": {
      const named = namesAt(run, behindOptions(run, 1));
      return { kind: named.object === undefined ? "cluster-all" : "cluster", effect: "data", ...named, ...SAFE };
    }
    case "REINDEX":
      return classifyReindex(run);
    case "REFRESH":
      return classifyRefresh(run);
    case "COMMENT":
      return hasWords(run, 1, "ON") ? classifyComment(run) : undefined;
    case "IMPORT":
      if (!hasWords(run, 1, "FOREIGN", "SCHEMA")) return undefined;
      return {
        kind: "import-foreign-schema",
        effect: "schema",
        ...ask("is refused when its tables are there already"),
      };
    default:
      return undefined;
  }
}

/** reindex : "REINDEX" ( "(" option … ")" )? ( "INDEX" | "TABLE" | "SCHEMA" | "DATABASE" | "SYSTEM" ) "CONCURRENTLY"? name? */
function classifyReindex(run: TokenRun): StatementFacts | undefined {
  const index = behindOptions(run, 1);
  const what = wordAt(run, index);
  if (!["INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"].includes(what)) return undefined;
  const isBehind = hasWords(run, index + 1, "CONCURRENTLY");
  const named = namesAt(run, index + (isBehind ? 2 : 1));
  if (isBehind || hasOption(run, index, "CONCURRENTLY")) {
    // PostgreSQL 12–18: a build that fails leaves an invalid index, whose name ends in `_ccnew`; a second time makes another.
    return { kind: "reindex-concurrently", effect: "schema", ...named, ...ask("may have left an invalid index") };
  }
  const kind = what === "INDEX" || what === "TABLE" ? "reindex" : "reindex-all";
  return { kind, effect: "data", ...named, ...SAFE };
}

/** refresh : "REFRESH" "MATERIALIZED" "VIEW" "CONCURRENTLY"? name … */
function classifyRefresh(run: TokenRun): StatementFacts | undefined {
  if (!hasWords(run, 1, "MATERIALIZED", "VIEW")) return undefined;
  const named = namesAt(run, hasWords(run, 3, "CONCURRENTLY") ? 4 : 3);
  return { kind: "refresh-materialized-view", effect: "data", ...named, ...SAFE };
}

function classifyComment(run: TokenRun): StatementFacts {
  const noun = readNoun(run, 2);
  const index = noun?.next ?? (hasWords(run, 2, "COLUMN") || hasWords(run, 2, "CONSTRAINT") ? 3 : -1);
  return { kind: "comment", effect: "schema", ...(index < 0 ? {} : nameAt(run, index)), ...SAFE };
}

/** Behind options in parentheses or as words: `(ANALYZE, VERBOSE)`, `FULL FREEZE`. */
function behindOptions(run: TokenRun, start: number): number {
  if (tokenAt(run, start).kind === "(") {
    for (const { token, index, depth } of tokensFrom(run, start))
      if (token.kind === ")" && depth === 0) return index + 1;
  }
  let index = start;
  while (["FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE"].includes(wordAt(run, index))) index++;
  return index;
}

/** Whether an option before an index is given, and not taken back: `(CONCURRENTLY)`, `(CONCURRENTLY true)`. */
function hasOption(run: TokenRun, end: number, word: string): boolean {
  for (let index = 1; index < end; index++) {
    if (isWord(run.text, tokenAt(run, index), word)) return !["FALSE", "OFF"].includes(wordAt(run, index + 1));
  }
  return false;
}

function nameAt(run: TokenRun, index: number): { readonly object?: string } {
  const written = readName(run, index);
  return written === undefined ? {} : { object: written.name };
}

function namesAt(run: TokenRun, index: number): { readonly object?: string } {
  const written = readNames(run, index);
  return written === undefined ? {} : { object: written.name };
}
