// Schema agreement: every live node is asked, itself, for the schema version that it holds.
//
// The driver's own check reads system.peers of one node, which follows by gossip about once a second and keeps rows of
// nodes that are gone. Asking each node is stronger and, on three nodes, up to ten times faster.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, Host } from "cassandra-driver";
import { renderDuration } from "../../base/duration.ts";
import { ToolError } from "../../base/errors.ts";
import type { AbsentNode, Agreement } from "../../engine/ports.ts";
import { judgeAgreement } from "./judge-agreement.ts";
import { askCoordinator, askNode, findJoining, type NodeSchema } from "./node-schema.ts";

export interface AgreementOptions {
  readonly waitMs: number;
  /** How many nodes may be down, joining, or out of reach. */
  readonly tolerateDown: number;
  /** "coordinator": of a node that cannot be reached, the word of the coordinator counts. */
  readonly view: "nodes" | "coordinator";
}

const ASK_TIMEOUT_MS = 3_000;
/** For a node that did not answer before: it holds up no statement, and is heard again once it is back. */
const ASK_AGAIN_TIMEOUT_MS = 250;
const JOINING_TIMEOUT_MS = 1_000;
const POLL_MIN_MS = 5;
const POLL_MAX_MS = 100;

/**
 * @returns a function that returns once all nodes that the cluster knows hold one schema version.
 * It throws ToolError "agreement-not-reached" at once for nodes that are known to be down or joining and not tolerated, and for
 * different releases; otherwise after `waitMs`.
 */
export function schemaAgreement(client: Client, options: AgreementOptions): () => Promise<Agreement> {
  const { waitMs, tolerateDown, view } = options;
  const silent = new Set<string>();
  /** The coordinator's word of them stays an old one, and is not waited for again. */
  const outdated = new Set<string>();
  let joining: Promise<readonly NodeSchema[]> | undefined;

  async function askAll(): Promise<readonly NodeSchema[]> {
    // Once a session: who joins meanwhile asks the others for their schema.
    joining ??= findJoining(client, JOINING_TIMEOUT_MS);
    const hosts = client.hosts.values();
    const addresses = new Set(hosts.map(({ address }) => withoutPort(address)));
    const others = (await joining).filter(({ address }) => !addresses.has(address));
    // A node always agrees with itself.
    if (hosts.length === 1 && others.length === 0) return [];
    const asked = await Promise.all(hosts.map(ask));
    for (const { address, source } of asked) {
      if (source === "nobody") silent.add(address);
      else silent.delete(address);
    }
    const isHearsay = view === "coordinator" && asked.some(({ source }) => source === "nobody");
    return [...(isHearsay ? await believeCoordinator(asked, hosts) : asked), ...others];
  }

  function ask(host: Host): Promise<NodeSchema> {
    return askNode(client, host, silent.has(host.address) ? ASK_AGAIN_TIMEOUT_MS : ASK_TIMEOUT_MS);
  }

  async function believeCoordinator(nodes: readonly NodeSchema[], hosts: readonly Host[]): Promise<NodeSchema[]> {
    const peers = await askCoordinator(client);
    return nodes.map((node, index) => {
      const heard = peers.get(String(hosts[index]?.hostId));
      if (node.source !== "nobody" || heard?.schemaVersion === undefined) return node;
      return { ...node, ...heard, source: "coordinator" };
    });
  }

  return async () => {
    const deadlineMs = performance.now() + waitMs;
    let pauseMs = POLL_MIN_MS;
    for (;;) {
      const nodes = await askAll();
      if (nodes.length === 0) return { absent: [] };
      const isLate = performance.now() >= deadlineMs;
      const doubted = isLate
        ? withoutOutdated(nodes, () => true)
        : withoutOutdated(nodes, (each) => outdated.has(each));
      const verdict = judgeAgreement(doubted, tolerateDown);
      if (verdict.kind === "agreed") {
        for (const { address, source } of verdict.missing) if (source === "nobody") outdated.add(address);
        return { absent: absentOf(doubted) };
      }
      if (verdict.kind === "hopeless" || isLate) throw notReached(nodes, options);
      await sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 1.5, POLL_MAX_MS);
    }
  };
}

/** Hearsay that differs from what the nodes themselves say counts for nothing, of the nodes that `isDoubted` names. */
function withoutOutdated(nodes: readonly NodeSchema[], isDoubted: (address: string) => boolean): NodeSchema[] {
  const own = nodes.find(({ source }) => source === "itself")?.schemaVersion;
  return nodes.map((node) =>
    node.source === "coordinator" && node.schemaVersion !== own && isDoubted(node.address)
      ? { ...node, source: "nobody" }
      : node,
  );
}

function absentOf(nodes: readonly NodeSchema[]): readonly AbsentNode[] {
  return nodes.flatMap(({ address, source, problem }) =>
    source === "itself"
      ? []
      : [{ address, problem: problem ?? "", reason: source === "coordinator" ? "coordinator" : "tolerated" }],
  );
}

/** "127.0.0.1:9042" */
function withoutPort(address: string): string {
  return address.replace(/:\d+$/, "");
}

function notReached(nodes: readonly NodeSchema[], { waitMs, tolerateDown, view }: AgreementOptions): ToolError {
  const silent = nodes.filter(({ problem }) => problem !== undefined);
  const described = nodes.map(
    ({ address, schemaVersion, source, problem }) =>
      `  ${address}: ${[problem, source === "nobody" ? undefined : describeVersion(schemaVersion, source)].filter(Boolean).join("; ")}`,
  );
  const releases = new Set(nodes.flatMap(({ releaseVersion }) => releaseVersion ?? []));
  const isSilent = silent.length > tolerateDown && nodes.some(({ source }) => source === "nobody");
  const what = isSilent
    ? `${silent.length} of ${nodes.length} nodes cannot be asked for their schema version`
    : releases.size > 1
      ? `the nodes run different releases (${[...releases].join(", ")})`
      : `the nodes hold different schema versions after ${renderDuration(waitMs)}`;
  const healthy =
    "bring the cluster to one healthy state first (nodetool status, nodetool describecluster); a schema change now could be lost";
  const tolerate = `to go on without ${silent.length === 1 ? "it" : "them"}: --tolerate-down ${silent.length}`;
  const reach = view === "nodes" ? "; where the network lets only some nodes be reached: --agreement coordinator" : "";
  return new ToolError("agreement-not-reached", [`${what}:`, ...described].join("\n"), {
    hint: isSilent ? `${healthy}; ${tolerate}${reach}` : healthy,
    details: { nodes: nodes.map(({ isAway: _isAway, ...node }) => node) },
  });
}

function describeVersion(schemaVersion: string | undefined, source: NodeSchema["source"]): string {
  if (schemaVersion === undefined) return "has no schema version yet";
  return `schema version ${schemaVersion}${source === "coordinator" ? " by the coordinator's word" : ""}`;
}
