// The inside of a transaction as a port: its transactions are savepoints, and a failure that was caught does not get lost. Pure.

import { ToolError } from "../../base/errors.ts";
import { firstWords } from "../../text/first-words.ts";
import type { SqlRow } from "../session.ts";
import { SQLSTATE } from "../sqlstate.ts";
import type { SessionPort } from "./open-session.ts";

export interface TransactionPort extends SessionPort {
  /** PostgreSQL answers COMMIT of a transaction that has failed with a rollback, and no error. @throws what it failed with */
  assertWhole(): void;
}

const RESTARTS: ReadonlySet<unknown> = new Set([SQLSTATE.serializationFailure, SQLSTATE.deadlockDetected]);

/** The transaction can only be begun again: no savepoint helps. CockroachDB: 40001 takes no ROLLBACK TO SAVEPOINT. */
export function isRestart(thrown: unknown): boolean {
  return thrown instanceof ToolError && RESTARTS.has(thrown.details.sqlstate);
}

export function transactionPort(send: SessionPort["send"], depth = 1): TransactionPort {
  let failure: { readonly error: unknown } | undefined;

  async function sendHere(text: string, values: readonly unknown[]): Promise<readonly SqlRow[]> {
    if (failure !== undefined) {
      throw new ToolError(
        "step-failed",
        `an earlier statement of this transaction has failed, and this was not sent: ${firstWords(text)}`,
        {
          hint: "let the error go through; to go on after it, run what may fail in a transaction of its own within this one",
          details: failure.error instanceof ToolError ? failure.error.details : {},
          cause: failure.error,
        },
      );
    }
    try {
      return await send(text, values);
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  function assertWhole(): void {
    if (failure !== undefined) throw failure.error;
  }

  return {
    send: sendHere,
    assertWhole,
    async transaction(work, { isolation }) {
      if (isolation !== undefined) {
        throw new ToolError("usage", "`isolation` is of the outermost transaction, and this is within one");
      }
      const name = `tidemark_${depth}`;
      await sendHere(`SAVEPOINT ${name}`, []);
      const inner = transactionPort(send, depth + 1);
      try {
        const result = await work(inner);
        inner.assertWhole();
        await sendHere(`RELEASE SAVEPOINT ${name}`, []);
        return result;
      } catch (error) {
        if (failure !== undefined) throw error;
        const inside = failureOf(inner);
        if (isRestart(inside) || isLost(inside)) failure = { error: inside };
        else {
          await sendHere(`ROLLBACK TO SAVEPOINT ${name}`, []);
          await sendHere(`RELEASE SAVEPOINT ${name}`, []);
        }
        throw error;
      }
    },
  };
}

function failureOf(port: TransactionPort): unknown {
  try {
    port.assertWhole();
    return undefined;
  } catch (error) {
    return error;
  }
}

function isLost(thrown: unknown): boolean {
  return thrown instanceof ToolError && thrown.code !== "step-failed";
}
