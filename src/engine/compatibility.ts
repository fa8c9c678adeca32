// Judges whether the schema that is there is one that a program can use, and waits until it is. Reads only.
import { parseDuration, renderDuration } from "../base/duration.ts";
import { ToolError } from "../base/errors.ts";
import { foldHistory, type HistoryState, highestVersion, labelOf } from "../migration/history-state.ts";
import { compareVersions, parseVersion } from "../migration/version.ts";
import { describeHolder } from "./describe-holder.ts";
import { type Glimpse, type LeaseHeld, LOGIN_REFUSED } from "./ports.ts";
import { type EngineContext, throwIfInterrupted } from "./with-lease.ts";

export interface Requirement {
  /** The oldest version that will do, in any spelling: it must be applied, and not be under way either way. */
  readonly min?: string | undefined;
  /** The newest version that will do: nothing above it may be applied, or begun. */
  readonly max?: string | undefined;
  /** How long to wait for it: a number of seconds, or "30s"; not at all unless given. */
  readonly wait?: number | string | undefined;
}

export interface SchemaRange {
  readonly min: Bound | undefined;
  readonly max: Bound | undefined;
}

interface Bound {
  /** Canonical. */
  readonly version: string;
  /** As it was written, without the `V`. */
  readonly label: string;
}

/** What a look at the target found. "nothing": neither history nor migrations; `reason` says what is missing. */
export type Seen =
  | { readonly kind: "history"; readonly glimpse: Glimpse }
  | { readonly kind: "nothing"; readonly reason: string };

export type Verdict = CompatibleVerdict | IncompatibleVerdict;

interface CompatibleVerdict {
  readonly kind: "compatible";
  readonly current: string | undefined;
  readonly currentLabel: string | undefined;
}

interface IncompatibleVerdict {
  /** What is too old may become newer by itself; what is too new stays so. */
  readonly kind: "too-old" | "too-new";
  readonly current: string | undefined;
  readonly problem: string;
  readonly hint: string;
}

export interface CompatibleSchema {
  /** The highest applied version, canonical; undefined when nothing is applied. */
  readonly current: string | undefined;
  /** The same as its file writes it. */
  readonly currentLabel: string | undefined;
}

export interface CompatibilityContext extends Pick<EngineContext, "runtime" | "emit" | "signal"> {
  /** Names the schema in messages. */
  readonly scope: string;
  /** Connects when there is no connection yet. */
  read(): Promise<Glimpse | undefined>;
}

const POLL_MIN_MS = 100;
const POLL_MAX_MS = 2_000;
const REPORT_EVERY_MS = 10_000;

/** @throws ToolError "usage" */
export function settleRequirement(requirement: Requirement): { readonly range: SchemaRange; readonly waitMs: number } {
  const range = { min: parseBound("min", requirement.min), max: parseBound("max", requirement.max) };
  const { min, max } = range;
  if (min === undefined && max === undefined) throw new ToolError("usage", "neither `min` nor `max` is given");
  if (min !== undefined && max !== undefined && compareVersions(min.version, max.version) > 0) {
    throw new ToolError("usage", `no version is at least ${min.label} and at most ${max.label}`);
  }
  const waitMs = parseDuration(String(requirement.wait ?? 0));
  if (waitMs === undefined) {
    throw new ToolError("usage", `\`wait\` must be a duration (30, "30s", "10m"), found \`${requirement.wait}\``);
  }
  return { range, waitMs };
}

function parseBound(name: "min" | "max", text: string | undefined): Bound | undefined {
  if (text === undefined) return undefined;
  // A number would do for 9, and be another version than was meant for 1.10.
  const label = typeof text === "string" ? text.replace(/^V/i, "") : "";
  const version = parseVersion(label);
  if (version !== undefined) return { version, label };
  throw new ToolError("usage", `\`${name}\` must be a version, found ${JSON.stringify(text)}`, {
    hint: 'a version is a text such as "9", "V009", "1.2" or "20260203_001"',
  });
}

/**
 * Pure. A version of which a part is carried out is on neither side: it is not yet (or no longer) there for `min`, and
 * already (or still) there for `max`. What is below `min` is not looked at.
 */
export function judgeSchema(seen: Seen, { min, max }: SchemaRange, scope: string): Verdict {
  const glimpse = seen.kind === "history" ? seen.glimpse : undefined;
  const state = foldHistory(glimpse?.events ?? []);
  const { applied, current } = state;
  const underWay = glimpse?.journal?.version;
  const highest = highestVersion(underWay === undefined ? applied.keys() : [...applied.keys(), underWay]);
  const describe = (expected: string): string => describeState(seen, state, scope, expected);
  if (max !== undefined && highest !== undefined && compareVersions(highest, max.version) > 0) {
    const problem = describe(`${max.label} is the newest that this program can use`);
    const hint =
      "start a release of the program that knows the newer schema, or roll the schema back: tidemark rollback";
    return { kind: "too-new", current, problem, hint };
  }
  if (min !== undefined && (!applied.has(min.version) || underWay === min.version)) {
    const isPassed = current !== undefined && compareVersions(current, min.version) > 0 && underWay !== min.version;
    const oldest = "the oldest that this program can use";
    const problem = describe(isPassed ? `${min.label}, ${oldest}, is not applied` : `${min.label} is ${oldest}`);
    return { kind: "too-old", current, problem, hint: adviseOld(glimpse?.lease, isPassed) };
  }
  const currentLabel = current === undefined ? undefined : applied.get(current)?.label;
  return { kind: "compatible", current, currentLabel };
}

function adviseOld(lease: LeaseHeld | undefined, isPassed: boolean): string {
  if (lease !== undefined) return `${describeHolder(lease)} is at work on it`;
  if (isPassed) return "it came late, was rolled back, or is for other profiles: see tidemark status";
  return "run tidemark migrate, or wait for whoever does";
}

/** "shop is at 7, and 9 is the oldest that this program can use; 008 is being applied now" */
function describeState(seen: Seen, { applied, current }: HistoryState, scope: string, expected: string): string {
  if (seen.kind === "nothing") return `${seen.reason}, and ${expected}`;
  const { journal, lease } = seen.glimpse;
  const label = current === undefined ? undefined : applied.get(current)?.label;
  const at = label === undefined ? "has no migrations" : `is at ${label}`;
  if (journal === undefined) return `${scope} ${at}, and ${expected}`;
  const verb = journal.direction === "up" ? "applied" : "rolled back";
  const how = lease === undefined ? `half ${verb}: a run stopped in it` : `being ${verb} now`;
  return `${scope} ${at}, and ${expected}; ${labelOf(journal.name, journal.version)} is ${how}`;
}

/**
 * Looks until the schema fits, for as long as may be waited; one that is too new fails at once. A database that does not
 * answer yet is waited for as well; a login that is refused is not tried again.
 * @throws ToolError "schema-incompatible", "interrupted", or what the last look met: "connection-failed", …
 */
export async function awaitCompatible(
  context: CompatibilityContext,
  range: SchemaRange,
  waitMs: number,
): Promise<CompatibleSchema> {
  const { runtime, emit, signal } = context;
  const startedMs = runtime.monotonicMs();
  let reportedMs = Number.NEGATIVE_INFINITY;
  let pauseMs = POLL_MIN_MS;
  for (;;) {
    throwIfInterrupted(signal);
    const look = await lookOnce(context, range);
    if (look.kind === "compatible") return { current: look.current, currentLabel: look.currentLabel };
    const nowMs = runtime.monotonicMs();
    const waitedMs = nowMs - startedMs;
    if (look.kind === "too-new" || waitedMs >= waitMs) {
      throw look.kind === "unreadable" ? look.error : incompatible(look, range, look.kind === "too-old" ? waitMs : 0);
    }
    if (nowMs - reportedMs >= REPORT_EVERY_MS) {
      const reason = look.kind === "unreadable" ? look.error.message : look.problem;
      const lease = look.kind === "too-old" ? look.lease : undefined;
      emit({ kind: "waiting-for-schema", reason, lease, waitedMs });
      reportedMs = nowMs;
    }
    await runtime.sleep(Math.min(pauseMs * (0.75 + runtime.random() / 2), waitMs - waitedMs), signal);
    pauseMs = Math.min(pauseMs * 1.5, POLL_MAX_MS);
  }
}

type Look =
  | CompatibleVerdict
  | (IncompatibleVerdict & Pick<Glimpse, "lease">)
  | { readonly kind: "unreadable"; readonly error: ToolError };

/** @throws what no wait would change */
async function lookOnce({ scope, read }: CompatibilityContext, range: SchemaRange): Promise<Look> {
  try {
    const glimpse = await read();
    const seen: Seen =
      glimpse === undefined
        ? { kind: "nothing", reason: `${scope} has no history of migrations` }
        : { kind: "history", glimpse };
    const verdict = judgeSchema(seen, range, scope);
    return verdict.kind === "compatible" ? verdict : { ...verdict, lease: glimpse?.lease };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    // Whoever tries a wrong password again and again may find the account locked.
    if (error.details.reason === LOGIN_REFUSED) throw error;
    if (error.code === "connection-failed" || error.code === "server-failed") return { kind: "unreadable", error };
    if (error.code !== "target-missing") throw error;
    // Whoever migrates for the first time may be about to make it.
    const verdict = judgeSchema({ kind: "nothing", reason: error.message }, range, scope);
    if (verdict.kind === "compatible") throw error;
    return { ...verdict, lease: undefined };
  }
}

function incompatible(verdict: IncompatibleVerdict, { min, max }: SchemaRange, waitedMs: number): ToolError {
  const { current, problem, hint } = verdict;
  const gaveUp = waitedMs === 0 ? "" : `; gave up after ${renderDuration(waitedMs)}`;
  return new ToolError("schema-incompatible", `${problem}${gaveUp}`, {
    hint,
    details: { current: current ?? null, min: min?.version ?? null, max: max?.version ?? null },
  });
}
