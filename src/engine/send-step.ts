// Sends one step, and finds out what became of it: one that is the same twice is sent again when no answer came, of one that
// changes the schema the live schema tells; and where a guard kept a statement from doing anything, what is there is held
// against what it asks for.
import type { Look } from "../dialect/schema-model.ts";
import type { PlannedMigration, Step } from "../plan/plan.ts";
import { type AgreementWatch, describeAbsent } from "./agreement-watch.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { LiveSchema } from "./live-schema.ts";
import type { StepOutcome } from "./ports.ts";
import type { EngineContext } from "./with-lease.ts";

export interface SendOptions {
  readonly schema: LiveSchema;
  readonly agreement: AgreementWatch;
  /** For data: the client timestamp, microseconds since 1970. */
  readonly timestampMicros: number;
  /** An earlier run announced it, and its outcome is not recorded. */
  readonly isInDoubt: boolean;
}

export interface Sent {
  readonly outcome: StepOutcome;
  /** Whether an earlier try, or this one, may have been carried out although the outcome is not "done". */
  readonly isInDoubt: boolean;
  /** Of an outcome "unknown": another run would not find it out either. */
  readonly isForPerson: boolean;
  /** Its effect was found in the schema, after a try without an answer. */
  readonly isFound: boolean;
}

/** How often a step without an answer is sent again before the run gives up. */
const REPEATS_MAX = 2;
/** A schema change that outlasts the request's timeout goes on: so long it is looked for before it is sent again. */
const SLOW_CHANGE_MS = 30_000;
/** So long a server that says "not now" is asked again. */
const PASSING_MS = 5_000;
const PASSING_PAUSE_MIN_MS = 50;
const LOOK_PAUSE_MIN_MS = 200;
const LOOK_PAUSE_MAX_MS = 2_000;

/** @throws ToolError "lock-lost", "agreement-not-reached", "server-failed" */
export async function sendStep(
  context: EngineContext,
  lease: LeaseKeeper,
  migration: PlannedMigration,
  step: Step,
  options: SendOptions,
): Promise<Sent> {
  const sending = { context, lease, migration, step, options };
  if (step.effect !== "schema") return sendAgain(sending);
  return compareUnchanged(sending, await sendAndLook(sending));
}

interface Sending {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly migration: PlannedMigration;
  readonly step: Step;
  readonly options: SendOptions;
}

/** As it stands, while no answer comes and it is the same twice. */
async function sendAgain(sending: Sending): Promise<Sent> {
  const { context, migration, step, options } = sending;
  for (let repeat = 0; ; repeat += 1) {
    const outcome = await sendOnce(sending);
    const isFinal = outcome.kind !== "unknown" || step.onRetry === "ask" || repeat === REPEATS_MAX;
    if (isFinal) {
      const isInDoubt = options.isInDoubt || repeat > 0;
      return { outcome, isInDoubt, isForPerson: step.onRetry === "ask", isFound: false };
    }
    context.emit({ kind: "step-repeated", migration, step, reason: outcome.message });
  }
}

/** Before it is sent once more, and when it is refused after an unknown try, the schema says whether it was carried out. */
async function sendAndLook(sending: Sending): Promise<Sent> {
  const { context, migration, step } = sending;
  let isInDoubt = sending.options.isInDoubt;
  for (let repeat = 0; ; repeat += 1) {
    const found = isInDoubt ? await findBefore(sending, repeat) : undefined;
    if (found !== undefined) return found;
    const outcome = await sendOnce(sending);
    if (outcome.kind === "done") return settled(outcome);
    if (outcome.kind === "failed") {
      // An earlier try may have been carried out between the look and this one.
      const seen = isInDoubt ? await lookNow(sending) : NOT_THERE;
      return seen.kind === "there" ? foundBy(seen, sending) : settled(outcome);
    }
    isInDoubt = true;
    if (repeat === REPEATS_MAX) {
      const seen = await lookForSlow(sending, SLOW_CHANGE_MS);
      return foundBy(seen, sending, outcome.message);
    }
    context.emit({ kind: "step-repeated", migration, step, reason: outcome.message });
  }
}

/** @returns undefined when it is to be sent. */
async function findBefore(sending: Sending, repeat: number): Promise<Sent | undefined> {
  // Of a change of this run that is slow; an earlier run's had its time, and a guard makes it safe to send it at once.
  const isPatient = repeat > 0 && sending.step.onRetry !== "safe";
  const seen = await lookForSlow(sending, isPatient ? SLOW_CHANGE_MS : 0);
  return seen.kind !== "there" && maySendAgain(sending, seen) ? undefined : foundBy(seen, sending);
}

/**
 * A node that is away may be the one that an earlier try reached: what it made would come back with it, beside what is made
 * now. Otherwise a guard sees to it that nothing happens twice.
 */
function maySendAgain({ options, step }: Sending, seen: Look): boolean {
  if (options.agreement.absent().some(({ reason }) => reason === "tolerated")) return false;
  return seen.kind === "not-there" || step.onRetry === "safe";
}

/** In the words that the server knows. What certainly was not carried out, and may be in a moment, is tried again. */
async function sendOnce(sending: Sending): Promise<StepOutcome> {
  const { context, lease, step, options } = sending;
  const { runtime, signal } = context;
  const text = await options.schema.adapt(step);
  if (text === undefined) return { kind: "done", warnings: [], hasChanged: false };
  const sent = text === step.text ? step : { ...step, text };
  const untilMs = runtime.monotonicMs() + PASSING_MS;
  for (let pauseMs = PASSING_PAUSE_MIN_MS; ; pauseMs *= 2) {
    lease.assertHeld();
    const timestamp = step.effect === "data" ? { timestampMicros: options.timestampMicros } : {};
    const outcome = await context.target.execute(sent, timestamp);
    if (step.effect === "schema" && (outcome.kind !== "done" || outcome.hasChanged !== false)) options.schema.forget();
    const leftMs = untilMs - runtime.monotonicMs();
    if (outcome.kind !== "failed" || outcome.mayPass !== true || leftMs <= 0 || signal.aborted) return outcome;
    await runtime.sleep(Math.min(pauseMs, leftMs), signal);
  }
}

/** IF NOT EXISTS is silent about a table of another definition: then the migration did not do what it says. */
async function compareUnchanged({ options, step }: Sending, sent: Sent): Promise<Sent> {
  const { outcome } = sent;
  if (outcome.kind !== "done" || outcome.hasChanged === true || step.guard === undefined || sent.isFound) return sent;
  const seen = await options.schema.look(step);
  if (seen.kind !== "different") return sent;
  const message = `its guard left what is there as it is, and that is another: ${seen.differences.join(", ")}`;
  const hint = "make the two alike, in the file or in the target";
  return settled({ kind: "failed", message, hint });
}

const NOT_THERE: Look = { kind: "not-there" };

async function lookForSlow(sending: Sending, waitMs: number): Promise<Look> {
  const { runtime, signal } = sending.context;
  const untilMs = runtime.monotonicMs() + waitMs;
  let pauseMs = LOOK_PAUSE_MIN_MS;
  for (;;) {
    const seen = await lookNow(sending);
    const leftMs = untilMs - runtime.monotonicMs();
    if (seen.kind !== "not-there" || leftMs <= 0 || signal.aborted) return seen;
    await runtime.sleep(Math.min(pauseMs, leftMs), signal);
    pauseMs = Math.min(pauseMs * 2, LOOK_PAUSE_MAX_MS);
  }
}

async function lookNow({ lease, step, options }: Sending): Promise<Look> {
  lease.assertHeld();
  await options.agreement.reached();
  options.schema.forget();
  return options.schema.look(step);
}

/** @param reason why there was no answer, when the last try was this run's */
function foundBy(seen: Look, sending: Sending, reason = "no answer to an earlier try"): Sent {
  if (seen.kind === "there") return { ...settled({ kind: "done", warnings: [], hasChanged: true }), isFound: true };
  const { options, step } = sending;
  const isForAnotherTry = maySendAgain(sending, seen);
  const away = options.agreement.absent().map(describeAbsent).join(", ");
  const known = [
    reason,
    ...(seen.kind === "different" ? [`what is there: ${seen.differences.join(", ")}`] : []),
    ...(seen.kind === "not-there" && !isForAnotherTry
      ? [`it is not there, and may be on a node that is away: ${away}`]
      : []),
  ];
  return {
    outcome: { kind: "unknown", message: known.join("; ") },
    isInDoubt: true,
    isForPerson: step.onRetry === "ask" && !isForAnotherTry,
    isFound: false,
  };
}

function settled(outcome: StepOutcome): Sent {
  return { outcome, isInDoubt: false, isForPerson: false, isFound: false };
}
