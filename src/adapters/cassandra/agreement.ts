// Schema agreement: every live node is asked, itself, for the schema version that it holds.
//
// The driver's own check reads system.peers of one node, which follows by gossip about once a second and keeps rows of
// nodes that are gone. Asking each node is stronger and, on three nodes, up to ten times faster.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, Host } from "cassandra-driver";
import { renderDuration } from "../../base/duration.ts";
import { ToolError } from "../../base/errors.ts";
import { readFailure } from "./failure.ts";

const ASK = "SELECT schema_version, release_version FROM system.local";
const ASK_TIMEOUT_MS = 3_000;
/** As the protocol numbers it. The table is the node's own, so that a level such as TWO would find too few of them. */
const CONSISTENCY_ONE = 1;
const POLL_MIN_MS = 5;
const POLL_MAX_MS = 100;

export interface NodeSchema {
  readonly address: string;
  /** Undefined when the node cannot be asked; `problem` says why. */
  readonly schemaVersion: string | undefined;
  readonly releaseVersion: string | undefined;
  readonly problem: string | undefined;
}

/**
 * Returns once all nodes that the cluster knows hold one schema version.
 * @throws ToolError "agreement-not-reached" at once for a node that is known to be down, otherwise after `waitMs`.
 */
export async function awaitSchemaAgreement(client: Client, waitMs: number): Promise<void> {
  const deadlineMs = performance.now() + waitMs;
  let pauseMs = POLL_MIN_MS;
  for (;;) {
    const hosts = client.hosts.values();
    // A node always agrees with itself.
    if (hosts.length === 1) return;
    const nodes = await Promise.all(hosts.map((host) => askNode(client, host)));
    const isDown = hosts.some((host) => !host.isUp());
    if (!isDown && agree(nodes)) return;
    if (isDown || performance.now() >= deadlineMs) throw notReached(nodes, waitMs);
    await sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, POLL_MAX_MS);
  }
}

function agree(nodes: readonly NodeSchema[]): boolean {
  const [first] = nodes;
  return (
    first?.schemaVersion !== undefined &&
    nodes.every((node) => node.schemaVersion === first.schemaVersion && node.releaseVersion === first.releaseVersion)
  );
}

async function askNode(client: Client, host: Host): Promise<NodeSchema> {
  const { address } = host;
  try {
    const result = await client.execute(ASK, [], {
      host,
      prepare: false,
      readTimeout: ASK_TIMEOUT_MS,
      consistency: CONSISTENCY_ONE,
    });
    const row = result.first();
    const schemaVersion = row?.schema_version?.toString();
    const problem = schemaVersion === undefined ? "has no schema version yet" : undefined;
    return { address, schemaVersion, releaseVersion: row?.release_version, problem };
  } catch (error) {
    return { address, schemaVersion: undefined, releaseVersion: undefined, problem: readFailure(error).message };
  }
}

function notReached(nodes: readonly NodeSchema[], waitMs: number): ToolError {
  const silent = nodes.filter(({ problem }) => problem !== undefined);
  const described = nodes.map(
    ({ address, schemaVersion, problem }) => `  ${address}: ${problem ?? `schema version ${schemaVersion}`}`,
  );
  const releases = new Set(nodes.flatMap(({ releaseVersion }) => releaseVersion ?? []));
  const what =
    silent.length > 0
      ? `${silent.length} of ${nodes.length} nodes cannot be asked for their schema version`
      : releases.size > 1
        ? `the nodes run different releases (${[...releases].join(", ")})`
        : `the nodes hold different schema versions after ${renderDuration(waitMs)}`;
  return new ToolError("agreement-not-reached", [`${what}:`, ...described].join("\n"), {
    hint: "bring the cluster to one healthy state first (nodetool status, nodetool describecluster); a schema change now could be lost",
    details: { nodes },
  });
}
