// Turns the tokens of INSERT, UPDATE, SELECT, WITH, EXPLAIN, COPY, DO and their like into facts. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { ask, type Retry, SAFE } from "./on-retry.ts";
import { findChangingCall } from "./read-only-calls.ts";
import {
  hasWords,
  isWord,
  readName,
  type TokenRun,
  textAt,
  tokenAt,
  tokenRun,
  tokensFrom,
  wordAt,
} from "./token-run.ts";

const WRITES: ReadonlySet<string> = new Set(["INSERT", "UPSERT", "UPDATE", "DELETE", "MERGE"]);
const READS: ReadonlySet<string> = new Set(["SELECT", "VALUES", "TABLE"]);

/** The facts of a statement that reads or writes rows, or runs code; undefined when it is none. */
export function classifyDml(run: TokenRun, classify: (run: TokenRun) => StatementFacts): StatementFacts | undefined {
  const verb = wordAt(run, 0);
  if (WRITES.has(verb)) return classifyWrite(run, 0);
  if (READS.has(verb)) return classifyRead(run, 0);
  switch (verb) {
    case "WITH":
      return classifyWith(run);
    case "EXPLAIN":
      return classifyExplain(run, classify);
    case "COPY":
      return classifyCopy(run);
    case "DO":
      return { kind: "do", effect: "schema", ...ask("runs code, which may not be the same twice") };
    case "CALL":
      return {
        kind: "call",
        effect: "schema",
        ...objectAt(run, 1),
        ...ask("runs code, which may not be the same twice"),
      };
    case "EXECUTE":
      return { kind: "execute", effect: "data", ...objectAt(run, 1), ...ask("may not be the same twice") };
    default:
      return tokenAt(run, 0).kind === "(" ? classifyRead(run, 0) : undefined;
  }
}

/** The facts of a statement whose verb, one that writes, stands at an index. */
function classifyWrite(run: TokenRun, index: number): StatementFacts {
  const kind = wordAt(run, index).toLowerCase();
  const table = readName(run, tableIndex(run, index));
  const object = table === undefined ? {} : { object: table.name };
  const retry = kind === "insert" && table !== undefined ? retryOfInsert(run, table.next) : undefined;
  return { kind, effect: "data", ...object, ...(retry ?? ask(REASON_BY_KIND[kind] ?? "may not be the same twice")) };
}

const REASON_BY_KIND: Readonly<Record<string, string>> = {
  insert: "would insert its rows twice",
  upsert: "would overwrite what was written since the first try",
  update: "would overwrite what was written since the first try",
  delete: "would remove what was written since the first try",
};

/** table : ( "INTO" | "FROM" )? "ONLY"? name */
function tableIndex(run: TokenRun, index: number): number {
  const next = hasWords(run, index + 1, "INTO") || hasWords(run, index + 1, "FROM") ? index + 2 : index + 1;
  return hasWords(run, next, "ONLY") ? next + 1 : next;
}

/**
 * Rows of values are the same twice when their key is among the values and a conflict on it does nothing: then the second
 * time finds all of them there. Undefined when that cannot be told.
 */
function retryOfInsert(run: TokenRun, next: number): Retry | undefined {
  const columns = readColumns(run, hasWords(run, next, "AS") ? next + 2 : next);
  if (columns === undefined || !hasWords(run, columns.next, "VALUES")) return undefined;
  let before = "";
  for (const { token, index, depth } of tokensFrom(run, columns.next + 1)) {
    if (depth === 0 && isWord(run.text, token, "ON") && hasWords(run, index, "ON", "CONFLICT")) {
      const key = readColumns(run, index + 2);
      if (key === undefined || !hasWords(run, key.next, "DO", "NOTHING")) return undefined;
      const isGiven = key.names.every((name) => columns.names.includes(name));
      return isGiven ? { guard: "if-not-exists", onRetry: "safe" } : undefined;
    }
    // A call may give another key the second time, and a default too.
    if (token.kind === "(" && before === "word") return undefined;
    if (isWord(run.text, token, "DEFAULT")) return undefined;
    before = token.kind;
  }
  return undefined;
}

/** columns : "(" name ( "," name )* ")" */
function readColumns(
  run: TokenRun,
  index: number,
): { readonly names: readonly string[]; readonly next: number } | undefined {
  if (tokenAt(run, index).kind !== "(") return undefined;
  const names: string[] = [];
  for (let at = index + 1; ; at += 2) {
    const { kind } = tokenAt(run, at);
    if (kind !== "word" && kind !== "quoted-name") return undefined;
    names.push(kind === "word" ? textAt(run, at).toLowerCase() : textAt(run, at));
    const separator = tokenAt(run, at + 1).kind;
    if (separator === ")") return { names, next: at + 2 };
    if (separator !== ",") return undefined;
  }
}

/** The facts of a query that begins at an index; the words before it are those of a WITH. */
function classifyRead(run: TokenRun, start: number): StatementFacts {
  const kind = wordAt(run, start) === "" ? "select" : wordAt(run, start).toLowerCase();
  let from = -1;
  for (const { token, index, depth } of tokensFrom(run, start)) {
    if (depth === 0 && isWord(run.text, token, "INTO")) return selectInto(run, index);
    if (from < 0 && depth === 0 && isWord(run.text, token, "FROM")) from = index + 1;
  }
  const object = objectAt(run, kind === "table" ? start + 1 : from);
  const call = findChangingCall(run, 0);
  if (call === undefined) return { kind, effect: "none", ...object, ...SAFE };
  if (call.effect === "session") return { kind, effect: "session", ...object, ...SAFE };
  return { kind, effect: "data", ...object, ...ask(`calls ${call.name}(), which may change something`) };
}

/** into : "INTO" ( "TEMP" | "TEMPORARY" | "UNLOGGED" )? "TABLE"? name */
function selectInto(run: TokenRun, into: number): StatementFacts {
  let index = into + 1;
  while (["LOCAL", "GLOBAL", "TEMP", "TEMPORARY", "UNLOGGED", "TABLE"].includes(wordAt(run, index))) index++;
  return {
    kind: "create-table-as",
    effect: "schema",
    ...objectAt(run, index),
    ...ask("makes a table, without a guard"),
  };
}

/** with : "WITH" "RECURSIVE"? name columns? "AS" … "(" statement ")" … statement — the last one is what it does. */
function classifyWith(run: TokenRun): StatementFacts {
  let hasWrite = false;
  let main = -1;
  let before = "";
  for (const { token, index, depth } of tokensFrom(run, 1)) {
    if (before === "(" && token.kind === "word" && WRITES.has(wordAt(run, index))) hasWrite = true;
    if (main < 0 && depth === 0 && isMain(run, index, before)) main = index;
    before = token.kind;
  }
  if (main < 0) return { kind: "with", effect: "data", ...ask("may not be the same twice") };
  const facts = WRITES.has(wordAt(run, main)) ? classifyWrite(run, main) : classifyRead(run, main);
  if (!hasWrite || facts.effect === "schema") return facts;
  const object = facts.effect === "none" || facts.object === undefined ? {} : { object: facts.object };
  return { kind: "with", effect: "data", ...object, ...ask("writes in its WITH, which may not be the same twice") };
}

/** Words that may also be the name of a query in WITH are what it does only behind a parenthesis. */
function isMain(run: TokenRun, index: number, before: string): boolean {
  if (tokenAt(run, index).kind === "(") return before === ")";
  const word = wordAt(run, index);
  if (word === "SELECT" || word === "TABLE") return true;
  return before === ")" && (word === "VALUES" || WRITES.has(word));
}

/** explain : "EXPLAIN" ( "(" option ( "," option )* ")" | "ANALYZE" | "VERBOSE" )* statement — carried out only by ANALYZE. */
function classifyExplain(run: TokenRun, classify: (run: TokenRun) => StatementFacts): StatementFacts {
  let isCarriedOut = false;
  let index = 1;
  for (; ; index++) {
    const word = wordAt(run, index);
    if (word === "ANALYZE" || word === "ANALYSE") isCarriedOut = true;
    else if (word !== "VERBOSE" && word !== "DEBUG") break;
  }
  if (tokenAt(run, index).kind === "(" && !READS.has(wordAt(run, index + 1)) && !hasWords(run, index + 1, "WITH")) {
    for (const { token, index: at, depth } of tokensFrom(run, index)) {
      const word = wordAt(run, at);
      if (word === "ANALYZE" || word === "ANALYSE") isCarriedOut = true;
      index = at + 1;
      if (depth === 0 && token.kind === ")") break;
    }
  }
  if (!isCarriedOut) return { kind: "explain", effect: "none", ...SAFE };
  const inner = tokenAt(run, index);
  // What is explained explains nothing itself.
  if (inner.kind === "end" || hasWords(run, index, "EXPLAIN")) return { kind: "explain", effect: "none", ...SAFE };
  return { ...classify(tokenRun(run.text.slice(inner.start))), kind: "explain" };
}

/** copy : "COPY" "BINARY"? ( name columns? | "(" query ")" ) ( "FROM" | "TO" ) … */
function classifyCopy(run: TokenRun): StatementFacts {
  const object = objectAt(run, hasWords(run, 1, "BINARY") ? 2 : 1);
  for (const { token, depth } of tokensFrom(run, 1)) {
    if (depth === 0 && isWord(run.text, token, "FROM")) {
      return { kind: "copy", effect: "data", ...object, ...ask("would insert its rows twice") };
    }
  }
  return { kind: "copy", effect: "data", ...object, ...ask("writes to a file or a program of the server") };
}

function objectAt(run: TokenRun, index: number): { readonly object?: string } {
  const written = index < 0 ? undefined : readName(run, hasWords(run, index, "ONLY") ? index + 1 : index);
  return written === undefined ? {} : { object: written.name };
}
