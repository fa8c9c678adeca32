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
import { askCoordinator, askNode, findJoining, type JoiningNode, type NodeSchema } from "./node-schema.ts";

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
const JOINING_ASKS_MAX = 2;
/** A connection that is lost is opened anew within this time: only then its node counts as down. */
const RECONNECT_MS = 2_000;
const POLL_MIN_MS = 5;
/** Most agree within this: until then they are asked often, for all of a run waits. */
const SOON_MS = 1_000;
const POLL_SOON_MAX_MS = 20;
const POLL_MAX_MS = 100;

// Cassandra 4.0 to 5.0 looks for versions that it does not have once a minute (MigrationCoordinator).
const BEHIND =
  "a node that was away takes up to a minute to catch up: run the command again, or raise schema.agreement_wait; one that stays behind: nodetool describecluster, and nodetool resetlocalschema there";

/**
 * @returns a function that returns once all nodes that the cluster knows hold one schema version.
 * It throws ToolError "agreement-not-reached" at once for nodes that are known to be down or joining and not tolerated, and for
 * different releases; otherwise after `waitMs`.
 */
export function schemaAgreement(client: Client, options: AgreementOptions): () => Promise<Agreement> {
  const { waitMs, tolerateDown, view } = options;
  /** Nodes that did not answer when agreement was reached the last time, and why: they hold up no statement. */
  const gone = new Map<string, string>();
  /** Those of them of whom the coordinator's word was an old one. */
  const writtenOff = new Set<string>();
  let joining: readonly JoiningNode[] | undefined;
  let joiningAsks = 0;

  /** Once a session, and again while somebody does; twice when the server was too slow to tell. */
  async function lookForJoining(): Promise<void> {
    const isKnown = joining === undefined ? joiningAsks === JOINING_ASKS_MAX : joining.length === 0;
    if (isKnown) return;
    joiningAsks += 1;
    joining = await findJoining(client, JOINING_TIMEOUT_MS);
  }

  /** @returns undefined for one node alone, which always agrees with itself. */
  async function askAll(): Promise<readonly NodeSchema[] | undefined> {
    const hosts = client.hosts.values();
    const known = new Set(hosts.map(({ hostId }) => String(hostId)));
    const others = (joining ?? []).filter(({ hostId }) => !known.has(hostId)).map(({ node }) => node);
    if (hosts.length === 1 && others.length === 0) return undefined;
    const asked = await Promise.all(hosts.map(ask));
    const isHearsay = view === "coordinator" && asked.some(({ source }) => source === "nobody");
    return [...(isHearsay ? await believeCoordinator(asked, hosts) : asked), ...others];
  }

  async function ask(host: Host): Promise<NodeSchema> {
    const problem = gone.get(host.address);
    const node = await askNode(client, host, problem === undefined ? ASK_TIMEOUT_MS : ASK_AGAIN_TIMEOUT_MS);
    if (node.source === "nobody") return { ...node, problem: problem ?? node.problem };
    gone.delete(host.address);
    writtenOff.delete(host.address);
    return node;
  }

  async function believeCoordinator(nodes: readonly NodeSchema[], hosts: readonly Host[]): Promise<NodeSchema[]> {
    const peers = await askCoordinator(client, ASK_TIMEOUT_MS);
    return nodes.map((node, index) => {
      const heard = peers.get(String(hosts[index]?.hostId));
      if (node.source !== "nobody" || heard?.schemaVersion === undefined) return node;
      return { ...node, ...heard, source: "coordinator" };
    });
  }

  /** @returns undefined when they are to be asked again. */
  async function tryToAgree(passedMs: number): Promise<Agreement | undefined> {
    const nodes = await askAll();
    if (nodes === undefined) return { absent: [] };
    const isLate = passedMs >= waitMs;
    const believed = withoutOutdated(nodes, isLate ? undefined : writtenOff);
    const verdict = judgeAgreement(believed, tolerateDown);
    const mayReconnect =
      passedMs < RECONNECT_MS && nodes.some(({ address, away }) => away === "down" && !gone.has(address));
    if (!isLate && (mayReconnect || verdict.kind === "not-yet")) return undefined;
    if (verdict.kind !== "agreed") throw notReached(nodes, options);
    for (const { address } of verdict.missing) writtenOff.add(address);
    for (const { address, source, problem = "" } of nodes) if (source !== "itself") gone.set(address, problem);
    return { absent: absentOf(believed) };
  }

  return async () => {
    await lookForJoining();
    const startMs = performance.now();
    for (let pauseMs = POLL_MIN_MS; ; pauseMs *= 1.5) {
      const passedMs = performance.now() - startMs;
      const agreement = await tryToAgree(passedMs);
      if (agreement !== undefined) return agreement;
      pauseMs = Math.min(pauseMs, passedMs < SOON_MS ? POLL_SOON_MAX_MS : POLL_MAX_MS);
      await sleep(pauseMs);
    }
  };
}

/**
 * The coordinator's word that differs from what the nodes themselves say counts for nothing.
 * @param among whose; undefined: of all nodes
 */
function withoutOutdated(nodes: readonly NodeSchema[], among: ReadonlySet<string> | undefined): NodeSchema[] {
  const own = nodes.find(({ source }) => source === "itself")?.schemaVersion;
  return nodes.map((node) =>
    node.source === "coordinator" && node.schemaVersion !== own && among?.has(node.address) !== false
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

function notReached(nodes: readonly NodeSchema[], { waitMs, tolerateDown, view }: AgreementOptions): ToolError {
  const silent = nodes.filter(({ source }) => source === "nobody");
  const described = nodes.map(
    ({ address, schemaVersion, source, problem }) =>
      `  ${address}: ${[problem, source === "nobody" ? undefined : describeVersion(schemaVersion, source)].filter(Boolean).join("; ")}`,
  );
  const releases = new Set(nodes.flatMap(({ releaseVersion }) => releaseVersion ?? []));
  const isSilent = silent.length > tolerateDown || silent.length === nodes.length;
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
    hint: isSilent ? `${healthy}; ${tolerate}${reach}` : releases.size > 1 ? healthy : BEHIND,
    details: { nodes: nodes.map(({ away: _away, ...node }) => node) },
  });
}

function describeVersion(schemaVersion: string | undefined, source: NodeSchema["source"]): string {
  if (schemaVersion === undefined) return "has no schema version yet";
  return `schema version ${schemaVersion}${source === "coordinator" ? " by the coordinator's word" : ""}`;
}
