// Whether what is sent by itself goes to the session that was set up for it: behind a pooler that hands out sessions by transaction
// it goes to any.
import type { StepFailure } from "../../engine/ports.ts";
import type { SqlConnection, SqlFailure, SqlStatement } from "./connection.ts";
import { restoreSession } from "./session-state.ts";

const ASK: SqlStatement = { text: "SELECT pg_catalog.pg_backend_pid() AS pid" };
/** How often the session that was set up is looked for, to put it back. */
const TRIES_MAX = 10;

/** Sets a session of PostgreSQL up, and makes sure that it is the one which the next statement goes to, as far as can be seen. */
export async function setUpSession(
  connection: SqlConnection,
  setting: SqlStatement,
): Promise<{ readonly failure: SqlFailure | undefined } | { readonly refusal: StepFailure }> {
  const set = await connection.pipeline([setting, ASK]);
  if (set.failure !== undefined) return { failure: set.failure };
  const asked = await connection.pipeline([ASK]);
  if (asked.failure !== undefined) return { failure: asked.failure };
  const pid = set.results[1]?.rows[0]?.pid;
  if (asked.results[0]?.rows[0]?.pid === pid) return { failure: undefined };
  for (let count = 0; count < TRIES_MAX; count += 1) {
    const { results } = await connection.pipeline([...restoreSession("postgres"), ASK]);
    if (results.at(-1)?.rows[0]?.pid === pid) break;
  }
  return { refusal: POOLED };
}

const POOLED: StepFailure = {
  message:
    "a pooler hands out sessions by transaction here, and this statement runs outside of transactions: its schema and its time-outs would be those of any session",
  hint: "give a URL that leads to the server itself, or to a pooler that hands out sessions for as long as they are wanted",
};
