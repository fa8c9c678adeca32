// Turns the tokens of CREATE, ALTER, DROP, TRUNCATE and their like into facts. Pure.
import type { OnRetry, StatementEffect, StatementFacts } from "../plan/statement.ts";
import { hasWords, readName, type TokenRun, wordAt } from "./token-run.ts";

type Guard = NonNullable<StatementFacts["guard"]>;

interface ReadGuard {
  readonly guard: Guard | undefined;
  readonly next: number;
}

interface Noun {
  readonly noun: string;
  readonly next: number;
}

const NOUN_BY_WORD: Readonly<Record<string, string>> = {
  KEYSPACE: "keyspace",
  SCHEMA: "keyspace",
  TABLE: "table",
  COLUMNFAMILY: "table",
  TYPE: "type",
  INDEX: "index",
  FUNCTION: "function",
  AGGREGATE: "aggregate",
  TRIGGER: "trigger",
  ROLE: "role",
  USER: "user",
  IDENTITY: "identity",
  SERVICE_LEVEL: "service-level",
};

const NOUN_BY_TWO_WORDS: Readonly<Record<string, string>> = {
  "CUSTOM INDEX": "index",
  "MATERIALIZED VIEW": "materialized-view",
  "SERVICE LEVEL": "service-level",
};

const SCHEMA_NOUNS = ["keyspace", "table", "type", "index", "materialized-view", "function", "aggregate", "trigger"];
const ACCESS_NOUNS = ["role", "user", "service-level"];
const NOUNS_BY_VERB: Readonly<Record<string, readonly string[]>> = {
  CREATE: [...SCHEMA_NOUNS, ...ACCESS_NOUNS],
  ALTER: ["keyspace", "table", "type", "materialized-view", ...ACCESS_NOUNS],
  DROP: [...SCHEMA_NOUNS, ...ACCESS_NOUNS, "identity"],
  ADD: ["identity"],
};

/** The facts of a statement that makes, changes or removes something named; undefined when it is none. */
export function classifyDdl(run: TokenRun): StatementFacts | undefined {
  const verb = wordAt(run, 0);
  if (verb === "TRUNCATE") return classifyTruncate(run);
  const isReplace = verb === "CREATE" && hasWords(run, 1, "OR", "REPLACE");
  const noun = readNoun(run, isReplace ? 3 : 1);
  if (noun === undefined || !NOUNS_BY_VERB[verb]?.includes(noun.noun)) return undefined;
  const { guard, next } = readGuard(run, noun.next);
  const name = readName(run, hasWords(run, next, "ON") ? next + 1 : next);
  const effect: StatementEffect = SCHEMA_NOUNS.includes(noun.noun) ? "schema" : "access";
  const head = {
    kind: `${verb.toLowerCase()}-${noun.noun}`,
    effect,
    ...(name !== undefined && { object: name.name }),
  };
  if (verb === "ALTER") return { ...head, ...classifyAlter(run, noun.noun, guard, name?.next ?? next) };
  const settled = isReplace ? "or-replace" : guard;
  if (settled !== undefined) return { ...head, guard: settled, onRetry: "safe" };
  const wanted = verb === "DROP" ? "IF EXISTS" : "IF NOT EXISTS";
  return { ...head, onRetry: "ask", askReason: `is not guarded by ${wanted}` };
}

/** truncate : "TRUNCATE" ( "TABLE" | "COLUMNFAMILY" )? name */
function classifyTruncate(run: TokenRun): StatementFacts {
  const name = readName(run, NOUN_BY_WORD[wordAt(run, 1)] === "table" ? 2 : 1);
  return {
    kind: "truncate",
    effect: "data",
    ...(name !== undefined && { object: name.name }),
    onRetry: "ask",
    askReason: "would remove what was written since the first try",
  };
}

/** The guard of the name says nothing of the change: `ALTER TABLE IF EXISTS t ADD c int` fails when it is done twice. */
function classifyAlter(
  run: TokenRun,
  noun: string,
  guard: Guard | undefined,
  actionIndex: number,
): { readonly guard?: Guard; readonly onRetry: OnRetry; readonly askReason?: string } {
  const action = wordAt(run, actionIndex);
  const inner = readGuard(run, actionIndex + 1).guard;
  const known = inner ?? guard;
  const guarded = known === undefined ? {} : { guard: known };
  const isColumnChange = noun === "table" || noun === "type";
  if (!isColumnChange || action === "WITH") return { ...guarded, ...classifyOptions(run) };
  if (inner !== undefined && action !== "ALTER") return { ...guarded, onRetry: "safe" };
  return { ...guarded, onRetry: "ask", askReason: alterReason(action) };
}

/** Options have the same effect twice, except a password that the server makes (Cassandra after 5.0). */
function classifyOptions(run: TokenRun): { readonly onRetry: OnRetry; readonly askReason?: string } {
  const makesPassword = run.tokens.some((_, index) => hasWords(run, index, "GENERATED", "PASSWORD"));
  return makesPassword ? { onRetry: "ask", askReason: "makes a new password each time" } : { onRetry: "safe" };
}

function alterReason(action: string): string {
  switch (action) {
    case "ADD":
      return "its ADD is not guarded by IF NOT EXISTS";
    case "DROP":
    case "RENAME":
      return `its ${action} is not guarded by IF EXISTS`;
    default:
      return "may not be the same twice";
  }
}

function readNoun(run: TokenRun, index: number): Noun | undefined {
  const word = wordAt(run, index);
  const one = NOUN_BY_WORD[word];
  if (one !== undefined) return { noun: one, next: index + 1 };
  const two = NOUN_BY_TWO_WORDS[`${word} ${wordAt(run, index + 1)}`];
  return two === undefined ? undefined : { noun: two, next: index + 2 };
}

function readGuard(run: TokenRun, index: number): ReadGuard {
  if (hasWords(run, index, "IF", "NOT", "EXISTS")) return { guard: "if-not-exists", next: index + 3 };
  if (hasWords(run, index, "IF", "EXISTS")) return { guard: "if-exists", next: index + 2 };
  return { guard: undefined, next: index };
}
