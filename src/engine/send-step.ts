// Sends one step, and finds out what became of it when no answer came: one that is the same twice is sent again, of one
// that changes the schema the live schema tells.
import type { Look } from "../dialect/schema-model.ts";
import type { PlannedMigration, Step } from "../plan/plan.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { StepOutcome } from "./ports.ts";
import type { EngineContext } from "./with-lease.ts";

export interface SendOptions {
  /** For data: the client timestamp, microseconds since 1970. */
  readonly timestampMicros: number;
  /** An earlier run announced it, and its outcome is not recorded. */
  readonly isInDoubt: boolean;
}

export interface Sent {
  readonly outcome: StepOutcome;
  /** Whether an earlier try, or this one, may have been carried out although the outcome is not "done". */
  readonly isInDoubt: boolean;
  /** It was not sent, or was refused: its effect is there. */
  readonly isFound: boolean;
}

/** How often a step without an answer is sent again before the run gives up. */
const REPEATS_MAX = 2;
/** A schema change that outlasts the request's timeout goes on: so long it is looked for before it is sent again. */
const SLOW_CHANGE_MS = 30_000;
const LOOK_PAUSE_MIN_MS = 200;
const LOOK_PAUSE_MAX_MS = 2_000;

/** @throws ToolError "lock-lost", "agreement-not-reached" */
export function sendStep(
  context: EngineContext,
  lease: LeaseKeeper,
  migration: PlannedMigration,
  step: Step,
  options: SendOptions,
): Promise<Sent> {
  const sending = { context, lease, migration, step, options };
  return step.effect === "schema" && step.onRetry === "ask" ? sendAndLook(sending) : sendAgain(sending);
}

interface Sending {
  readonly context: EngineContext;
  readonly lease: LeaseKeeper;
  readonly migration: PlannedMigration;
  readonly step: Step;
  readonly options: SendOptions;
}

/** As it stands, while no answer comes and it is the same twice. */
async function sendAgain({ context, lease, migration, step, options }: Sending): Promise<Sent> {
  const { target, emit } = context;
  const { timestampMicros, isInDoubt } = options;
  for (let repeat = 0; ; repeat += 1) {
    lease.assertHeld();
    const outcome = await target.execute(step, step.effect === "data" ? { timestampMicros } : {});
    const isFinal = outcome.kind !== "unknown" || step.onRetry === "ask" || repeat === REPEATS_MAX;
    if (isFinal) return { outcome, isInDoubt: isInDoubt || repeat > 0, isFound: false };
    emit({ kind: "step-repeated", migration, step, reason: outcome.message });
    if (step.effect === "schema") await target.awaitAgreement();
  }
}

/** Before it is sent once more, and when it is refused after an unknown try, the schema says whether it was carried out. */
async function sendAndLook(sending: Sending): Promise<Sent> {
  const { context, lease, migration, step } = sending;
  let isInDoubt = sending.options.isInDoubt;
  for (let repeat = 0; ; repeat += 1) {
    if (isInDoubt) {
      const seen = await lookForSlow(sending, repeat === 0 ? 0 : SLOW_CHANGE_MS);
      if (seen.kind !== "not-there") return settledBy(seen);
    }
    lease.assertHeld();
    const outcome = await context.target.execute(step, {});
    if (outcome.kind === "done") return { outcome, isInDoubt: false, isFound: false };
    if (outcome.kind === "failed") {
      // An earlier try may have been carried out between the look and this one.
      const seen = isInDoubt ? await lookNow(sending) : NOT_THERE;
      return seen.kind === "there" ? settledBy(seen) : { outcome, isInDoubt: false, isFound: false };
    }
    isInDoubt = true;
    if (repeat === REPEATS_MAX) {
      const seen = await lookForSlow(sending, SLOW_CHANGE_MS);
      return seen.kind === "there" ? settledBy(seen) : { outcome, isInDoubt, isFound: false };
    }
    context.emit({ kind: "step-repeated", migration, step, reason: outcome.message });
  }
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

async function lookNow({ context, lease, step }: Sending): Promise<Look> {
  lease.assertHeld();
  await context.target.awaitAgreement();
  const model = await context.target.readSchema();
  return model.look(step.text, step.keyspace);
}

function settledBy(seen: Look): Sent {
  if (seen.kind === "there") return { outcome: { kind: "done", warnings: [] }, isInDoubt: false, isFound: true };
  const differences = seen.kind === "different" ? `; what is there: ${seen.differences.join(", ")}` : "";
  return {
    outcome: { kind: "unknown", message: `no answer to an earlier try${differences}` },
    isInDoubt: true,
    isFound: false,
  };
}
