// CREATE INDEX → what it is to be called, and what it is on. Pure.
import { parseIdentifier } from "../identifiers.ts";
import { hasWords, readName, type TokenRun, wordAt } from "../token-run.ts";

export interface IndexPlace {
  /** As it is stored; undefined: the server names it. */
  readonly name: string | undefined;
  /** The table or materialized view, as it is written. The index is in its schema. */
  readonly relation: string;
  readonly isConcurrent: boolean;
}

/** "CREATE" "UNIQUE"? "INDEX" "CONCURRENTLY"? ( "IF" "NOT" "EXISTS" )? name? "ON" "ONLY"? relation … */
export function readIndexPlace(run: TokenRun): IndexPlace | undefined {
  const noun = wordAt(run, 1) === "UNIQUE" ? 2 : 1;
  if (wordAt(run, 0) !== "CREATE" || wordAt(run, noun) !== "INDEX") return undefined;
  const isConcurrent = wordAt(run, noun + 1) === "CONCURRENTLY";
  let at = isConcurrent ? noun + 2 : noun + 1;
  if (hasWords(run, at, "IF", "NOT", "EXISTS")) at += 3;
  const written = wordAt(run, at) === "ON" ? undefined : readName(run, at);
  at = written?.next ?? at;
  if (wordAt(run, at) !== "ON") return undefined;
  const relation = readName(run, wordAt(run, at + 1) === "ONLY" ? at + 2 : at + 1);
  if (relation === undefined) return undefined;
  return { name: written && parseIdentifier(written.name), relation: relation.name, isConcurrent };
}
