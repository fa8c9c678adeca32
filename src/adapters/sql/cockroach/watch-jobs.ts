// How far the schema change jobs are that statements started: rows of SHOW JOBS as builds, which the engine waits for.
import { ToolError } from "../../../base/errors.ts";
import type { KnownBuild } from "../../../dialect/schema-model.ts";
import type { Build } from "../../../engine/ports.ts";
import type { StatementStep } from "../../../plan/plan.ts";
import { SQLSTATE } from "../../../sql/sqlstate.ts";
import type { PipelineEnd, SqlStatement } from "../connection.ts";
import { isJobOf, type JobPlace, RECENT_JOBS, readSchemaJob, type SchemaJob, schemaJobsQuery } from "./schema-job.ts";

export interface JobWatch {
  /**
   * Jobs of these statements that are under way, those already waited for included.
   * @throws ToolError "build-failed" for one that is paused, that failed while it was waited for, or that nobody can undo
   */
  readBuilds(starters: readonly (StatementStep | KnownBuild)[]): Promise<readonly Build[]>;
  /**
   * Whether a statement that was canceled may have left a job behind: without one, nothing of it was done. Never throws; what cannot
   * be read may be.
   */
  mayHaveStarted(step: StatementStep): Promise<boolean>;
}

export interface JobWatchOptions {
  readonly send: (statement: SqlStatement) => Promise<PipelineEnd>;
  readonly place: JobPlace;
  /** What a failed query is thrown as. */
  readonly toError: (failure: NonNullable<PipelineEnd["failure"]>) => ToolError;
}

/** Remembers which jobs it has seen at work, so that one which fails meanwhile is not taken for one that is done. */
export function createJobWatch({ send, place, toError }: JobWatchOptions): JobWatch {
  const seen = new Set<string>();
  return {
    async mayHaveStarted(step) {
      const { results, failure } = await send(RECENT_JOBS);
      if (failure !== undefined) return true;
      return (results[0]?.rows ?? []).some((row) => isJobOf(readSchemaJob(row), step, place));
    },
    async readBuilds(starters) {
      if (starters.length === 0) return [];
      const { results, failure } = await send(schemaJobsQuery([...seen]));
      if (failure?.code === SQLSTATE.insufficientPrivilege) {
        const reason = "the role may not see jobs: GRANT SYSTEM VIEWJOB TO it";
        return [{ kind: "hidden", object: "the schema change jobs of this migration", reason }];
      }
      if (failure !== undefined) throw toError(failure);
      const jobs = (results[0]?.rows ?? [])
        .map(readSchemaJob)
        .filter((job) => seen.has(job.id) || starters.some((starter) => isJobOf(job, starter, place)));
      const builds = jobs.map((job) => buildOf(job));
      for (const { id } of jobs) seen.add(id);
      return builds;
    },
  };
}

/** @throws ToolError "build-failed" */
function buildOf(job: SchemaJob): Build {
  const object = `job ${job.id} (${job.description})`;
  const { status, share } = job;
  switch (status) {
    case "succeeded":
      return { kind: "built", object };
    case "paused":
      throw ended(job, `${object} is paused`, `RESUME JOB ${job.id}, or CANCEL JOB ${job.id}, which undoes it`);
    case "failed":
      throw ended(job, `${object} has failed`, "CockroachDB has undone what the job did");
    case "stuck":
      throw ended(job, `${object} has failed, and could not be undone`, "the schema needs mending by hand");
    default:
      // A job that is being undone is waited for as well: until then the schema does not say what will be left.
      return { kind: "building", object, nodes: ["the cluster"], silent: [], isAtWork: true, share };
  }
}

function ended(job: SchemaJob, what: string, way: string): ToolError {
  return new ToolError("build-failed", job.error === undefined ? what : `${what}: ${job.error}`, {
    hint: `${way}; then run the command again: it waits for what is under way, looks at the schema, and repeats nothing that is done`,
    details: { job: job.id, status: job.status, description: job.description },
  });
}
