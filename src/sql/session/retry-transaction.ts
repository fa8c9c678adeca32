// Runs a transaction again, from its beginning, when the database refuses it because of another one. Time and chance are the
// caller's.
import { pauseMs } from "../../base/backoff.ts";
import { ToolError } from "../../base/errors.ts";
import { isRestart } from "./transaction-port.ts";

export interface TransactionRetry {
  readonly attempts?: number | undefined;
  sleep(ms: number): Promise<void>;
  /** From 0 to 1, for jitter. */
  random(): number;
  /** Before the pause. */
  onRetry?: ((error: ToolError) => void) | undefined;
}

const ATTEMPTS = 10;
const PAUSE = { minMs: 20, maxMs: 2_000 };

/**
 * @param attempt opens the transaction, and has undone it when it throws
 * @throws what `attempt` throws at last
 */
export async function retryTransaction<Result>(
  attempt: () => Promise<Result>,
  { attempts = ATTEMPTS, sleep, random, onRetry }: TransactionRetry,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (tried === attempts) throw givenUp(error, tried);
      onRetry?.(error);
    }
    await sleep(pauseMs(tried, PAUSE, random()));
  }
}

/**
 * What makes it worth another try, of a transaction whose work has thrown something: a failure that the work has caught decides, not
 * what came of it. @param assertWhole see TransactionPort
 */
export function restartOf(assertWhole: () => void): ToolError | undefined {
  try {
    assertWhole();
    return undefined;
  } catch (error) {
    return mayPass(error) ? error : undefined;
  }
}

/** Another transaction was in the way, or a lock was not free in time. A login that may pass was waited for already. */
function mayPass(thrown: unknown): thrown is ToolError {
  if (!(thrown instanceof ToolError)) return false;
  return isRestart(thrown) || (thrown.code === "step-failed" && thrown.details.mayPass === true);
}

function givenUp(error: ToolError, tried: number): ToolError {
  if (tried === 1) return error;
  return new ToolError(error.code, `${error.message} (${tried} tries)`, {
    hint: isRestart(error)
      ? "other transactions write the same rows all the time: make this one shorter, or allow more `attempts`"
      : error.hint,
    details: error.details,
    cause: error,
  });
}
