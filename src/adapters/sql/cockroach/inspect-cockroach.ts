// What of a CockroachDB's own state stands in the way of migrations, or is worth a word: rows to checks. Pure but for what it is
// given to ask with.
import type { Check } from "../../../engine/ports.ts";
import type { ResultRow } from "../../../migration/code-migration.ts";
import type { PipelineEnd, SqlStatement } from "../connection.ts";
import type { ServerProduct } from "../detect-product.ts";
import { readSchemaJob, schemaJobsQuery } from "./schema-job.ts";
import { cockroachSettings, describeSettings } from "./settings.ts";

/** Of the session, with the defaults that the operator gave the role. A setting that the server does not know is NULL. */
export const COCKROACH_STATE: SqlStatement = {
  text: `SELECT current_setting('default_transaction_read_only', true) AS read_only,
  current_setting('default_transaction_use_follower_reads', true) AS follower_reads,
  current_setting('default_int_size', true) AS int_size,
  current_setting('sql_safe_updates', true) AS safe_updates,
  current_setting('autocommit_before_ddl', true) AS autocommit_before_ddl`,
};

export async function inspectCockroach(
  send: (statement: SqlStatement) => Promise<PipelineEnd>,
  server: ServerProduct,
): Promise<readonly Check[]> {
  const state = await send(COCKROACH_STATE);
  const jobs = await send(schemaJobsQuery([]));
  return [...checkState(state, server), ...checkJobs(jobs)];
}

function checkState({ results, failure }: PipelineEnd, server: ServerProduct): readonly Check[] {
  if (failure !== undefined) return [unknownCheck("settings", `the settings cannot be read: ${failure.message}`)];
  const row: ResultRow = results[0]?.rows[0] ?? {};
  const ours = cockroachSettings(server.version);
  const theirs = row.autocommit_before_ddl;
  const said = typeof theirs === "string" ? ` (the default of this role is ${theirs})` : "";
  return [
    {
      name: "settings",
      verdict: "ok",
      finding:
        ours.length === 0
          ? `${server.title} does not commit before a schema change of its own accord`
          : `tidemark sets ${describeSettings(ours)} for each of its transactions${said}`,
    },
    ...(row.read_only === "on"
      ? [
          {
            name: "settings",
            verdict: "problem" as const,
            finding: "default_transaction_read_only is on for this role: it can change nothing",
            hint: "ALTER ROLE … SET default_transaction_read_only = off, or another role",
          },
        ]
      : []),
    ...(row.follower_reads === "on"
      ? [
          {
            name: "settings",
            verdict: "problem" as const,
            finding: "default_transaction_use_follower_reads is on for this role: what it reads is seconds old",
            hint: "ALTER ROLE … SET default_transaction_use_follower_reads = off, or another role",
          },
        ]
      : []),
    ...(row.safe_updates === "on"
      ? [
          {
            name: "settings",
            verdict: "warning" as const,
            finding:
              "sql_safe_updates is on for this role: DROP COLUMN, and UPDATE and DELETE without WHERE, are refused",
            hint: "set sql_safe_updates: off in `database.settings` where a migration means it",
          },
        ]
      : []),
    ...(row.int_size === "4"
      ? [
          {
            name: "settings",
            verdict: "warning" as const,
            finding: "default_int_size is 4 for this role: INT means INT4, elsewhere INT8",
            hint: "write INT4 or INT8 in migrations, or set default_int_size in `database.settings`",
          },
        ]
      : []),
  ];
}

function checkJobs({ results, failure }: PipelineEnd): readonly Check[] {
  if (failure !== undefined) {
    return [unknownCheck("jobs", `jobs cannot be read: ${failure.message}`, "GRANT SYSTEM VIEWJOB TO the role")];
  }
  const jobs = (results[0]?.rows ?? []).map(readSchemaJob);
  if (jobs.length === 0)
    return [{ name: "jobs", verdict: "ok", finding: "no schema change that this role may see is under way" }];
  return jobs.map(({ id, description, status }) => {
    const isStopped = status === "paused" || status === "stuck";
    const how = status === "paused" ? "is paused" : status === "stuck" ? "could not be undone" : "is under way";
    return {
      name: "jobs",
      verdict: "warning",
      finding: `schema change job ${id} ${how}: ${description}`,
      hint: isStopped
        ? `RESUME JOB ${id} or CANCEL JOB ${id}: further changes of what it works on are refused meanwhile`
        : "CockroachDB advises one schema change at a time",
    };
  });
}

function unknownCheck(name: string, finding: string, hint?: string): Check {
  return { name, verdict: "unknown", finding, hint };
}
