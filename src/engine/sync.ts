// `sync`: brings the live schema to what models declare, and takes nothing away. What is to be done is read off the live
// schema each time: so a run that was killed is finished by the next one, without a journal.
import { joinAdvice } from "../base/advice.ts";
import { assert } from "../base/assert.ts";
import type {
  DeclaredObject,
  KnownBuild,
  RefusedChange,
  SchemaChange,
  SchemaModel,
  SyncPlan,
} from "../dialect/schema-model.ts";
import { labelOf } from "../migration/history-state.ts";
import { type PlannedMigration, type StatementStep, statementStep, statementsOf } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import { type AgreementWatch, watchAgreement } from "./agreement-watch.ts";
import { awaitBuilds } from "./await-builds.ts";
import { checkSteps } from "./check-before-run.ts";
import { HistoryError } from "./disagreement.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { type LiveSchema, liveSchema } from "./live-schema.ts";
import type { Journal, Target } from "./ports.ts";
import { sendStep } from "./send-step.ts";
import { StepError } from "./step-error.ts";
import { type EngineContext, throwIfInterrupted, withLease } from "./with-lease.ts";

export interface SyncOptions {
  /** What the models declare, by the rules of the server that this is the live schema of. May throw their mistakes. */
  readonly declareOn: (live: SchemaModel) => SchemaModel | Promise<SchemaModel>;
  /** Whether indexes that no model names are dropped, and those that differ made again. */
  readonly dropsIndexes: boolean;
  /** The live schema, for the first look: it may be read while the models are. */
  readonly live?: Promise<SchemaModel> | undefined;
  /** Where a model stands, for messages. */
  readonly placeOf: (object: DeclaredObject) => DeclaredPlace;
}

export interface DeclaredPlace extends Pick<Diagnostic, "source" | "span"> {
  /** As the user knows it: "src/models.ts". */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface SyncResult {
  /** Carried out, or for a preview to be carried out, in order; without terminators. */
  readonly statements: readonly string[];
  /** What only the live schema has, in tables and types that models name. It is left alone. */
  readonly drift: readonly SchemaChange[];
  /** What could not be understood of the live schema. */
  readonly warnings: readonly string[];
}

/**
 * Safe to call from many processes at once: one does it, the others wait for it and find nothing to do. Where nothing is to
 * be done, neither the lease nor the history is looked at.
 * @throws DiagnosticsError "sync-refused" with everything that cannot be done in place, HistoryError for a migration that
 * stopped half way: nothing is sent then; LockError, StepError, ToolError
 */
export async function sync(context: EngineContext, options: SyncOptions): Promise<SyncResult> {
  const live = options.live ?? readLive(context.target);
  // While the models are held against it, the nodes are asked whether all of them have what was read.
  const settling = live.then(() => settle(context));
  settling.catch(() => undefined);
  let found = await look(context, options, live);
  const { drift, warnings } = found;
  if (drift.length > 0) context.emit({ kind: "drift-found", drift });
  if (found.plan.statements.length === 0) {
    await settleWhatIsThere(context, found, await settling);
    return { statements: [], drift, warnings };
  }
  let isFresh = true;
  const done = await withLease(
    context,
    "sync",
    async ({ lease, journal }) => {
      // Whoever holds it may be making what is missing, or building it: that is waited for.
      if (lease !== undefined) return found;
      if (journal !== undefined) throw unfinished(journal);
      if (!isFresh) found = await look(context, options);
      isFresh = false;
      return found.plan.statements.length === 0 ? undefined : found;
    },
    (lease) => carryOut(context, lease, options),
  );
  if (done !== undefined) return done;
  await settleWhatIsThere(context, found);
  return { statements: [], drift: found.drift, warnings: found.warnings };
}

interface Settling {
  readonly agreement: AgreementWatch;
  readonly reached: Promise<void>;
}

function settle({ target, runtime, emit }: EngineContext): Settling {
  const agreement = watchAgreement(target, runtime, emit);
  const reached = agreement.reached();
  // Where there is something to do, it is asked for again.
  reached.catch(() => undefined);
  return { agreement, reached };
}

/** Another runner, or one that died, may have made it a moment ago: it counts when all nodes have it, and have built it. */
async function settleWhatIsThere(context: EngineContext, { declared }: Found, settling?: Settling): Promise<void> {
  const { agreement, reached } = settling ?? settle(context);
  await reached;
  await settleBuilds({ context, agreement, lease: { assertHeld() {} } }, declared.builds());
}

/**
 * What `sync` would do now; reads only.
 * @throws DiagnosticsError "sync-refused", HistoryError for a migration that stopped half way; ToolError
 */
export async function previewSync(context: EngineContext, options: SyncOptions): Promise<SyncResult> {
  const { plan, drift, warnings } = await look(context, options, options.live);
  if (drift.length > 0) context.emit({ kind: "drift-found", drift });
  if (plan.statements.length > 0) {
    const { lease, journal } = (await context.target.store.read()) ?? {};
    // What a runner is at now is not half done: it would be waited for.
    if (lease === undefined && journal !== undefined) throw unfinished(journal);
  }
  return { statements: plan.statements.map(({ text }) => text), drift, warnings };
}

/** The rest of a large cluster takes long to read, and models say nothing of it. */
export function readLive(target: Target): Promise<SchemaModel> {
  return target.readSchema(target.scope, "scope");
}

interface Found extends Pick<SyncResult, "drift" | "warnings"> {
  readonly plan: SyncPlan;
  readonly declared: SchemaModel;
}

async function look(
  { target, signal }: EngineContext,
  options: SyncOptions,
  reading: Promise<SchemaModel> = readLive(target),
): Promise<Found> {
  throwIfInterrupted(signal);
  const live = await reading;
  const declared = await options.declareOn(live);
  const plan = live.planSync(declared, { dropsIndexes: options.dropsIndexes });
  if (plan.refused.length > 0) throw refusal(plan.refused, options);
  return { plan, declared, drift: plan.drift, warnings: live.warnings };
}

interface Run {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly schema: LiveSchema;
  readonly agreement: AgreementWatch;
}

async function carryOut(context: EngineContext, lease: LeaseKeeper, options: SyncOptions): Promise<SyncResult> {
  const { target, runtime, emit } = context;
  const agreement = watchAgreement(target, runtime, emit);
  // What an earlier run has sent may not have reached the node that is asked.
  await agreement.reached();
  const { plan, drift, warnings } = await look(context, options);
  const migration = asMigration(plan, context, options);
  const steps = statementsOf(migration.steps);
  await checkSteps(context, steps, { lookAt: "", isFinal: true });
  const run: Run = { context, lease, schema: liveSchema(target), agreement };
  for (const step of steps) {
    throwIfInterrupted(context.signal);
    await carryOutStep(run, migration, step);
  }
  const { startsBuild } = target.dialect;
  const starters = steps.filter(({ statementKind }) => startsBuild(statementKind));
  await settleBuilds(run, starters);
  return { statements: steps.map(({ text }) => text), drift, warnings };
}

async function carryOutStep(run: Run, migration: PlannedMigration, step: StatementStep): Promise<void> {
  const { context, lease, schema, agreement } = run;
  const { runtime, emit } = context;
  const startedMs = runtime.monotonicMs();
  emit({ kind: "step-started", migration, step });
  const timestampMicros = runtime.now() * 1_000;
  const sent = await sendStep(context, lease, migration, step, {
    schema,
    agreement,
    timestampMicros,
    isInDoubt: false,
  });
  const { outcome } = sent;
  if (outcome.kind === "failed") {
    const hint = joinAdvice(
      outcome.hint ?? "correct the model, or the target",
      "then run sync again: it does what is left",
    );
    throw new StepError("step-failed", migration, step, outcome, hint);
  }
  if (outcome.kind === "unknown") {
    const message = `got no answer (${outcome.message})`;
    const code = sent.doubt === "node-away" ? "agreement-not-reached" : "connection-failed";
    const hint = "run sync again once the nodes answer: it looks at the schema, and does what is left";
    throw new StepError(code, migration, step, { kind: "unknown", message }, hint);
  }
  if (sent.isFound) emit({ kind: "step-found-done", migration, step });
  for (const message of outcome.warnings) emit({ kind: "server-warned", migration, step, message });
  await agreement.reached();
  emit({ kind: "step-finished", migration, step, durationMs: runtime.monotonicMs() - startedMs });
}

interface Building extends Pick<Run, "context" | "agreement"> {
  readonly lease: Pick<LeaseKeeper, "assertHeld">;
}

async function settleBuilds(
  { context, lease, agreement }: Building,
  starters: readonly (StatementStep | KnownBuild)[],
): Promise<void> {
  if (starters.length === 0) return;
  const { left, warnings } = await awaitBuilds(context, lease, starters, agreement);
  for (const message of warnings) context.emit({ kind: "warning", message });
  if (left.length === 0) return;
  if (context.leavesBuilds !== true) throwIfInterrupted(context.signal);
  context.emit({ kind: "builds-left", builds: left });
}

/** The statements in the form in which every step is sent and told of; it is in no history. */
function asMigration(
  { statements }: SyncPlan,
  { target: { dialect, scope } }: EngineContext,
  { placeOf }: SyncOptions,
): PlannedMigration {
  const steps = statements.map(({ text, object }, index): StatementStep => {
    const { file, line } = placeOf(object);
    const source = { name: file, text };
    const [statement] = dialect.split(source, { start: 0, end: text.length }).statements;
    assert(statement !== undefined, "what sync prints is a statement");
    return statementStep(text, statement.facts, { index, keyspace: scope, timeoutMs: undefined, file, line });
  });
  const name = "sync";
  return { version: name, label: name, name, description: "", direction: "up", checksum: "", steps, doneCount: 0 };
}

function refusal(refused: readonly RefusedChange[], { placeOf }: SyncOptions): DiagnosticsError {
  const diagnostics = refused.map(({ of, object, description, way }): Diagnostic => {
    const { source, span } = placeOf(of);
    return { message: `${object}: ${description}`, hint: WAYS[way], source, span };
  });
  return new DiagnosticsError("sync-refused", `sync cannot make ${refused.length} differences in place`, diagnostics);
}

const WAYS: Readonly<Record<RefusedChange["way"], string>> = {
  migration: "nothing was sent; it takes a migration: tidemark generate NAME",
  "drop-indexes":
    "nothing was sent; --drop-removed-indexes (dropRemovedIndexes) lets sync drop indexes, or it takes a migration: tidemark generate NAME",
  model: "nothing was sent; change the model, or the target by a migration: tidemark generate NAME",
};

function unfinished({ version, name, direction, doneCount, isBuilding = false }: Journal): HistoryError {
  const label = labelOf(name, version);
  return new HistoryError([{ kind: "half-applied", version, label, name, direction, doneCount, isBuilding }]);
}
