// A plan for review: what is asked of the target for it, and the file that it is kept in.
import { readFile } from "node:fs/promises";
import { checksumOf } from "./base/checksum.ts";
import { messageOf, ToolError } from "./base/errors.ts";
import type { Config } from "./config/config.ts";
import { CqlSchemaModel } from "./dialect/cql-schema-model.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import { parseSqlUrl } from "./dialect/sql-url.ts";
import type { MigratePreview } from "./engine/migrate.ts";
import {
  checkPlanDocument,
  composePlanDocument,
  parsePlanDocument,
  type ReviewedPlan,
  type SessionSettings,
} from "./engine/plan-document.ts";
import { type MigrationReview, reviewPlan } from "./engine/plan-review.ts";
import type { Target } from "./engine/ports.ts";
import type { Prediction } from "./engine/predict-plan.ts";
import { findMigration } from "./migration/find.ts";
import type { Migration } from "./migration/migration.ts";
import type { Plan } from "./plan/plan.ts";
import type { MigrateCall } from "./tidemark-calls.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** What `migrate` would do, and what a reviewer wants to know of it. */
export interface PlanReview {
  readonly plan: Plan;
  readonly predictions: readonly Prediction[];
  /** One a migration of the plan, in its order. */
  readonly migrations: readonly MigrationReview[];
  /** What `migrate({ plan })` takes; undefined when a step would be refused: there is nothing to agree to. */
  readonly document: ReviewedPlan | undefined;
}

export interface ReviewedFiles {
  readonly migrations: readonly Migration[];
  readonly variables: Readonly<Record<string, string>>;
  readonly session?: SessionSettings | undefined;
  /** As the user wrote it; undefined: all that is pending. */
  readonly target?: string | undefined;
}

export interface ReviewWork {
  readonly target: Target;
  readonly preview: MigratePreview;
  predict(plan: Plan, live: SchemaModel): Promise<readonly Prediction[]>;
}

/** @throws ToolError, see `Target.readSchema` and `Tidemark.predict` */
export async function reviewPreview(files: ReviewedFiles, work: ReviewWork): Promise<PlanReview> {
  const { target, preview, predict } = work;
  const { plan, code, snapshot } = preview;
  const live = await target.readSchema();
  const predictions = await predict(plan, live);
  const migrations = await reviewPlan(plan, predictions, { ...files, dialect: target.dialect, code });
  if (predictions.some(({ outcome }) => outcome === "refused")) {
    return { plan, predictions, migrations, document: undefined };
  }
  const server = await describeServer(target, live);
  const until = files.target === undefined ? undefined : versionOf(files.target, files.migrations);
  const { variables, session = {} } = files;
  const reviews = migrations;
  const facts = { tool: TOOL_VERSION, server, session, variables, until, snapshot, live, predictions, reviews };
  return { plan, predictions, migrations, document: composePlanDocument(plan, facts) };
}

/**
 * What a session of a SQL database is given: timeouts in milliseconds, settings, and the `options` of the URL. Settings of an application
 * (`app.key`) may be secret, and `options` may hold them.
 */
export function sessionOf({ database }: Pick<Config, "database">): SessionSettings {
  if (database === undefined) return {};
  const { settings, lockTimeoutMs, statementTimeoutMs } = database;
  const url = parseSqlUrl(database.url.reveal());
  const options = url?.kind === "server" ? url.parameters.filter(([name]) => name === "options") : [];
  return {
    lock_timeout: String(lockTimeoutMs),
    statement_timeout: String(statementTimeoutMs),
    ...Object.fromEntries(
      Object.entries(settings).map(([name, value]) => {
        return [name.toLowerCase(), name.includes(".") ? checksumOf(name, value) : value];
      }),
    ),
    ...Object.fromEntries(options.map(([name, value]) => [`${name} of the URL`, checksumOf(name, value)])),
  };
}

function versionOf(target: string, migrations: readonly Migration[]): string | undefined {
  const found = findMigration(migrations, target);
  return found.kind === "found" ? found.migration.version : undefined;
}

/** "cassandra 5.0.8", "PostgreSQL 17.5"; undefined where it does not tell. */
async function describeServer(target: Target, live: SchemaModel): Promise<string | undefined> {
  if (live instanceof CqlSchemaModel) return `${live.capabilities.product} ${live.capabilities.version}`;
  const { rows } = await target.query({ text: "SELECT version() AS version", keyspace: target.scope, pageSize: 1 });
  const [words] = /^\S+(?: CCL)? v?[\d.]+/.exec(String(rows[0]?.version ?? "")) ?? [];
  return words;
}

/**
 * The reviewed plan of a call, when it has one: a document, or the path of a file that holds it.
 * @throws ToolError "plan-invalid", "usage"
 */
export async function readReviewedPlan({
  plan,
  target,
}: Pick<MigrateCall, "plan" | "target">): Promise<ReviewedPlan | undefined> {
  if (plan === undefined) return undefined;
  if (target !== undefined)
    throw new ToolError("usage", "a reviewed plan says itself how far it goes: give no target beside it");
  if (typeof plan !== "string") return checkPlanDocument(plan, "the plan");
  let text: string;
  try {
    text = await readFile(plan, "utf8");
  } catch (error) {
    throw new ToolError("plan-invalid", `${plan} cannot be read: ${messageOf(error)}`, {
      hint: "name a file that tidemark plan --out has written",
      cause: error,
    });
  }
  return parsePlanDocument(text, plan);
}
