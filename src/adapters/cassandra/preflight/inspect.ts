// Reads what of a cluster's state matters to a plan, and has it judged.
import type { Client } from "cassandra-driver";
import { ToolError } from "../../../base/errors.ts";
import type { Capabilities } from "../../../cql/capabilities.ts";
import { keyspaceOptionsFromRows } from "../../../cql/introspect/keyspace-options-from-rows.ts";
import { optionalTextIn } from "../../../cql/introspect/row-value.ts";
import type { Access } from "../../../cql/permissions/access.ts";
import type { PlacedNode } from "../../../cql/replication/placement.ts";
import type { JudgedKeyspace } from "../../../cql/replication/replication-finding.ts";
import { emptySchema } from "../../../cql/schema/schema.ts";
import type { Check, Inspection } from "../../../engine/ports.ts";
import type { Step } from "../../../plan/plan.ts";
import { schemaAgreement } from "../agreement.ts";
import { readAccess } from "../read-access.ts";
import { readIdentity, readSettings } from "../read-capabilities.ts";
import { readSchema } from "../read-schema.ts";
import type { CassandraOptions } from "../session-options.ts";
import { querySystem, tryQuerySystem } from "../system-query.ts";
import { checkNodes } from "./check-nodes.ts";
import { checkReplication } from "./check-replication.ts";
import { type ClusterNodes, readNodes } from "./read-nodes.ts";

/** Nodes that have just heard of a change are given the time to agree. */
const AGREEMENT_WAIT_MS = 3_000;

/** @throws ToolError "connection-failed", "server-failed" */
export async function inspect(
  client: Client,
  options: CassandraOptions,
  steps: readonly Step[],
  extent: "steps" | "whole",
): Promise<Inspection> {
  const isWhole = extent === "whole";
  const identity = await readIdentity(client);
  const { product } = identity.capabilities;
  const role = options.auth?.username;
  const [cluster, agreement, keyspaces, access, settings] = await Promise.all([
    isWhole ? readNodes(client) : undefined,
    isWhole ? checkAgreement(client, options) : [],
    readKeyspaces(client, options, identity.capabilities),
    isWhole || role !== undefined ? readAccess(client, { role, product }) : undefined,
    isWhole || steps.some(mayNeedFeature) ? readSettings(client, identity) : {},
  ]);
  const capabilities: Capabilities = { ...identity.capabilities, settings };
  const localDatacenter = optionalTextIn(identity.local, "data_center") ?? "";
  const { consistency, serialConsistency } = options;
  const replication = checkReplication({
    writesRows: isWhole || steps.some(({ effect }) => effect === "data"),
    keyspaces,
    nodes: placedNodes(client, cluster),
    capabilities,
    session: { localDatacenter, consistency, serialConsistency },
  });
  const needs = await checkNeeds(client, options, { steps, isWhole, capabilities, access, keyspaces });
  const nodes = cluster === undefined ? [] : checkNodes(cluster, options.agreement.tolerateDown);
  return {
    // What fits badly may work all the same: before a run it is told.
    checks: [...nodes, ...agreement, ...needs, ...(isWhole ? replication : replication.map(asWarning))],
    isSuperuser: access && isSuperuser(access, role),
  };
}

/** Where nobody logs in everybody is one (Cassandra 4.1 and 5.0: ClientState.isSuper). */
function isSuperuser(access: Access, role: string | undefined): boolean | undefined {
  switch (access.kind) {
    case "everything":
      return access.reason === "superuser" || role === undefined ? true : undefined;
    case "granted":
      return false;
    case "unknown":
      return undefined;
  }
}

function asWarning(check: Check): Check {
  return check.verdict === "problem" ? { ...check, verdict: "warning" } : check;
}

async function checkAgreement(client: Client, { agreement }: CassandraOptions): Promise<readonly Check[]> {
  const waitMs = Math.min(agreement.waitMs, AGREEMENT_WAIT_MS);
  try {
    await schemaAgreement(client, { ...agreement, waitMs })();
    return [{ name: "agreement", verdict: "ok", finding: "the nodes hold one schema version" }];
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return [{ name: "agreement", verdict: "problem", finding: error.message, hint: error.hint }];
  }
}

/** The managed one, and that of the history; those that are there. */
async function readKeyspaces(
  client: Client,
  options: CassandraOptions,
  capabilities: Capabilities,
): Promise<readonly JudgedKeyspace[]> {
  const names = [[...new Set([options.keyspace, options.history.keyspace])]];
  const [rows, scyllaRows = []] = await Promise.all([
    querySystem(client, "SELECT * FROM system_schema.keyspaces WHERE keyspace_name IN ?", names),
    capabilities.product === "scylla"
      ? tryQuerySystem(client, "SELECT * FROM system_schema.scylla_keyspaces WHERE keyspace_name IN ?", names)
      : undefined,
  ]);
  return rows.map((row) => {
    const name: string = row.keyspace_name;
    const scylla = scyllaRows.find((each) => each.keyspace_name === name);
    const { replication, extra } = keyspaceOptionsFromRows(row, scylla, capabilities);
    const holdsHistory = name === options.history.keyspace;
    return { name, replication, extra, isManaged: name === options.keyspace, holdsHistory };
  });
}

function placedNodes(client: Client, cluster: ClusterNodes | undefined): readonly PlacedNode[] {
  if (cluster !== undefined) {
    const members = cluster.nodes.filter(({ state }) => state !== "joining");
    return members.map(({ datacenter, rack = "", state }) => ({ datacenter, rack, isUp: state !== "down" }));
  }
  return client.hosts.values().map((host) => ({ datacenter: host.datacenter, rack: host.rack, isUp: host.isUp() }));
}

interface Needs {
  readonly steps: readonly Step[];
  readonly isWhole: boolean;
  readonly capabilities: Capabilities;
  readonly access: Access | undefined;
  readonly keyspaces: readonly JudgedKeyspace[];
}

/** What parses statements is loaded when there is something to say of them. */
async function checkNeeds(
  client: Client,
  options: CassandraOptions,
  { steps, isWhole, capabilities, access, keyspaces }: Needs,
): Promise<readonly Check[]> {
  const asksForAccess = access !== undefined && (isWhole || access.kind === "granted");
  const asksForFeatures = isWhole || steps.some(mayNeedFeature);
  if (!asksForAccess && !asksForFeatures) return [];
  const [{ parseSteps }, { checkAccess }, { checkFeatures }] = await Promise.all([
    import("./planned-statements.ts"),
    import("./check-access.ts"),
    import("./check-features.ts"),
  ]);
  const planned = parseSteps(steps);
  const isGranted = access?.kind === "granted";
  const schema = isGranted && planned.length > 0 ? (await readSchema(client)).schema : emptySchema();
  const history = { ...options.history, exists: await findHistory(client, options, keyspaces) };
  return [
    ...(asksForAccess ? checkAccess(planned, { access, capabilities, schema, history }) : []),
    ...(asksForFeatures ? checkFeatures(planned, capabilities) : []),
  ];
}

async function findHistory(
  client: Client,
  { history }: CassandraOptions,
  keyspaces: readonly JudgedKeyspace[],
): Promise<"table" | "keyspace" | "nothing"> {
  if (!keyspaces.some(({ name }) => name === history.keyspace)) return "nothing";
  const text = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?";
  const rows = await querySystem(client, text, [history.keyspace, history.table]);
  return rows.length > 0 ? "table" : "keyspace";
}

/** By its words: most statements need no feature, and are not parsed for this. */
function mayNeedFeature({ effect, text }: Step): boolean {
  return (
    effect === "schema" &&
    /\b(MATERIALIZED|FUNCTION|AGGREGATE|SASIIndex|COMPACT|MASKED|cdc|auto_repair)\b|'\d+\/\d+'/i.test(text)
  );
}
