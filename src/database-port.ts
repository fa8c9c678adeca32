// Statements and transactions of a script, over one connection that is opened when it is first needed. What the database refuses
// because of another transaction is tried again as a whole; whether a lost COMMIT was carried out is said to be unknown.

import { type Doubt, doubtOf } from "./adapters/sql/cockroach/doubt-of.ts";
import type { SqlConnection, SqlFailure, SqlStatement } from "./adapters/sql/connection.ts";
import { ToolError } from "./base/errors.ts";
import { databaseError } from "./database-failure.ts";
import type { SessionPort } from "./sql/session/open-session.ts";
import { restartOf, retryTransaction } from "./sql/session/retry-transaction.ts";
import { transactionPort } from "./sql/session/transaction-port.ts";
import type { SqlRow, SqlTransactionOptions } from "./sql/session.ts";

export interface DatabasePortOptions {
  open(): Promise<SqlConnection>;
  /** Sent once on every new connection. */
  readonly greeting: readonly SqlStatement[];
  /** Where unqualified names go; undefined: the database's own search path. */
  readonly schema: string | undefined;
  sleep(ms: number): Promise<void>;
  /** From 0 to 1, for jitter. */
  random(): number;
}

export interface DatabasePort extends SessionPort {
  close(): Promise<void>;
}

export function databasePort({ open, greeting, schema, sleep, random }: DatabasePortOptions): DatabasePort {
  let connection: SqlConnection | undefined;

  /** @throws ToolError "connection-failed" */
  async function connected(): Promise<SqlConnection> {
    if (connection !== undefined && !connection.isLost) return connection;
    await connection?.close();
    connection = undefined;
    const opened = await open();
    const { failure } = await opened.pipeline(greeting);
    if (failure !== undefined) {
      await opened.close();
      throw databaseError(failure, { text: "the settings of the session", values: [], schema });
    }
    connection = opened;
    return opened;
  }

  async function sendOn(on: SqlConnection, statement: SqlStatement): Promise<readonly SqlRow[]> {
    const { results, failure } = await on.pipeline([statement]);
    if (failure !== undefined) throw databaseError(failure, { ...statement, values: statement.values ?? [], schema });
    return results[0]?.rows ?? [];
  }

  async function attempt<Result>(
    work: (inner: SessionPort) => Promise<Result>,
    { isolation }: SqlTransactionOptions,
  ): Promise<Result> {
    const on = await connected();
    await sendOn(on, {
      text: isolation === undefined ? "BEGIN" : `BEGIN ISOLATION LEVEL ${isolation.toUpperCase()}`,
      values: [],
    });
    const inside = transactionPort((text, values) => sendOn(on, { text, values }));
    let result: Result;
    try {
      result = await work(inside);
      inside.assertWhole();
    } catch (error) {
      // A connection that is lost has undone it.
      if (!on.isLost) await on.pipeline([{ text: "ROLLBACK" }]);
      throw restartOf(inside.assertWhole) ?? error;
    }
    const { failure } = await on.pipeline([{ text: "COMMIT" }]);
    if (failure === undefined) return result;
    const doubt = doubtOf(failure, "commit");
    if (doubt !== undefined) throw unknownEnd(failure, doubt);
    if (!on.isLost) await on.pipeline([{ text: "ROLLBACK" }]);
    throw databaseError(failure, { text: "COMMIT", values: [], schema });
  }

  return {
    async send(text, values) {
      return await sendOn(await connected(), { text, values });
    },
    async transaction(work, options) {
      return await retryTransaction(() => attempt(work, options), { attempts: options.attempts, sleep, random });
    },
    async close() {
      await connection?.close();
    },
  };
}

function unknownEnd({ message, code: sqlstate }: SqlFailure, { isHalfDone, hint }: Doubt): ToolError {
  const what = isHalfDone
    ? "a part of the transaction is committed"
    : "whether the transaction is committed is not known";
  return new ToolError("step-in-doubt", `COMMIT: ${message}; ${what}`, {
    hint: isHalfDone ? hint : "look at what it should have written before it is run again",
    details: sqlstate === undefined ? {} : { sqlstate },
  });
}
