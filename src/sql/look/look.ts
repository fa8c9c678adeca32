// Whether the effect of a statement is in a schema: for those that a database may have carried out without telling. What it
// cannot tell of, it says so. Pure.
import { parseName, quoteName } from "../identifiers.ts";
import type { SqlSchema } from "../schema.ts";
import { hasWords, readName, readNames, type TokenRun, tokenRun, wordAt } from "../token-run.ts";
import { lookAtAlter } from "./look-at-alter.ts";
import { lookAtCreateTable, lookAtCreateType, lookAtIndex } from "./look-at-create.ts";
import { holdsObject, nameIn, type Place } from "./place.ts";
import { NOT_THERE, type Seen, seenIf, seenOfAll, UNKNOWN } from "./seen.ts";

export function lookInSchema(
  schema: SqlSchema,
  text: string,
  names: { readonly scope: string; readonly namespace: string },
): Seen {
  const run = tokenRun(text);
  const place: Place = { schema, ...names };
  switch (wordAt(run, 0)) {
    case "CREATE":
      return lookAtCreate(run, place);
    case "DROP":
      return lookAtDrop(run, place);
    case "ALTER":
      return lookAtAlter(run, place);
    default:
      return UNKNOWN;
  }
}

function lookAtCreate(run: TokenRun, place: Place): Seen {
  const isReplacing = hasWords(run, 1, "OR", "REPLACE");
  let at = isReplacing ? 3 : 1;
  if (["UNLOGGED", "UNIQUE"].includes(wordAt(run, at))) at += 1;
  const noun = hasWords(run, at, "MATERIALIZED", "VIEW") ? "MATERIALIZED VIEW" : wordAt(run, at);
  at += noun === "MATERIALIZED VIEW" ? 2 : 1;
  if (noun === "INDEX") return lookAtIndex(run, at, place);
  if (hasWords(run, at, "IF", "NOT", "EXISTS")) at += 3;
  const written = readName(run, at);
  if (written === undefined) return UNKNOWN;
  if (noun === "SCHEMA") return parseName(written.name)?.[0] === place.scope ? { kind: "there" } : UNKNOWN;
  const name = nameIn(place, written.name);
  if (name === undefined || !isObjectNoun(noun)) return UNKNOWN;
  if (!holdsObject(place.schema, noun, name)) return NOT_THERE;
  if (noun === "TABLE") return lookAtCreateTable(run, written.next, name, place);
  if (noun === "TYPE") return lookAtCreateType(run, written.next, name, place);
  // It may be the one from before.
  return isReplacing ? UNKNOWN : { kind: "there" };
}

function lookAtDrop(run: TokenRun, place: Place): Seen {
  const noun = hasWords(run, 1, "MATERIALIZED", "VIEW") ? "MATERIALIZED VIEW" : wordAt(run, 1);
  let at = noun === "MATERIALIZED VIEW" ? 3 : 2;
  if (wordAt(run, at) === "CONCURRENTLY") at += 1;
  if (hasWords(run, at, "IF", "EXISTS")) at += 2;
  const written = readNames(run, at);
  if (written === undefined || !isObjectNoun(noun)) return UNKNOWN;
  const parts = written.name.split(", ").map((each): readonly [string, Seen] => {
    // CockroachDB writes `table@index`.
    const name = nameIn(place, each.slice(each.lastIndexOf("@") + 1));
    return [each, name === undefined ? UNKNOWN : seenIf(!holdsObject(place.schema, noun, name))];
  });
  return seenOfAll(parts.map(([name, seen]) => [`drop ${quoteName(name)}`, seen]));
}

const NOUNS = ["TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "TYPE", "DOMAIN", "INDEX"] as const;
export type ObjectNoun = (typeof NOUNS)[number];

function isObjectNoun(word: string): word is ObjectNoun {
  return NOUNS.some((noun) => noun === word);
}
