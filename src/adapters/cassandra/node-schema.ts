// Asks the nodes of a cluster which schema they hold: each of them itself; of one that cannot be reached, its coordinator.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, Host } from "cassandra-driver";
import { renderDuration } from "../../base/duration.ts";
import { connectionErrorOf } from "./connection-errors.ts";
import { readFailure } from "./failure.ts";
import { CONSISTENCY_ONE, querySystem, tryQuerySystem } from "./system-query.ts";

export interface NodeSchema {
  readonly address: string;
  readonly schemaVersion: string | undefined;
  readonly releaseVersion: string | undefined;
  /** Whose word that is; "nobody": it is not known, and `problem` says why. */
  readonly source: "itself" | "coordinator" | "nobody";
  /** Why it did not answer for itself. */
  readonly problem: string | undefined;
  /** It will not answer soon: the driver knows that it is down, or the cluster that it is still joining. */
  readonly away: "down" | "joining" | undefined;
}

const ASK = "SELECT schema_version, release_version FROM system.local";

/** What cassandra-driver 4.10.0 (host-connection-pool.js) says of a node while its first connection is being opened. */
const STILL_CONNECTING = "No connection available";
/** And of one to which none can be opened (request-handler.js). */
const NO_CONNECTION = "Host considered as DOWN";
const CONNECT_PAUSE_MS = 5;

/** @param timeoutMs also over the time that it takes to connect, which the driver gives no limit of its own to */
export async function askNode(client: Client, host: Host, timeoutMs: number): Promise<NodeSchema> {
  const { address } = host;
  const untilMs = performance.now() + timeoutMs;
  for (;;) {
    const leftMs = Math.max(1, untilMs - performance.now());
    const options = { host, prepare: false, readTimeout: leftMs, consistency: CONSISTENCY_ONE };
    try {
      const result = await within(client.execute(ASK, [], options), leftMs);
      const row = result?.first();
      if (row === undefined || row === null) return absent(address, silence(timeoutMs), awayOf(host));
      const versions = { schemaVersion: row.schema_version?.toString(), releaseVersion: row.release_version };
      return { address, ...versions, source: "itself", problem: undefined, away: undefined };
    } catch (error) {
      const { message } = readFailure(error);
      if (message !== STILL_CONNECTING || !host.isUp()) {
        return absent(address, message === NO_CONNECTION ? describeDown(client, address) : message, awayOf(host));
      }
      if (performance.now() >= untilMs) return absent(address, silence(timeoutMs), undefined);
      await sleep(CONNECT_PAUSE_MS);
    }
  }
}

function describeDown(client: Client, address: string): string {
  return `is down, or out of reach: ${connectionErrorOf(client, address) ?? "no connection can be opened"}`;
}

function silence(timeoutMs: number): string {
  return `did not answer within ${renderDuration(timeoutMs)}`;
}

/**
 * What the coordinator holds of the other nodes, by the text of their host ids. Gossip brings it about a second late, and it
 * stays as it was for a node that is down.
 * @returns nothing when it does not answer within `timeoutMs`: it can be asked again.
 */
export async function askCoordinator(
  client: Client,
  timeoutMs: number,
): Promise<ReadonlyMap<string, Pick<NodeSchema, "schemaVersion" | "releaseVersion">>> {
  const text = "SELECT host_id, schema_version, release_version FROM system.peers";
  const rows = await within(querySystem(client, text), timeoutMs).catch(() => undefined);
  return new Map(
    (rows ?? []).map((row) => [
      String(row.host_id),
      { schemaVersion: row.schema_version?.toString(), releaseVersion: row.release_version ?? undefined },
    ]),
  );
}

export interface JoiningNode {
  readonly hostId: string;
  readonly node: NodeSchema;
}

/**
 * Nodes that are on their way into the ring. They answer no client, and stand in no `system.peers` yet; Cassandra 4.1 and 5.0
 * show them in gossip, older releases nowhere (`GossipInfoTable`, `StorageService.onChange`).
 * @returns undefined when the server does not tell within `timeoutMs`: it looks up the name of each node for this.
 */
export async function findJoining(client: Client, timeoutMs: number): Promise<readonly JoiningNode[] | undefined> {
  const text = "SELECT address, host_id, status_with_port FROM system_views.gossip_info";
  const rows = await within(
    tryQuerySystem(client, text).then((found) => found ?? []),
    timeoutMs,
  ).catch(() => undefined);
  return rows
    ?.filter((row) => /^BOOT/.test(row.status_with_port ?? ""))
    .map((row) => ({
      hostId: String(row.host_id),
      node: absent(String(row.address), "is still joining the cluster", "joining"),
    }));
}

function awayOf(host: Host): NodeSchema["away"] {
  return host.isUp() ? undefined : "down";
}

function absent(address: string, problem: string, away: NodeSchema["away"]): NodeSchema {
  return { address, schemaVersion: undefined, releaseVersion: undefined, source: "nobody", problem, away };
}

/** @returns undefined when it takes longer. */
async function within<Result>(result: Promise<Result>, ms: number): Promise<Result | undefined> {
  const done = new AbortController();
  // What comes too late is nobody's.
  result.catch(() => undefined);
  try {
    return await Promise.race([result, sleep(ms, undefined, { signal: done.signal, ref: true })]);
  } finally {
    done.abort();
  }
}
