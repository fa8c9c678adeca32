// Sends one statement by itself, with the settings of a migration: in a transaction of its own where PostgreSQL takes it in one.
import type { ExecuteOptions, StepOutcome } from "../../engine/ports.ts";
import type { Parameters } from "../../migration/code-migration.ts";
import type { StatementStep } from "../../plan/plan.ts";
import type { Statement } from "../../plan/statement.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import { mayEndTransaction, standsAlone, waitsForOlder } from "../../sql/transaction-rules.ts";
import { doubtOf } from "./cockroach/doubt-of.ts";
import type { JobWatch } from "./cockroach/watch-jobs.ts";
import type { PipelineEnd, SqlConnection, SqlFailure, SqlStatement } from "./connection.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { isOfConnection } from "./failure.ts";
import { clearInvalidIndex, judgeInvalidIndex } from "./invalid-index.ts";
import { judgeHidden } from "./judge-hidden.ts";
import { describeHolders } from "./lock-holders.ts";
import { setUpSession } from "./one-session.ts";
import { doneOutcome, failedOutcome } from "./outcome.ts";
import { type Settings, type SettingsOptions, setStatement, settingsOf } from "./session-settings.ts";
import { mayChangeSession, restoreSession } from "./session-state.ts";

export interface ExecuteAloneOptions extends SettingsOptions {
  readonly pool: ConnectionPool;
  readonly product: "postgres" | "cockroach";
  readonly productSettings: Settings;
  /** Of CockroachDB. */
  readonly jobs: JobWatch | undefined;
}

/**
 * The settings are the session's for as long as it takes: PostgreSQL refuses in a pipeline what it refuses in a transaction (14 and
 * later: "cannot be executed within a pipeline"), so they cannot travel with it. Behind a pooler that hands out sessions by
 * transaction, they may be of another session.
 */
export async function executeAlone(
  options: ExecuteAloneOptions,
  step: StatementStep,
  { parameters, isRetried, earlierFailure }: ExecuteOptions,
): Promise<StepOutcome> {
  const { pool, productSettings, product } = options;
  const { text, keyspace: schema, timeoutMs } = step;
  // While it waits for transactions that are older it is in nobody's way, and what it has done until then would be lost.
  const lockTimeoutMs = product === "postgres" && waitsForOlder(step) ? 0 : options.lockTimeoutMs;
  const settings = [...settingsOf({ ...options, lockTimeoutMs }, { schema, timeoutMs }), ...productSettings];
  // The rows of a statement in a file are for nobody.
  const statement = { text, values: isList(parameters) ? parameters : [], ignoresRows: parameters === undefined };
  if (product === "postgres" && isTakenInTransaction(step)) {
    const leaves = restoreSession(product, mayChangeSession(step));
    return pool.use(async (connection) => {
      const outcome = await sendInTransaction(connection, statement, settings, schema, leaves);
      return nameHolders(connection, step, await judgeAlone(connection, step, outcome, settings));
    });
  }
  return pool.use(async (connection) => {
    const setting = setStatement(settings, "session");
    const ready =
      product === "postgres" ? await setUpSession(connection, setting) : await connection.pipeline([setting]);
    if ("refusal" in ready) return { kind: "failed", ...ready.refusal };
    const { failure } = ready;
    // Nothing of the statement was sent.
    if (failure?.kind === "lost") return { kind: "failed", message: failure.message, mayPass: true };
    if (failure !== undefined) return failedOutcome(failure, "", schema);
    const waitMs = timeoutMs ?? options.statementTimeoutMs;
    const cleared =
      product === "postgres"
        ? await clearInvalidIndex(connection, step, { waitMs, isRetried, earlierFailure })
        : ([] as const);
    if ("kind" in cleared) {
      await connection.pipeline(restoreSession(product));
      return cleared;
    }
    const answer = answerOf(await connection.pipeline([statement]), connection);
    const said = "failure" in answer ? await refusalOf(options, connection, step, answer.failure) : answer;
    // Before the session is put back: names are those of the statement.
    const outcome = product === "postgres" ? await judgeInvalidIndex(connection, step, said) : said;
    // As the session began: what the statement itself has set goes, too.
    await connection.pipeline(restoreSession(product));
    const judged = product === "postgres" ? await judgeAlone(connection, step, outcome, settings) : outcome;
    return judged.kind === "done" ? { ...judged, warnings: [...cleared, ...judged.warnings] } : judged;
  });
}

function answerOf(
  { results: [result], failure }: PipelineEnd,
  connection: SqlConnection,
): StepOutcome | { readonly failure: SqlFailure } {
  if (failure === undefined) return result === undefined ? { kind: "done", warnings: [] } : doneOutcome(result);
  // A pooler that lost its server in the middle of it says that it refuses, and hangs up.
  const isLost = isOfConnection(failure) && connection.isLost;
  return { failure: isLost ? { ...failure, kind: "lost" } : failure };
}

function isTakenInTransaction({ text, statementKind, effect, onRetry }: StatementStep): boolean {
  const statement: Statement = {
    text,
    span: { start: 0, end: text.length },
    facts: { kind: statementKind, effect, onRetry },
  };
  return !standsAlone(statement) && !mayEndTransaction(statement);
}

/** In one round trip, whichever session of a pooler it goes to. */
async function sendInTransaction(
  connection: SqlConnection,
  statement: SqlStatement,
  settings: Settings,
  schema: string,
  leaves: readonly SqlStatement[],
): Promise<StepOutcome> {
  const opening = [{ text: "BEGIN" }, setStatement(settings, "transaction")];
  const { results, failure } = await connection.pipeline([...opening, statement, ...leaves, { text: "COMMIT" }]);
  if (failure?.kind === "refused") await connection.pipeline([{ text: "ROLLBACK" }]);
  const isOfStatement = results.length === opening.length;
  if (failure !== undefined) return failedOutcome(failure, isOfStatement ? statement.text : "", schema);
  const result = results[opening.length];
  return result === undefined ? { kind: "done", warnings: [] } : doneOutcome(result);
}

/** A statement that did nothing has left nothing: in a transaction of its own it is as it was when it was sent. */
async function judgeAlone(
  connection: SqlConnection,
  { text, guard }: StatementStep,
  outcome: StepOutcome,
  settings: Settings,
): Promise<StepOutcome> {
  if (guard !== "if-not-exists" || outcome.kind !== "done" || outcome.hasChanged !== false) return outcome;
  const { failure } = await connection.pipeline([{ text: "BEGIN" }, setStatement(settings, "transaction")]);
  const judged = failure === undefined ? await judgeHidden(connection, text, outcome) : outcome;
  await connection.pipeline([{ text: "ROLLBACK" }]);
  return judged;
}

/** What CockroachDB does in a job may be done all the same. */
async function refusalOf(
  { product, jobs }: ExecuteAloneOptions,
  connection: SqlConnection,
  step: StatementStep,
  failure: SqlFailure,
): Promise<StepOutcome> {
  const doubt = jobs === undefined ? undefined : doubtOf(failure, "schema-change");
  const isNothing = doubt?.isOnlyByJob === true && (await jobs?.mayHaveStarted(step)) === false;
  if (doubt !== undefined && !isNothing) {
    const { message, hint, isHalfDone } = doubt;
    return { kind: "unknown", message, hint, isHalfDone };
  }
  const failed = failedOutcome(failure, step.text, step.keyspace);
  return product === "postgres" ? nameHolders(connection, step, failed) : failed;
}

async function nameHolders(connection: SqlConnection, step: StatementStep, outcome: StepOutcome): Promise<StepOutcome> {
  if (outcome.kind !== "failed" || outcome.code !== SQLSTATE.lockNotAvailable) return outcome;
  const holders = await describeHolders(connection, step);
  return holders === undefined ? outcome : { ...outcome, message: `${outcome.message}, ${holders}` };
}

function isList(parameters: Parameters | undefined): parameters is readonly unknown[] {
  return Array.isArray(parameters);
}
