// A schema change of CockroachDB that runs as a job, read from a row of SHOW JOBS, and whether it is that of a statement. Pure.
import type { KnownBuild } from "../../../dialect/schema-model.ts";
import type { ResultRow } from "../../../migration/code-migration.ts";
import type { StatementStep } from "../../../plan/plan.ts";
import type { SqlStatement } from "../connection.ts";

export interface SchemaJob {
  /** Digits: it does not fit a number. */
  readonly id: string;
  /** The statement that started it, with all names qualified; its first hundred characters (24.1 and later). */
  readonly description: string;
  readonly status: JobStatus;
  /** From 0 to 1; undefined: it does not say. */
  readonly share: number | undefined;
  readonly error: string | undefined;
}

/** "stopping": it is being undone, or about to be. "stuck": it could not be undone. */
export type JobStatus = "at-work" | "paused" | "stopping" | "succeeded" | "failed" | "stuck";

/** As in SHOW JOBS, v25.4; "SCHEMA CHANGE GC", which only frees space hours later, is none of them. */
const JOB_TYPES: readonly string[] = ["SCHEMA CHANGE", "NEW SCHEMA CHANGE", "TYPEDESC SCHEMA CHANGE"];

/**
 * Jobs that are under way, and those of `known` whatever became of them. SHOW JOBS, and not `crdb_internal.jobs`, which 26.1
 * refuses unless `allow_unsafe_internals` is on. A role sees its own jobs; those of others it sees with VIEWJOB.
 */
export function schemaJobsQuery(known: readonly string[]): SqlStatement {
  return {
    text: "SELECT job_id::STRING AS id, description, status, fraction_completed::FLOAT8 AS share, error FROM [SHOW JOBS] WHERE job_type = ANY($1::STRING[]) AND (finished IS NULL OR job_id::STRING = ANY($2::STRING[])) ORDER BY created",
    values: [JOB_TYPES, known],
  };
}

/** As `schemaJobsQuery`, with those that ended within the last hour. */
export const RECENT_JOBS: SqlStatement = {
  text: "SELECT job_id::STRING AS id, description, status, fraction_completed::FLOAT8 AS share, error FROM [SHOW JOBS] WHERE job_type = ANY($1::STRING[]) AND (finished IS NULL OR finished > now() - INTERVAL '1 hour')",
  values: [JOB_TYPES],
};

export function readSchemaJob(row: ResultRow): SchemaJob {
  const { id, description, status, share, error } = row;
  return {
    id: String(id),
    description: typeof description === "string" ? description : "",
    status: STATUSES.get(String(status)) ?? "at-work",
    share: typeof share === "number" ? share : undefined,
    error: typeof error === "string" && error !== "" ? error : undefined,
  };
}

/** SHOW JOBS, v25.4; what is not here is at work. */
const STATUSES: ReadonlyMap<string, JobStatus> = new Map([
  ["paused", "paused"],
  ["pause-requested", "paused"],
  ["cancel-requested", "stopping"],
  ["reverting", "stopping"],
  ["retry-reverting", "stopping"],
  ["succeeded", "succeeded"],
  ["failed", "failed"],
  ["canceled", "failed"],
  ["revert-failed", "stuck"],
]);

/** Where unqualified names of a step go. */
export interface JobPlace {
  readonly database: string;
  readonly schema: string;
}

/**
 * Whether a job works on what the step names: then the step has to wait for it, whoever started it, as CockroachDB makes one change
 * of a table at a time.
 */
export function isJobOf(job: SchemaJob, starter: StatementStep | KnownBuild, place: JobPlace): boolean {
  const wanted =
    "text" in starter
      ? objectsOf(starter.text)
      : [
          [starter.keyspace, starter.name],
          [starter.keyspace, starter.table],
        ];
  const mentioned = namesIn(job.description);
  return wanted.some((name) => mentioned.some((other) => isSame(name, other, place)));
}

type Name = readonly string[];

function isSame(wanted: Name, mentioned: Name, place: JobPlace): boolean {
  if (wanted.at(-1) !== mentioned.at(-1)) return false;
  const [schema = place.schema, database = place.database] = wanted.slice(0, -1).reverse();
  const [otherSchema = schema, otherDatabase = database] = mentioned.slice(0, -1).reverse();
  return schema === otherSchema && database === otherDatabase;
}

/** What stands before the name of an object; "references" and "on" name what a change of another waits for as well. */
const BEFORE_A_NAME =
  "table|index|view|sequence|type|schema|function|procedure|trigger|policy|on|references|rename\\s+to";
const PART = String.raw`(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)`;
const NAME = String.raw`${PART}(?:\s*\.\s*${PART})*`;
const WITHOUT = String.raw`'(?:[^']|'')*'|--[^\n]*|/\*[\s\S]*?\*/`;
const OBJECT = new RegExp(
  `${WITHOUT}|\\b(?:${BEFORE_A_NAME})\\s+(?:concurrently\\s+)?(?:if\\s+(?:not\\s+)?exists\\s+)?(?<name>${NAME})(?:@(?<index>${PART}))?`,
  "giu",
);
const ANY_NAME = new RegExp(`${WITHOUT}|(?<name>${NAME})`, "gu");

function objectsOf(text: string): readonly Name[] {
  return [...text.matchAll(OBJECT)].flatMap(({ groups }) =>
    [groups?.name, groups?.index].filter((name) => name !== undefined).map(partsOf),
  );
}

function namesIn(description: string): readonly Name[] {
  return [...description.matchAll(ANY_NAME)].flatMap(({ groups }) =>
    groups?.name === undefined ? [] : [partsOf(groups.name)],
  );
}

function partsOf(name: string): Name {
  return [...name.matchAll(new RegExp(PART, "gu"))].map(([part]) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase(),
  );
}
