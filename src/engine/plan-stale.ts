// Holds a reviewed plan against files, history and live schema as they are now. Pure, but for the reading of the schema.
//
// What runs is what was reviewed, or the rest of it: a plan may have been carried out in part, by a run that was cut off, and in
// whole, by another runner. What has run must be its first migrations, with the texts that were reviewed. Then the live schema is the one
// that the plan was made for, but for the objects that the part which has run touches. What was rolled back since stays so: an operator
// has decided against it.
import { ToolError } from "../base/errors.ts";
import type { SchemaModel } from "../dialect/schema-model.ts";
import type { HistoryEvent } from "../migration/history.ts";
import { foldHistory, labelOf } from "../migration/history-state.ts";
import type { Plan, PlannedMigration } from "../plan/plan.ts";
import { identifyMigration, identifyStep } from "../plan/plan-identity.ts";
import {
  hashApplied,
  type ReviewedMigration,
  type ReviewedPlan,
  type ReviewedStep,
  type SessionSettings,
} from "./plan-document.ts";
import { resolveDownText, transactionOf } from "./plan-review.ts";
import type { Snapshot } from "./ports.ts";

/** What of a plan is out of date: one sentence each. */
export interface Staleness {
  /** Names of settings. */
  readonly session: readonly string[];
  readonly files: readonly string[];
  readonly history: readonly string[];
  readonly schema: readonly string[];
}

/** @throws ToolError "plan-invalid" when the plan is for another target */
export function refuseOtherTarget({ target }: ReviewedPlan, { dialect, scope }: Pick<Plan, "dialect" | "scope">): void {
  if (target.dialect === dialect && target.scope === scope) return;
  const [made, is] = [`${target.dialect}, ${target.scope}`, `${dialect}, ${scope}`];
  throw new ToolError(
    "plan-invalid",
    `the plan was made for another target (${made}), and this is ${is}; nothing was done`,
    {
      hint: "give the plan of this target, or name the target of the plan",
    },
  );
}

/**
 * How many of its migrations are applied, just as they were reviewed.
 * @throws ToolError "plan-stale" when anything else has happened to the history since
 */
export function countApplied(reviewed: ReviewedPlan, snapshot: Snapshot | undefined): number {
  const events = snapshot?.events ?? [];
  const state = foldHistory(events);
  const isDone = ({ version, checksum }: ReviewedMigration): boolean => {
    const applied = state.applied.get(version);
    return applied !== undefined && applied.checksum === checksum && !applied.isBaseline;
  };
  const done = reviewed.migrations.filter(isDone);
  // All of it is there: whatever else has happened, nothing of the plan is left to be in its way.
  if (done.length === reviewed.migrations.length) return done.length;
  const planned = new Map(reviewed.migrations.map(({ version, checksum }) => [version, checksum]));
  const hasBeenUndone = events.some(
    ({ seq, kind, version }) => seq > reviewed.history.seq && kind === "rolled-back" && planned.has(version),
  );
  const isPrefix = done.every((each, index) => reviewed.migrations[index] === each);
  const versions = new Set(done.map(({ version }) => version));
  if (!hasBeenUndone && isPrefix && hashApplied(state, versions) === reviewed.history.applied) return done.length;
  const since = events
    .filter(({ seq }) => seq > reviewed.history.seq)
    .flatMap((event) => describeEvent(event, planned));
  throw staleError({ history: since.length > 0 ? since : ["the history is another one"] });
}

/** The same statements mean something else with another search path, and wait otherwise. @throws ToolError "plan-stale" */
export function refuseOtherSession(reviewed: ReviewedPlan, now: SessionSettings): void {
  const then = new Map(Object.entries(reviewed.session));
  const names = new Set([...then.keys(), ...Object.keys(now)]);
  const session = [...names].filter((name) => then.get(name) !== now[name]).sort();
  if (session.length > 0) throw staleError({ session });
}

/**
 * What is left of a plan must be what is planned now.
 * @param variables of the configuration, for the down sides
 * @throws ToolError "plan-stale"
 */
export function refuseOtherSteps(
  reviewed: ReviewedPlan,
  appliedCount: number,
  plan: Plan,
  variables: Readonly<Record<string, string>>,
): void {
  const left = reviewed.migrations.slice(appliedCount);
  const planned = new Map(plan.migrations.map((migration) => [migration.version, migration]));
  const wanted = new Set(left.map(({ version }) => version));
  const files = [
    ...left.flatMap((migration) => describeEdit(migration, planned.get(migration.version), variables)),
    ...plan.migrations
      .filter(({ version }) => !wanted.has(version))
      .map(({ label, name }) => `${label}: ${name} was added`),
  ];
  if (files.length > 0) throw staleError({ files });
  const isInOrder = left.every(({ version }, index) => plan.migrations[index]?.version === version);
  const [first] = left;
  const now = plan.migrations[0]?.doneCount ?? 0;
  const history = [
    ...(isInOrder ? [] : ["another migration was begun"]),
    ...(first !== undefined && now < first.done
      ? [`${first.label}: ${first.done} of its statements were done, and ${now} are now`]
      : []),
  ];
  if (history.length > 0) throw staleError({ history });
}

/**
 * Steps of a reviewed plan that have run since it was made, or may have: those of what is applied, and of what is under way those that
 * are done or announced, and one that failed, which may have left something unless it was in a transaction.
 * @param plan what is left
 */
export function listRanSince(
  { migrations, history }: ReviewedPlan,
  appliedCount: number,
  plan: Plan,
  snapshot: Snapshot | undefined,
): readonly ReviewedStep[] {
  const applied = migrations.slice(0, appliedCount).flatMap(({ steps }) => steps);
  const [first] = plan.migrations;
  const left = migrations[appliedCount];
  if (first === undefined || left === undefined) return applied;
  const { version, doneCount, inDoubt, steps } = first;
  const next = steps[doneCount];
  const mayLeave = next !== undefined && transactionOf(next) === undefined;
  const hasLeft =
    mayLeave &&
    (snapshot?.events ?? []).some(
      (event) => event.seq > history.seq && event.kind === "failed" && event.version === version,
    );
  const begunCount = Math.max(doneCount + (hasLeft ? 1 : 0), inDoubt?.to ?? 0);
  return [...applied, ...left.steps.filter(({ step }) => step <= begunCount)];
}

/**
 * The live schema must be the one that the plan was made for, but for what its own steps have touched since.
 * @throws ToolError "plan-stale"
 */
export function refuseOtherSchema(reviewed: ReviewedPlan, ranSince: readonly ReviewedStep[], live: SchemaModel): void {
  const touched = new Set<string>();
  for (const { touches } of ranSince) {
    // Its words do not tell what it changes: nothing can be said of the rest.
    if (touches === null) return;
    for (const object of touches) touched.add(object);
  }
  const now = live.fingerprints();
  const before = new Map(Object.entries(reviewed.schema));
  const schema = [...new Set([...before.keys(), ...now.keys()])]
    .filter((object) => before.get(object) !== now.get(object) && !touched.has(object))
    .sort()
    .map((object) =>
      !now.has(object) ? `${object} is gone` : before.has(object) ? `${object} differs` : `${object} is new`,
    );
  if (schema.length > 0) throw staleError({ schema });
}

function describeEdit(
  reviewed: ReviewedMigration,
  now: PlannedMigration | undefined,
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  const { label, name } = reviewed;
  if (now === undefined) return [`${label}: ${name} is missing, or not for this profile`];
  if (identifyMigration(now, resolveDownText(now, variables)) === reviewed.hash) return [];
  if (now.name !== name) return [`${label}: ${name} is called ${now.name} now`];
  const edited = reviewed.steps.find(({ step, hash }) => {
    const planned = now.steps[step - 1];
    return planned === undefined || identifyStep(planned) !== hash;
  });
  if (edited !== undefined && now.steps[edited.step - 1] === undefined) {
    return [`${label}: statement ${edited.step} of ${name} was taken out`];
  }
  if (edited !== undefined) return [`${label}: statement ${edited.step} of ${name} was edited`];
  if (now.steps.length > reviewed.done + reviewed.steps.length) return [`${label}: a statement was added to ${name}`];
  if (now.checksum !== reviewed.checksum)
    return [`${label}: the down side, a directive or a comment of ${name} was edited`];
  return [
    `${label}: ${name} would be carried out, or undone, in another way: its timeout, its transactions, or a variable of its down side`,
  ];
}

const VERBS: Readonly<Record<Exclude<HistoryEvent["kind"], "failed">, string>> = {
  applied: "was applied",
  "rolled-back": "was rolled back",
  baselined: "was marked as applied",
  repaired: "was accepted as it is now",
  removed: "was accepted as deleted",
};

/** @param planned checksums of the plan's migrations, by version: to apply them as it says is no reason */
function describeEvent(event: HistoryEvent, planned: ReadonlyMap<string, string>): readonly string[] {
  const { kind, version, name, by, host } = event;
  if (kind === "failed" || (kind === "applied" && planned.get(version) === event.checksum)) return [];
  return [`${labelOf(name, version)}: ${name} ${VERBS[kind]} since, by ${by}@${host}`];
}

const TITLES: Readonly<Record<keyof Staleness, string>> = {
  session: "the settings of the session are others",
  files: "the migration files are not those that the plan was made from",
  history: "the history has moved on since the plan was made",
  schema: "the live schema is not the one that the plan was made for",
};

const HINTS: Readonly<Record<keyof Staleness, string>> = {
  session:
    "give the profile that the plan was made with, or make a new plan and have it reviewed: tidemark plan --out FILE",
  files: "put them back, or make a new plan and have it reviewed: tidemark plan --out FILE",
  history: "make a new plan and have it reviewed: tidemark plan --out FILE",
  schema: "tidemark drift shows what was changed by hand; a new plan to review: tidemark plan --out FILE",
};

function staleError(found: Partial<Staleness>): ToolError {
  const staleness: Staleness = { session: [], files: [], history: [], schema: [], ...found };
  const what =
    (["session", "files", "history", "schema"] as const).find((each) => staleness[each].length > 0) ?? "schema";
  const list = what === "session" ? [staleness.session.join(", ")] : staleness[what];
  const reasons = list.length === 1 ? ` ${list[0]}` : list.map((each) => `\n  ${each}`).join("");
  return new ToolError("plan-stale", `${TITLES[what]}, and nothing was done:${reasons}`, {
    hint: HINTS[what],
    details: { ...staleness },
  });
}
