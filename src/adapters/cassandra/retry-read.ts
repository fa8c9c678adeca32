// Repeats a read while what stops it may pass: reading twice does no harm.
import { setTimeout as sleep } from "node:timers/promises";
import { type Failure, isPassing, readFailure, SERVER_CODES } from "./failure.ts";

/** So long a connection that was lost, or a coordinator that has too few nodes, is given to come back. */
const RETRY_MS = 5_000;
const PAUSE_MIN_MS = 50;
const PAUSE_MAX_MS = 1_000;

/** @throws what `read` throws, the last time */
export async function retryRead<Result>(read: () => Promise<Result>): Promise<Result> {
  const untilMs = performance.now() + RETRY_MS;
  for (let pauseMs = PAUSE_MIN_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    try {
      return await read();
    } catch (error) {
      if (performance.now() >= untilMs || !mayPass(readFailure(error))) throw error;
      await sleep(pauseMs * (0.75 + Math.random() / 2));
    }
  }
}

/** A node that is only just back fails the reads of a table that it has not loaded yet (Cassandra 5.0.8). */
function mayPass(failure: Failure): boolean {
  return isPassing(failure) || failure.code === SERVER_CODES.readFailure;
}
