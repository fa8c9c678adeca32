// The names after DROP TABLE, DROP INDEX and the like, each with its place. Pure.
import { parseName } from "../../sql/identifiers.ts";
import { hasWords, readName, tokenAt, wordAt } from "../../sql/token-run.ts";
import type { Span } from "../../text/span.ts";
import type { SqlStatement } from "./linted.ts";

export interface DroppedName {
  readonly written: string;
  readonly schema: string | undefined;
  readonly name: string;
  readonly place: Span;
}

/** DROP noun+ [CONCURRENTLY] [IF EXISTS] name ("," name)* @param words how many words the noun has */
export function droppedNames({ tokens }: SqlStatement, words = 1): readonly DroppedName[] {
  let at = 1 + words;
  if (wordAt(tokens, at) === "CONCURRENTLY") at += 1;
  if (hasWords(tokens, at, "IF", "EXISTS")) at += 2;
  const names: DroppedName[] = [];
  for (;;) {
    const read = readName(tokens, at);
    if (read === undefined) return names;
    const parts = parseName(read.name) ?? [];
    const name = parts.at(-1);
    const place = { start: tokenAt(tokens, at).start, end: tokenAt(tokens, read.next - 1).end };
    if (name !== undefined) names.push({ written: read.name, schema: parts.at(-2), name, place });
    if (tokenAt(tokens, read.next).kind !== ",") return names;
    at = read.next + 1;
  }
}
