// Sends the statements of a transaction in as few round trips as there may be, and finds out what their guards hide: before each
// that a guard may silence stands a check, which stops the pipeline there while what it makes is there already. Where nothing is
// hidden, nothing is waited for.
import type { GuardedCreate } from "../../sql/look/guarded-create.ts";
import type { SqlSchema } from "../../sql/schema.ts";
import { compareHidden, type Hidden } from "./compare-hidden.ts";
import type { SqlConnection, SqlFailure, SqlResult, SqlStatement } from "./connection.ts";
import { isSkip } from "./outcome.ts";

export interface WatchedStatement extends SqlStatement {
  /** What its guard may hide. */
  readonly guarded?: GuardedCreate | undefined;
}

export interface WatchedEnd {
  /** Of the statements that were carried out, in order. */
  readonly results: readonly SqlResult[];
  readonly failure: SqlFailure | undefined;
  /** Differences between what is there and what the next statement asks for, which its guard has hidden. */
  readonly hidden: readonly string[] | undefined;
}

/** What goes into one round trip. */
const STATEMENTS_MAX = 256;
const CHARACTERS_MAX = 1_000_000;
/** After something was there already: much of the rest may be, too, and what is sent behind it is sent in vain. */
const STATEMENTS_AFTER_FOUND = 16;

const SAVEPOINT = "tidemark_guard";
const SET: SqlStatement = { text: `SAVEPOINT ${SAVEPOINT}` };
const RELEASE: SqlStatement = { text: `RELEASE SAVEPOINT ${SAVEPOINT}` };
const BACK: SqlStatement = { text: `ROLLBACK TO SAVEPOINT ${SAVEPOINT}` };

interface Entry {
  readonly statement: SqlStatement;
  /** It is none of ours. */
  readonly isGiven: boolean;
  /** What the statement checks. */
  readonly checks?: GuardedCreate | undefined;
}

/** After a failure, or with something hidden, the transaction is still open. */
export async function sendWatched(
  connection: SqlConnection,
  statements: readonly WatchedStatement[],
): Promise<WatchedEnd> {
  const entries = statements.flatMap(entriesOf);
  const results: SqlResult[] = [];
  const known = new Map<string, SqlSchema>();
  let at = 0;
  let countMax = STATEMENTS_MAX;
  for (;;) {
    const end = await sendAll(connection, entries, at, countMax);
    for (const result of end.results) {
      if (entries[at]?.isGiven === true) {
        results.push(result);
        known.clear();
      }
      at += 1;
    }
    if (end.failure === undefined) return { results, failure: undefined, hidden: undefined };
    const { checks } = entries[at] ?? {};
    // Behind the check stand the release and the statement.
    const statement = entries[at + 2]?.statement;
    if (checks === undefined || statement === undefined || end.failure.kind === "lost") {
      return { results, failure: end.failure, hidden: undefined };
    }
    const retried = await connection.pipeline([BACK, RELEASE, statement]);
    const [, , result] = retried.results;
    if (result === undefined) return { results, failure: retried.failure, hidden: undefined };
    at += 3;
    countMax = STATEMENTS_AFTER_FOUND;
    const seen = await judge(connection, checks, result, known);
    if (seen.kind === "failed") return { results, failure: seen.failure, hidden: undefined };
    if (seen.kind === "different") return { results, failure: undefined, hidden: seen.differences };
    results.push(seen.kind === "untried" ? withWarning(result, untriedWarning(checks, seen.reason)) : result);
  }
}

/** The check may have found something of that name that the statement does not mean. */
async function judge(
  connection: SqlConnection,
  guarded: GuardedCreate,
  result: SqlResult,
  known: Map<string, SqlSchema>,
): Promise<Hidden> {
  if (result.notices.some(isSkip)) return compareHidden(connection, guarded, known);
  known.clear();
  return { kind: "same" };
}

/** Said where it could not be found out what a guard has hidden. */
export function untriedWarning({ kind, name }: GuardedCreate, reason: string): string {
  return `whether the ${kind.replace("-", " ")} ${name}, which is there already, is the same could not be tried: ${reason}`;
}

function withWarning(result: SqlResult, message: string): SqlResult {
  return { ...result, notices: [...result.notices, { severity: "WARNING", code: "01000", message }] };
}

/** Released before the statement: a savepoint in which something was written costs every transaction of the server. */
function entriesOf(given: WatchedStatement): readonly Entry[] {
  const own: Entry = { statement: given, isGiven: true };
  if (given.guarded === undefined) return [own];
  const check: Entry = { statement: checkOf(given.guarded), isGiven: false, checks: given.guarded };
  return [{ statement: SET, isGiven: false }, check, { statement: RELEASE, isGiven: false }, own];
}

/** Fails when it is there: 1 / 0. */
function checkOf({ held: { relation, column } }: GuardedCreate): SqlStatement {
  if (column === undefined) {
    const text = "SELECT 1 / CASE WHEN pg_catalog.to_regclass($1) IS NULL THEN 1 ELSE 0 END";
    return { text, values: [relation] };
  }
  return {
    text: `SELECT 1 / CASE WHEN EXISTS (
  SELECT 1 FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass($1) AND attname = $2 AND NOT attisdropped
) THEN 0 ELSE 1 END`,
    values: [relation, column],
  };
}

async function sendAll(
  connection: SqlConnection,
  entries: readonly Entry[],
  from: number,
  countMax: number,
): Promise<Omit<WatchedEnd, "hidden">> {
  const results: SqlResult[] = [];
  for (const part of cut(entries, from, countMax)) {
    const end = await connection.pipeline(part);
    results.push(...end.results);
    if (end.failure !== undefined) return { results, failure: end.failure };
  }
  return { results, failure: undefined };
}

/** @param firstMax statements of the first part */
function* cut(entries: readonly Entry[], from: number, firstMax: number): Generator<readonly SqlStatement[]> {
  let part: SqlStatement[] = [];
  let characters = 0;
  let countMax = firstMax;
  for (let at = from; at < entries.length; at += 1) {
    const statement = entries[at]?.statement;
    if (statement === undefined) continue;
    const isFull = part.length >= countMax || characters + statement.text.length > CHARACTERS_MAX;
    if (isFull && part.length > 0) {
      yield part;
      part = [];
      characters = 0;
      countMax = STATEMENTS_MAX;
    }
    part.push(statement);
    characters += statement.text.length;
  }
  if (part.length > 0) yield part;
}
