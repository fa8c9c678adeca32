// The backend of a migration in code that runs: what it sends goes through the same hands as a statement of a file.

import { ToolError } from "../../base/errors.ts";
import { type PlannedMigration, type StatementStep, statementStep } from "../../plan/plan.ts";
import { withoutValues } from "../../sql/session/without-values.ts";
import { firstWords } from "../../text/first-words.ts";
import type { AgreementWatch } from "../agreement-watch.ts";
import type { LeaseKeeper } from "../lease-keeper.ts";
import type { LiveSchema } from "../live-schema.ts";
import type { StepOutcome } from "../ports.ts";
import { type Sent, sendStep } from "../send-step.ts";
import type { WarningLog } from "../warning-log.ts";
import type { EngineContext } from "../with-lease.ts";
import type { CodeBackend, CodeStatement } from "./code-context.ts";
import { limitOf } from "./limit.ts";

export interface LiveCodeOptions {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly migration: PlannedMigration;
  readonly keyspace: string;
  readonly file: string;
  readonly timeoutMs: number | undefined;
  readonly schema: LiveSchema;
  readonly agreement: AgreementWatch;
  readonly warnings: WarningLog;
  /** An earlier try of the migration ended in the middle: what it made may be there. */
  readonly isRetried: boolean;
  readonly finished: readonly string[];
  /** Microseconds since 1970, each more than the last. */
  nextTimestamp(): number;
  /** Called before the first statement that may change something. */
  onChange(): void;
  /** Waits until what these statements started is built. */
  settleBuilds(starters: readonly StatementStep[]): Promise<void>;
  /** Writes to the journal what `once` has finished. */
  record(finished: readonly string[]): Promise<void>;
}

export interface LiveCode extends CodeBackend {
  /** Waits for the builds that it has started, and were not waited for. */
  settle(): Promise<void>;
}

/** A connection takes 2,048 requests (cassandra-driver 4.10.0); the lease and other sessions need some of the server. */
const UNDER_WAY_MAX = 256;

export function liveCode(options: LiveCodeOptions): LiveCode {
  const { context, lease, migration, schema, agreement } = options;
  const { target, emit } = context;
  const { startsBuild } = target.dialect;
  const finished = [...options.finished];
  const limit = limitOf(UNDER_WAY_MAX);
  let starters: StatementStep[] = [];
  let schemaChanges: Promise<unknown> = Promise.resolve();
  let recording: Promise<unknown> = Promise.resolve();

  function stepOf({ text, facts }: CodeStatement): StatementStep {
    const { keyspace, timeoutMs, file } = options;
    return statementStep(text, facts, { index: 0, keyspace, timeoutMs, file, line: 1 });
  }

  async function sendOne(step: StatementStep, parameters: Parameters<CodeBackend["send"]>[1]): Promise<Done> {
    const sent = await limit(() =>
      sendStep(context, lease, migration, step, {
        schema,
        agreement,
        timestampMicros: options.nextTimestamp(),
        isInDoubt: false,
        isRetried: options.isRetried,
        parameters,
      }),
    );
    if (sent.outcome.kind !== "done") throw failureOf(step, sent, sent.outcome, parameters !== undefined);
    if (sent.outcome.hasMore === true) throw tooManyRows(step.text);
    for (const message of sent.outcome.warnings) {
      options.warnings.addOf(step, message);
      emit({ kind: "server-warned", migration, step, message });
    }
    if (sent.isFound) emit({ kind: "step-found-done", migration, step });
    return sent.outcome;
  }

  /** One after the other, and each settled before the next. */
  async function changeSchema(step: StatementStep): Promise<Done> {
    if (startsBuild(step.statementKind)) starters.push(step);
    // What an earlier try has made is not made again.
    if (options.isRetried && step.guard === undefined && (await schema.look(step)).kind === "there") {
      emit({ kind: "step-found-done", migration, step });
      return { kind: "done", warnings: [] };
    }
    const done = await sendOne(step, undefined);
    await agreement.reached();
    return done;
  }

  async function record(change: () => unknown): Promise<void> {
    const writing = recording.then(async () => {
      change();
      await options.record(finished);
    });
    recording = writing.catch(() => undefined);
    await writing;
  }

  async function settle(): Promise<void> {
    const started = starters;
    starters = [];
    if (started.length > 0) await options.settleBuilds(started);
  }

  return {
    isDryRun: false,
    async send(statement, parameters) {
      const step = stepOf(statement);
      if (step.effect !== "none") options.onChange();
      if (step.effect !== "schema") return resultOf(await sendOne(step, parameters));
      if (parameters !== undefined && Object.keys(parameters).length > 0) {
        throw new ToolError("step-failed", `a statement that changes the schema takes no values: ${step.text}`);
      }
      const changing = schemaChanges.then(() => changeSchema(step));
      schemaChanges = changing.catch(() => undefined);
      return resultOf(await changing);
    },
    async fetch({ text }, parameters, page) {
      return limit(() => {
        lease.assertHeld();
        return target.query({ text, parameters, keyspace: options.keyspace, ...page });
      });
    },
    schema: () => schema.read(),
    isFinished: (checkpoint) => finished.includes(checkpoint),
    async finish(checkpoint) {
      await settle();
      await record(() => finished.push(checkpoint));
    },
    unfinish: (checkpoint) =>
      record(() => {
        if (finished.includes(checkpoint)) finished.splice(finished.indexOf(checkpoint), 1);
      }),
    log: (message) => emit({ kind: "code-said", migration, message }),
    // Without types a count of the driver's may come as a bigint.
    progress: (done, total) =>
      emit({ kind: "code-progressed", migration, done: Number(done), total: total && Number(total) }),
    settle,
  };
}

type Done = Extract<StepOutcome, { kind: "done" }>;

function resultOf({ rows = [], wasApplied = true }: Done): Awaited<ReturnType<CodeBackend["send"]>> {
  return { rows, wasApplied };
}

function failureOf(
  step: StatementStep,
  { doubt }: Sent,
  outcome: Exclude<StepOutcome, Done>,
  hasValues: boolean,
): ToolError {
  const what = firstWords(step.text);
  if (outcome.kind === "failed") {
    const { code: sqlstate, hint } = outcome;
    const withoutAny = (text: string): string =>
      sqlstate === undefined ? withoutValue(text) : withoutValues(text, sqlstate);
    const message = hasValues ? withoutAny(outcome.message) : outcome.message;
    return new ToolError("step-failed", `${what}: ${message}`, { hint, details: { sqlstate } });
  }
  const message = `${what}: got no answer (${outcome.message})`;
  if (doubt === "node-away") return new ToolError("agreement-not-reached", message);
  if (doubt === "again") {
    return new ToolError("connection-failed", message, {
      hint: "run the command again once the database answers: the migration starts again",
    });
  }
  const reason = step.askReason ?? "is not the same twice";
  return new ToolError("step-in-doubt", `${message}: whether it was carried out is not known, and it ${reason}`, {
    hint: `look at the target: the next run starts the migration again; to leave it as it is: tidemark repair --mark-applied`,
  });
}

/** cassandra-driver 4.10.0 quotes the value: "expected String obtained 's3cret'". The message is shown, and kept. */
function withoutValue(message: string): string {
  return message.replace(/,? *(but )?\bobtained\b.*$/s, ", and the value is none");
}

export function tooManyRows(text: string): ToolError {
  return new ToolError("step-failed", `${firstWords(text)}: there are more rows than come at once`, {
    hint: "use query, which fetches all of them page by page",
  });
}
