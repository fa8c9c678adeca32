// What a CREATE INDEX CONCURRENTLY or a REINDEX CONCURRENTLY that failed has left behind in PostgreSQL: found and named, and dropped
// before it is tried again. An invalid index that somebody else made is left alone, and never taken for the one that is asked for.
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecuteOptions, StepFailure, StepOutcome } from "../../engine/ports.ts";
import type { StatementStep } from "../../plan/plan.ts";
import { parseIdentifier, quoteName } from "../../sql/identifiers.ts";
import { readIndexPlace } from "../../sql/look/index-place.ts";
import { tokenRun } from "../../sql/token-run.ts";
import type { SqlConnection, SqlFailure, SqlStatement } from "./connection.ts";
import { failedOutcome } from "./outcome.ts";

const LOOK_MS = 500;

export interface ClearOptions extends Pick<ExecuteOptions, "isRetried" | "earlierFailure"> {
  /** How long an index is waited for that another session is still building; 0: without end. */
  readonly waitMs: number;
}

/**
 * An index that the last try has left is dropped, unless another session is still building it, which is waited for: a runner that
 * died may have left it at work.
 * @returns warnings; or why it could not be done
 */
export async function clearInvalidIndex(
  connection: SqlConnection,
  step: StatementStep,
  { waitMs, isRetried = false, earlierFailure }: ClearOptions,
): Promise<readonly string[] | StepOutcome> {
  const isReindex = step.statementKind === "reindex-concurrently";
  const mayBeOurs = isRetried || (isReindex && earlierFailure !== undefined);
  // What others have left is in nobody's way: it builds one of another name.
  if (isReindex && !mayBeOurs) return [];
  const warnings: string[] = [];
  const untilMs = waitMs === 0 ? Number.POSITIVE_INFINITY : performance.now() + waitMs;
  for (;;) {
    const found = await findInvalid(connection, step);
    if (found === undefined) return warnings;
    if ("failure" in found) return failedOutcome(found.failure, "", step.keyspace);
    const { name } = found;
    if (found.isBuiltByOther) {
      if (performance.now() > untilMs) {
        return { kind: "failed", message: `another session is still building the index ${name}`, mayPass: true };
      }
      await sleep(LOOK_MS);
      continue;
    }
    const isOurs = mayBeOurs || earlierFailure?.includes(leftBehind(name)) === true;
    if (!isOurs || !found.isOfTable) return { kind: "failed", ...notOurs(found) };
    const dropped = await connection.pipeline([{ text: `DROP INDEX CONCURRENTLY IF EXISTS ${name}` }]);
    if (dropped.failure !== undefined) return failedOutcome(dropped.failure, "", step.keyspace);
    warnings.push(`tidemark has dropped the invalid index ${name} first, which a try that failed had left`);
  }
}

/** The outcome of the statement: with what a failed one has left; and where its guard has found an invalid index, a failure. */
export async function judgeInvalidIndex(
  connection: SqlConnection,
  step: StatementStep,
  outcome: StepOutcome,
): Promise<StepOutcome> {
  const isSkipped = outcome.kind === "done" && outcome.hasChanged === false;
  if (step.statementKind !== "create-index-concurrently" || !(isSkipped || outcome.kind === "failed")) return outcome;
  const found = await findInvalid(connection, step);
  if (found === undefined || "failure" in found || !found.isOfTable) return outcome;
  if (outcome.kind !== "failed") return { kind: "failed", ...notOurs(found) };
  // There was none before it was sent.
  return { ...outcome, message: `${outcome.message}; ${leftBehind(found.name)}, which the next try drops` };
}

/** Said of a failure, recorded with it, and looked for when it is tried again. */
function leftBehind(name: string): string {
  return `it has left the invalid index ${name}`;
}

function notOurs({ name, table }: Invalid): StepFailure {
  return {
    message: `the index ${name} already exists, on ${table}, and is invalid`,
    hint: `something else than this statement has left it: look at what it is for, and drop it: DROP INDEX CONCURRENTLY ${name}`,
  };
}

interface Invalid {
  readonly name: string;
  readonly table: string;
  /** On what the statement names. */
  readonly isOfTable: boolean;
  readonly isBuiltByOther: boolean;
}

async function findInvalid(
  connection: SqlConnection,
  step: StatementStep,
): Promise<Invalid | { readonly failure: SqlFailure } | undefined> {
  const search = searchOf(step);
  if (search === undefined) return undefined;
  const { results, failure } = await connection.pipeline([search]);
  if (failure !== undefined) return { failure };
  const [row] = results[0]?.rows ?? [];
  if (row === undefined) return undefined;
  return {
    name: quoteName(String(row.schema), String(row.name)),
    table: String(row.relation),
    isOfTable: row.is_of_table === true,
    isBuiltByOther: row.is_built_by_other === true,
  };
}

/** Names are read by the server, as in the statement. */
function searchOf({ statementKind, text, object = "" }: StatementStep): SqlStatement | undefined {
  if (statementKind === "create-index-concurrently") {
    const place = readIndexPlace(tokenRun(text));
    if (place?.name === undefined) return undefined;
    const table = "pg_catalog.to_regclass($1)";
    const condition = `c.relname = $2 AND c.relnamespace = (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = ${table})`;
    return search(condition, `i.indrelid = ${table}`, [place.relation, place.name]);
  }
  if (statementKind !== "reindex-concurrently") return undefined;
  const [noun] = /\b(?:INDEX|TABLE|SCHEMA)\b/i.exec(text.slice("REINDEX".length)) ?? [];
  const copy = "c.relname ~ '_cc(new|old)[0-9]*$'"; // PostgreSQL 12 to 18
  switch (noun?.toUpperCase()) {
    case "INDEX": {
      const table = "(SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1))";
      return search(`${copy} AND i.indrelid = ${table}`, "true", [object]);
    }
    case "TABLE": {
      const tree = "SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1))";
      return search(`${copy} AND (i.indrelid = pg_catalog.to_regclass($1) OR i.indrelid IN (${tree}))`, "true", [
        object,
      ]);
    }
    case "SCHEMA":
      return search(`${copy} AND n.nspname = $1`, "true", [parseIdentifier(object)]);
    default:
      return search(copy, "true", []);
  }
}

/** Of the sessions of other roles, PostgreSQL does not say which index they build: then it may be this one. */
function search(condition: string, isOfTable: string, values: readonly string[]): SqlStatement {
  return {
    text: `SELECT n.nspname AS schema, c.relname AS name, i.indrelid::pg_catalog.regclass::text AS relation, ${isOfTable} AS is_of_table, EXISTS (
  SELECT 1 FROM pg_catalog.pg_stat_progress_create_index p
  WHERE p.datname = pg_catalog.current_database() AND p.pid <> pg_catalog.pg_backend_pid()
    AND (p.index_relid = c.oid OR p.relid = i.indrelid OR p.relid IS NULL)
) AS is_built_by_other
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${condition} AND NOT i.indisvalid LIMIT 1`,
    values,
  };
}
