// Tells what a statement changes for those that follow it in the same session or transaction, and nowhere else. Pure.
import type { Statement } from "../plan/statement.ts";
import { hasWords, readName, type TokenRun, textAt, tokenAt, tokenRun, tokensFrom, wordAt } from "./token-run.ts";

export interface SessionChange {
  /** As it is written: "SET LOCAL search_path", "CREATE TEMP TABLE", "set_config". */
  readonly what: string;
  /** "setting": database.settings can say it, too. */
  readonly kind: "setting" | "object";
}

/** Kinds that run the functions which they name. */
const CALLS: ReadonlySet<string> = new Set(
  "select with values insert update delete merge upsert call create-table-as".split(" "),
);

/** @returns undefined: what follows does not depend on where it ran */
export function sessionChangeOf({ text, facts: { kind } }: Statement): SessionChange | undefined {
  if (kind === "set" || kind === "reset" || kind === "use") return changeOfSetting(tokenRun(text));
  if (kind === "prepare" || kind === "declare") return { what: kind.toUpperCase(), kind: "object" };
  if (kind === "do") return changeOfBody(text);
  if (CALLS.has(kind) && /set_config|advisory_lock|temp/i.test(text)) {
    const called = calledBy(tokenRun(text));
    if (called !== undefined) return called;
  }
  const mayBeTemporary = (kind.startsWith("create-") || CALLS.has(kind)) && /temp/i.test(text);
  return mayBeTemporary ? temporaryTable(tokenRun(text)) : undefined;
}

/** The value that a statement sets this setting to, in lower case and without quotes; undefined: it sets another, or none. */
export function valueSetBy(
  run: TokenRun,
  setting: "client_encoding" | "standard_conforming_strings",
): string | undefined {
  if (wordAt(run, 0) !== "SET") return undefined;
  const at = nameIndex(run);
  const isNames = setting === "client_encoding" && wordAt(run, at) === "NAMES";
  if (!isNames && wordAt(run, at) !== setting.toUpperCase()) return undefined;
  const value = isNames ? at + 1 : at + 2;
  return textAt(run, value).replaceAll("'", "").toLowerCase();
}

/** Of `SET [SESSION | LOCAL] name`; SESSION AUTHORIZATION is a name. */
function nameIndex(run: TokenRun): number {
  const isExtent = wordAt(run, 1) === "LOCAL" || (wordAt(run, 1) === "SESSION" && !isSessionName(run, 1));
  return isExtent ? 2 : 1;
}

function isSessionName(run: TokenRun, index: number): boolean {
  return hasWords(run, index + 1, "AUTHORIZATION") || hasWords(run, index + 1, "CHARACTERISTICS");
}

/** Those of a transaction end with it, and it is refused where they come too late. */
const OF_TRANSACTION: ReadonlySet<string> = new Set(["TRANSACTION", "CONSTRAINTS"]);

function changeOfSetting(run: TokenRun): SessionChange | undefined {
  const at = nameIndex(run);
  if (OF_TRANSACTION.has(wordAt(run, at))) return undefined;
  // They are pinned to that in each transaction.
  if (isUtf8(valueSetBy(run, "client_encoding")) || valueSetBy(run, "standard_conforming_strings") === "on")
    return undefined;
  const name = wordAt(run, at) === "SESSION" ? `SESSION ${wordAt(run, at + 1)}` : (readName(run, at)?.name ?? "");
  const words = [wordAt(run, 0), ...(at === 2 ? [wordAt(run, 1)] : []), name];
  return { what: words.filter((word) => word !== "").join(" "), kind: "setting" };
}

export function isUtf8(value: string | undefined): boolean {
  return value === "utf8" || value === "utf-8" || value === "unicode";
}

function calledBy(run: TokenRun): SessionChange | undefined {
  for (const { token, index } of tokensFrom(run, 1)) {
    if (token.kind !== "word" || tokenAt(run, index + 1).kind !== "(") continue;
    const word = wordAt(run, index);
    if (word === "SET_CONFIG") return { what: "set_config", kind: "setting" };
    if (/^PG_(?:TRY_)?ADVISORY_LOCK/.test(word)) return { what: word.toLowerCase(), kind: "object" };
  }
  return undefined;
}

/** set : ( ";" | "BEGIN" | "THEN" | "ELSE" | "LOOP" ) ( "SET" | "RESET" ) — the SET of an UPDATE follows a name. */
function changeOfBody(text: string): SessionChange | undefined {
  if (/\bset_config\s*\(/i.test(text)) return { what: "set_config", kind: "setting" };
  const [, verb] = /(?:;|\bbegin|\bthen|\belse|\bloop|')\s*(set|reset)\s+(?!constraints|transaction)/i.exec(text) ?? [];
  return verb === undefined ? undefined : { what: `${verb.toUpperCase()} in DO`, kind: "setting" };
}

const WORDS_BEFORE_NAME = 8;
/** Elsewhere it is a name. */
const BEFORE_TEMP: Readonly<Record<"create" | "select", ReadonlySet<string>>> = {
  create: new Set(["CREATE", "REPLACE", "LOCAL", "GLOBAL"]),
  select: new Set(["INTO", "LOCAL", "GLOBAL"]),
};

/** create : "CREATE" ( "LOCAL" | "GLOBAL" | … )? ( "TEMP" | "TEMPORARY" ) …, "SELECT" … "INTO" "TEMP" …, or a name in `pg_temp` */
function temporaryTable(run: TokenRun): SessionChange | undefined {
  const isCreate = wordAt(run, 0) === "CREATE";
  for (const { token, index } of tokensFrom(run, 1)) {
    if (token.kind !== "word") continue;
    if (isCreate && index > WORDS_BEFORE_NAME) return undefined;
    const word = wordAt(run, index);
    const isTemporary = word === "TEMP" || word === "TEMPORARY";
    const isNamed = word === "PG_TEMP" && textAt(run, index + 1) === ".";
    if (isNamed && isCreate) return { what: "CREATE … pg_temp", kind: "object" };
    if (!isTemporary || !BEFORE_TEMP[isCreate ? "create" : "select"].has(wordAt(run, index - 1))) continue;
    return { what: `${isCreate ? "CREATE" : "SELECT INTO"} ${word}`, kind: "object" };
  }
  return undefined;
}
