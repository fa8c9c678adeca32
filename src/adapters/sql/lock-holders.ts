// Who holds what a statement waited for in vain: asked when the wait has ended, of the tables that the statement names. It tells
// who is in the way now, which is nearly always who was; it never fails.
import { renderDuration } from "../../base/duration.ts";
import type { ResultRow } from "../../migration/code-migration.ts";
import type { StatementStep } from "../../plan/plan.ts";
import { parseIdentifier } from "../../sql/identifiers.ts";
import { textAt, tokenRun, tokensFrom } from "../../sql/token-run.ts";
import type { SqlConnection } from "./connection.ts";

/** In a long statement, what it is about stands at its head. */
const NAMES_MAX = 200;
const QUERY_CHARACTERS_MAX = 80;

/** Those that read and those that lock rows are in the way of what takes the table for itself, and of nothing else. */
const WEAK_MODES: readonly string[] = ["AccessShareLock", "RowShareLock"];
const TAKES_LESS = /^(create-index|create-trigger|create-statistics|analyze)/;

/** @returns "held by pid 123 (psql, idle in transaction for 10s): UPDATE users …"; undefined when nobody is found */
export async function describeHolders(
  connection: SqlConnection,
  { text, effect, statementKind }: Pick<StatementStep, "text" | "effect" | "statementKind">,
): Promise<string | undefined> {
  const harmless = effect === "schema" && !TAKES_LESS.test(statementKind) ? [] : WEAK_MODES;
  const { results } = await connection.pipeline([
    {
      text: `SELECT a.pid, a.application_name, a.usename, a.state, a.query,
  CAST(EXTRACT(EPOCH FROM clock_timestamp() - COALESCE(a.state_change, a.backend_start)) * 1000 AS float8) AS ms
FROM pg_catalog.pg_stat_activity a
WHERE a.pid <> pg_catalog.pg_backend_pid() AND a.pid IN (
  SELECT l.pid FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
  WHERE l.locktype = 'relation' AND l.granted AND l.mode <> ALL($2) AND c.relname = ANY($1)
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
)
ORDER BY a.xact_start LIMIT 2`,
      values: [namesIn(text), harmless],
    },
  ]);
  const holders = (results[0]?.rows ?? []).map(describe);
  return holders.length === 0 ? undefined : `held by ${holders.join(", and by ")}`;
}

function namesIn(text: string): readonly string[] {
  const run = tokenRun(text);
  const names = new Set<string>();
  for (const { token, index } of tokensFrom(run, 0)) {
    if (token.kind === "word" || token.kind === "quoted-name") names.add(parseIdentifier(textAt(run, index)));
    if (names.size === NAMES_MAX) break;
  }
  return [...names];
}

/** What others do, the server tells only those who may know. */
function describe({ pid, application_name: application, usename, state, query, ms }: ResultRow): string {
  const who = [application, usename].find((each) => typeof each === "string" && each !== "");
  const doing = typeof state === "string" ? `${state} for ${renderDuration(Math.round(Number(ms)))}` : undefined;
  const known = [who, doing].filter((each) => each !== undefined);
  const head = known.length === 0 ? `pid ${String(pid)}` : `pid ${String(pid)} (${known.join(", ")})`;
  const said = typeof query === "string" && !query.startsWith("<") ? query.trim().replaceAll(/\s+/g, " ") : "";
  if (said === "") return head;
  const short = said.length > QUERY_CHARACTERS_MAX ? `${said.slice(0, QUERY_CHARACTERS_MAX)}…` : said;
  return `${head}: ${short}`;
}
