// Asks the nodes of a cluster which schema they hold: each of them itself; of one that cannot be reached, its coordinator.
import type { Client, Host } from "cassandra-driver";
import { askHost, within } from "./ask-host.ts";
import { readGossip } from "./gossip.ts";
import { querySystem } from "./system-query.ts";

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

/** Why a node that is joining does not answer. */
export const JOINING = "is still joining the cluster";
const ASK = "SELECT schema_version, release_version FROM system.local";

/** @param timeoutMs also over the time that it takes to connect */
export async function askNode(client: Client, host: Host, timeoutMs: number): Promise<NodeSchema> {
  const { address } = host;
  const answer = await askHost(client, host, { text: ASK }, timeoutMs);
  if (answer.kind === "silent") return absent(address, answer.problem, awayOf(host));
  const [row] = answer.rows;
  return {
    address,
    schemaVersion: row?.schema_version?.toString(),
    releaseVersion: row?.release_version,
    source: "itself",
    problem: undefined,
    away: undefined,
  };
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
 * Nodes that are on their way into the ring. They answer no client, and stand in no `system.peers` yet.
 * @returns undefined when the server does not tell within `timeoutMs`; nothing where it never does
 */
export async function findJoining(client: Client, timeoutMs: number): Promise<readonly JoiningNode[] | undefined> {
  const gossip = await readGossip(client, timeoutMs);
  if (gossip.kind !== "members") return gossip.kind === "hidden" ? [] : undefined;
  return gossip.members
    .filter(({ state }) => state === "joining")
    .map(({ hostId, address }) => ({ hostId, node: absent(address, JOINING, "joining") }));
}

function awayOf(host: Host): NodeSchema["away"] {
  return host.isUp() ? undefined : "down";
}

function absent(address: string, problem: string, away: NodeSchema["away"]): NodeSchema {
  return { address, schemaVersion: undefined, releaseVersion: undefined, source: "nobody", problem, away };
}
