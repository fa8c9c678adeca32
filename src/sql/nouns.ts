// The kinds of things that SQL makes, changes and removes, by the words that name them. Pure.
import { hasWords, type TokenRun, wordAt } from "./token-run.ts";

export interface Noun {
  /** "materialized-view" */
  readonly noun: string;
  /** The index behind its last word. */
  readonly next: number;
}

// PostgreSQL 18 and CockroachDB 25; where one begins another, the longer stands first.
const NOUNS: readonly (readonly string[])[] = `
ACCESS METHOD|AGGREGATE|BACKUP SCHEDULE|BACKUP|CAST|CHANGEFEED|COLLATION|CONVERSION|DATABASE|DEFAULT PRIVILEGES|DOMAIN|
EVENT TRIGGER|EXTENSION|EXTERNAL CONNECTION|FOREIGN DATA WRAPPER|FOREIGN TABLE|FUNCTION|GROUP|INDEX|LANGUAGE|LARGE OBJECT|
MATERIALIZED VIEW|OPERATOR CLASS|OPERATOR FAMILY|OPERATOR|OWNED|PARTITION|POLICY|PROCEDURE|PUBLICATION|RANGE|ROLE|ROUTINE|
RULE|SCHEDULE|SCHEDULES|SCHEMA|SEQUENCE|SERVER|STATISTICS|SUBSCRIPTION|SYSTEM|TABLE|TABLESPACE|TENANT|
TEXT SEARCH CONFIGURATION|TEXT SEARCH DICTIONARY|TEXT SEARCH PARSER|TEXT SEARCH TEMPLATE|TRANSFORM|TRIGGER|TYPE|USER MAPPING|
USER|VIEW|VIRTUAL CLUSTER`
  .replaceAll("\n", "")
  .split("|")
  .map((noun) => noun.split(" "));

/** What may stand between the verb and the noun. */
const ADJECTIVES: ReadonlySet<string> = new Set(
  (
    "OR REPLACE GLOBAL LOCAL TEMP TEMPORARY UNLOGGED UNIQUE INVERTED VECTOR RECURSIVE CONSTRAINT TRUSTED PROCEDURAL " +
    "DEFAULT FORCE"
  ).split(" "),
);

/** The noun at an index, by default behind the verb; undefined when there is none that is known. */
export function readNoun(run: TokenRun, start = 1): Noun | undefined {
  for (let index = start; ; index++) {
    const first = wordAt(run, index);
    const words = NOUNS.find((noun) => noun[0] === first && hasWords(run, index, ...noun));
    if (words !== undefined) return { noun: words.join("-").toLowerCase(), next: index + words.length };
    if (!ADJECTIVES.has(first)) return undefined;
  }
}
