// Turns what a database says into an error: its words, its SQLSTATE and what to do, and none of the values that were sent. Pure.
import type { SqlFailure } from "./adapters/sql/connection.ts";
import { stepFailure } from "./adapters/sql/failure.ts";
import { nameSchema } from "./adapters/sql/outcome.ts";
import { ToolError } from "./base/errors.ts";
import { withoutValues } from "./sql/session/without-values.ts";
import { SQLSTATE } from "./sql/sqlstate.ts";
import { firstWords } from "./text/first-words.ts";

export interface RefusedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Where unqualified names go; undefined: the database's own search path. */
  readonly schema: string | undefined;
}

/** @returns "connection-failed", or "step-failed" with the SQLSTATE in `details.sqlstate` */
export function databaseError(refusal: SqlFailure, { text, values, schema }: RefusedStatement): ToolError {
  const what = firstWords(text);
  if (refusal.kind === "lost") {
    const message = `${what}: the connection was lost before an answer came: ${refusal.message}`;
    return new ToolError("connection-failed", message, {
      hint: "whether the statement was carried out is not known, unless it stands in a transaction, which is undone then",
    });
  }
  const { code: sqlstate, constraint, table } = refusal;
  const failure = stepFailure(schema === undefined ? refusal : nameSchema(refusal, schema), text);
  const facts = { sqlstate, constraint, table, mayPass: failure.mayPass };
  const details = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  if (SEVERAL.test(refusal.message)) {
    const message = `execute takes one statement, and was given several in one text: ${what}`;
    return new ToolError("step-failed", message, { details });
  }
  const said = values.length === 0 ? failure.message : withoutValues(failure.message, sqlstate);
  return new ToolError("step-failed", `${what}: ${said}`, { hint: adviseScript(refusal) ?? failure.hint, details });
}

/** PostgreSQL 12 to 18; CockroachDB, pkg/sql/pgwire/pgerror (WrongNumberOfPreparedStatements). */
const SEVERAL = /^cannot insert multiple commands into a prepared statement|^prepared statement had \d+ statements/;

/** What is said to a script in other words than to a migration: it has neither files nor a configuration. */
function adviseScript({ code, message }: SqlFailure): string | undefined {
  switch (code) {
    case SQLSTATE.queryCanceled:
      return /statement timeout/.test(message) ? "allow it more time: `settings: { statement_timeout }`" : undefined;
    case SQLSTATE.lockNotAvailable:
      return "another session holds a lock on what it wants: SELECT pid, state, query FROM pg_stat_activity WHERE state <> 'idle'; `settings: { lock_timeout }` is how long it is waited for";
    case SQLSTATE.activeTransaction:
      return /cannot run inside a transaction/.test(message)
        ? "send it outside of `transaction`, in a text of its own"
        : undefined;
    default:
      return undefined;
  }
}
