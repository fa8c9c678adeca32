// A plan that somebody reviews: a document of plain data, which is the same for the same plan, and shows when it was edited. Pure.
import { checksumOf } from "../base/checksum.ts";
import { ToolError } from "../base/errors.ts";
import type { SchemaModel } from "../dialect/schema-model.ts";
import { foldHistory, type HistoryState } from "../migration/history-state.ts";
import { compareVersions } from "../migration/version.ts";
import type { Plan, PlannedMigration, Step } from "../plan/plan.ts";
import { identifyMigration, identifyStep, withPlainLineEnds } from "../plan/plan-identity.ts";
import type { StepClass } from "../plan/step-cost.ts";
import { hideSecrets } from "../text/hide-secrets.ts";
import { type MigrationReview, resolveDownText, type Undo } from "./plan-review.ts";
import { findMisshapen } from "./plan-shape.ts";
import type { Snapshot } from "./ports.ts";
import type { Prediction } from "./predict-plan.ts";

const KIND = "tidemark-plan";
const FORMAT = 1;

/** What `migrate` takes as reviewed. docs/reviewed-plans.md says of each key what it is for. */
export interface ReviewedPlan {
  readonly kind: typeof KIND;
  readonly format: typeof FORMAT;
  /** The version of tidemark that wrote it. */
  readonly tool: string;
  readonly target: PlanTarget;
  readonly session: SessionSettings;
  /** The highest version that the plan was to reach; null: all that is pending. */
  readonly until: string | null;
  /** Of all that it would do. */
  readonly plan: string;
  readonly history: PlanHistory;
  /** What the live schema held, by object, each with a hash of its definition. */
  readonly schema: Readonly<Record<string, string>>;
  readonly migrations: readonly ReviewedMigration[];
  /** Of everything above. */
  readonly checksum: string;
}

/** What the configuration has a session set, by name; a value that may be secret is a hash. */
export type SessionSettings = Readonly<Record<string, string>>;

export interface PlanTarget {
  readonly dialect: string;
  readonly scope: string;
  /** "PostgreSQL 17.5"; null where it did not tell. */
  readonly server: string | null;
}

export interface PlanHistory {
  readonly current: string | null;
  /** Place in the log of its last event; 0: there was none. */
  readonly seq: number;
  /** Of the versions that were applied, with their checksums. */
  readonly applied: string;
}

export interface ReviewedMigration {
  readonly version: string;
  readonly label: string;
  readonly name: string;
  readonly description: string;
  readonly checksum: string;
  /** Of all of its steps, as they are sent. */
  readonly hash: string;
  /** How many of its steps an earlier run had done: they do not stand here. */
  readonly done: number;
  readonly undo: Undo;
  readonly leavesOnFailure: MigrationReview["leavesOnFailure"];
  readonly steps: readonly ReviewedStep[];
}

export interface ReviewedStep {
  /** Place in its migration, from 1. */
  readonly step: number;
  readonly line: number;
  /** Without the passwords in it; of code the function that is called. */
  readonly text: string;
  readonly hash: string;
  readonly class: StepClass;
  readonly why: string | null;
  /** What it would change in the schema, in words. */
  readonly changes: readonly string[];
  /** The objects that are others behind it; null: they may be any. */
  readonly touches: readonly string[] | null;
}

export interface PlanFacts {
  readonly tool: string;
  readonly server: string | undefined;
  readonly session: SessionSettings;
  readonly variables: Readonly<Record<string, string>>;
  readonly until: string | undefined;
  readonly snapshot: Snapshot | undefined;
  readonly live: SchemaModel;
  readonly predictions: readonly Prediction[];
  readonly reviews: readonly MigrationReview[];
}

export function composePlanDocument(plan: Plan, facts: PlanFacts): ReviewedPlan {
  const state = foldHistory(facts.snapshot?.events ?? []);
  const known = new Map(facts.predictions.map((each) => [`${each.version}/${each.step}`, each]));
  const migrations = plan.migrations.map((each, index) => encodeMigration(each, known, facts.reviews[index], facts));
  const { dialect, scope } = plan;
  const { session } = facts;
  const until = facts.until ?? null;
  const content: Omit<ReviewedPlan, "checksum"> = {
    kind: KIND,
    format: FORMAT,
    tool: facts.tool,
    target: { dialect, scope, server: facts.server ?? null },
    session,
    until,
    plan: checksumOf(
      JSON.stringify([dialect, scope, session, until, migrations.map(({ hash, done }) => [hash, done])]),
    ),
    history: { current: state.current ?? null, seq: state.nextSeq - 1, applied: hashApplied(state) },
    schema: Object.fromEntries(facts.live.fingerprints()),
    migrations,
  };
  return { ...content, checksum: checksumOf(JSON.stringify(content)) };
}

/** Of what is applied, but for some versions: a later version of the same history has the same, if nothing else has changed. */
export function hashApplied({ applied }: HistoryState, without: ReadonlySet<string> = new Set()): string {
  const versions = [...applied.keys()].filter((version) => !without.has(version)).sort(compareVersions);
  return checksumOf(JSON.stringify(versions.map((version) => [version, applied.get(version)?.checksum])));
}

/**
 * @param name of the file, for messages
 * @throws ToolError "plan-invalid"
 */
export function parsePlanDocument(text: string, name: string): ReviewedPlan {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw invalidPlan(name, `is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return checkPlanDocument(document, name);
}

/** @throws ToolError "plan-invalid" */
export function checkPlanDocument(document: unknown, name: string): ReviewedPlan {
  if (typeof document !== "object" || document === null || !("kind" in document) || document.kind !== KIND) {
    throw invalidPlan(name, "is no plan of tidemark");
  }
  const format = "format" in document ? document.format : undefined;
  if (format !== FORMAT) throw invalidPlan(name, `has format ${String(format)}, and this tidemark reads ${FORMAT}`);
  const misshapen = findMisshapen(document);
  if (misshapen !== undefined) throw invalidPlan(name, `has no \`${misshapen}\`, or it is not as tidemark writes it`);
  const { checksum, ...content } = document as ReviewedPlan;
  if (checksum !== checksumOf(JSON.stringify(content))) {
    throw invalidPlan(name, "was edited after it was written: what it says is not what its checksum is of");
  }
  return document as ReviewedPlan;
}

export function invalidPlan(name: string, problem: string): ToolError {
  return new ToolError("plan-invalid", `${name} ${problem}; nothing was done`, {
    hint: "write it anew: tidemark plan --out FILE",
  });
}

function encodeMigration(
  migration: PlannedMigration,
  known: ReadonlyMap<string, Prediction>,
  review: MigrationReview | undefined,
  { variables }: PlanFacts,
): ReviewedMigration {
  const { version, label, name, description, checksum, steps, doneCount } = migration;
  return {
    version,
    label,
    name,
    description,
    checksum,
    hash: identifyMigration(migration, resolveDownText(migration, variables)),
    done: doneCount,
    undo: review?.undo ?? { kind: "none" },
    leavesOnFailure: review?.leavesOnFailure ?? "what-is-done",
    steps: steps
      .slice(doneCount)
      .map((step, at) => encodeStep(step, known.get(`${version}/${step.index}`), review?.steps[at])),
  };
}

function encodeStep(
  step: Step,
  prediction: Prediction | undefined,
  review: MigrationReview["steps"][number] | undefined,
): ReviewedStep {
  return {
    step: step.index + 1,
    line: step.line,
    text: showStep(step),
    hash: identifyStep(step),
    class: review?.class ?? "unknown",
    why: review?.why ?? null,
    changes: (prediction?.changes ?? []).map(({ object, description }) => `${object}: ${description}`),
    touches: review?.touches ?? null,
  };
}

/** As it stands in the file. */
export function showStep(step: Step): string {
  return step.kind === "code" ? step.call : withPlainLineEnds(hideSecrets(step.text));
}
