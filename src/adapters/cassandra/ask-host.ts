// Asks one node itself, within a time, and says why it did not answer.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, Host } from "cassandra-driver";
import { renderDuration } from "../../base/duration.ts";
import { connectionErrorOf } from "./connection-errors.ts";
import { type Failure, readFailure } from "./failure.ts";
import { CONSISTENCY_ONE, type SystemRows } from "./system-query.ts";

export interface HostQuery {
  readonly text: string;
  readonly params?: readonly string[];
}

export type HostAnswer =
  | { readonly kind: "rows"; readonly rows: SystemRows }
  /** `failure` has the server's code when it did answer, and said no. */
  | { readonly kind: "silent"; readonly problem: string; readonly failure: Failure | undefined };

/** What cassandra-driver 4.10.0 (host-connection-pool.js) says of a node while its first connection is being opened. */
const STILL_CONNECTING = "No connection available";
/** And of one to which none can be opened (request-handler.js). */
const NO_CONNECTION = "Host considered as DOWN";
const CONNECT_PAUSE_MS = 5;

/**
 * The first page of what it has.
 * @param timeoutMs also over the time that it takes to connect, which the driver gives no limit of its own to
 */
export async function askHost(
  client: Client,
  host: Host,
  { text, params = [] }: HostQuery,
  timeoutMs: number,
): Promise<HostAnswer> {
  const untilMs = performance.now() + timeoutMs;
  const silence = `did not answer within ${renderDuration(timeoutMs)}`;
  for (;;) {
    const leftMs = Math.max(1, untilMs - performance.now());
    const hints = params.map(() => "text");
    const options = { host, prepare: false, hints, readTimeout: leftMs, consistency: CONSISTENCY_ONE };
    try {
      const result = await within(client.execute(text, [...params], options), leftMs);
      if (result === undefined) return { kind: "silent", problem: silence, failure: undefined };
      return { kind: "rows", rows: result.rows };
    } catch (error) {
      const failure = readFailure(error);
      if (failure.message !== STILL_CONNECTING || !host.isUp()) {
        const isDown = failure.message === NO_CONNECTION;
        return { kind: "silent", problem: isDown ? describeDown(client, host) : failure.message, failure };
      }
      if (performance.now() >= untilMs) return { kind: "silent", problem: silence, failure: undefined };
      await sleep(CONNECT_PAUSE_MS);
    }
  }
}

function describeDown(client: Client, { address }: Host): string {
  return `is down, or out of reach: ${connectionErrorOf(client, address) ?? "no connection can be opened"}`;
}

/** @returns undefined when it takes longer. */
export async function within<Result>(result: Promise<Result>, ms: number): Promise<Result | undefined> {
  const done = new AbortController();
  // What comes too late is nobody's.
  result.catch(() => undefined);
  try {
    return await Promise.race([result, sleep(ms, undefined, { signal: done.signal, ref: true })]);
  } finally {
    done.abort();
  }
}
