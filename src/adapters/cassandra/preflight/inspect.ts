// Reads what of a cluster's state matters to a plan, and has it judged.
import type { Client } from "cassandra-driver";
import { ToolError } from "../../../base/errors.ts";
import { type Capabilities, type ServerSettings, since } from "../../../cql/capabilities.ts";
import { quoteIdentifier } from "../../../cql/identifiers.ts";
import { keyspaceOptionsFromRows } from "../../../cql/introspect/keyspace-options-from-rows.ts";
import { optionalTextIn } from "../../../cql/introspect/row-value.ts";
import type { Access } from "../../../cql/permissions/access.ts";
import type { Permission } from "../../../cql/permissions/requirement.ts";
import { printGrantee } from "../../../cql/permissions/resource.ts";
import type { PlacedNode } from "../../../cql/replication/placement.ts";
import type { JudgedKeyspace } from "../../../cql/replication/replication-finding.ts";
import { emptySchema, type Schema } from "../../../cql/schema/schema.ts";
import { isSystemKeyspace } from "../../../cql/simulate/system-keyspaces.ts";
import type { Check, Inspection } from "../../../engine/ports.ts";
import type { StatementStep } from "../../../plan/plan.ts";
import { schemaAgreement } from "../agreement.ts";
import { readAccess } from "../read-access.ts";
import { readIdentity, readSettings, type ServerIdentity } from "../read-capabilities.ts";
import { readSchema } from "../read-schema.ts";
import type { CassandraOptions } from "../session-options.ts";
import { querySystem, tryQuerySystem } from "../system-query.ts";
import { checkNodes, checkTruncates } from "./check-nodes.ts";
import { checkReplication } from "./check-replication.ts";
import type { PlannedStatement } from "./planned-statements.ts";
import { type ClusterNodes, readNodes } from "./read-nodes.ts";

/** Nodes that have just heard of a change are given the time to agree. */
const AGREEMENT_WAIT_MS = 3_000;

/**
 * In the extent "whole" what cannot be read is a check of the verdict "unknown", once the server has said what it is.
 * @throws ToolError "unsupported-server", "connection-failed"; in the extent "steps" also "server-failed", "permission-denied"
 */
export async function inspect(
  client: Client,
  options: CassandraOptions,
  steps: readonly StatementStep[],
  extent: "steps" | "whole",
): Promise<Inspection> {
  const isWhole = extent === "whole";
  const identity = await readIdentity(client);
  const { capabilities } = identity;
  const role = options.auth?.username;
  const cluster = isWhole ? readNodes(client) : undefined;
  const keyspaces = readKeyspaces(client, options, capabilities);
  const access =
    isWhole || role !== undefined ? readAccess(client, { role, product: capabilities.product }) : undefined;
  const settings = once(() => readSettings(client, identity));
  const planned = once(async () => (await import("./planned-statements.ts")).parseSteps(steps));
  const scene: Scene = { client, options, identity, steps, extent, keyspaces, planned, settings };
  const look = isWhole ? lookAt : (_name: string, judge: Judge): ReturnType<Judge> => judge();
  const checks = await Promise.all([
    look("nodes", async () => (cluster === undefined ? [] : checkNodes(await cluster, options.agreement.tolerateDown))),
    isWhole ? checkAgreement(client, options) : [],
    look("permissions", async () => judgeAccess(scene, await access)),
    look("features", () => judgeFeatures(scene)),
    isWhole ? look("limits", async () => judgeLimits(scene, await access, role)) : [],
    isWhole ? look("nodes", async () => checkTruncates(steps, await cluster)) : [],
    look("replication", () => judgeReplication(scene, cluster)),
  ]);
  const known = await access;
  return { checks: checks.flat(), isSuperuser: known && isSuperuser(known, role) };
}

type Judge = () => Promise<readonly Check[]>;

/** What is looked at, and what several checks need of it. */
interface Scene {
  readonly client: Client;
  readonly options: CassandraOptions;
  readonly identity: ServerIdentity;
  readonly steps: readonly StatementStep[];
  readonly extent: "steps" | "whole";
  readonly keyspaces: Promise<readonly JudgedKeyspace[]>;
  /** What parses statements is loaded when there is something to say of them. */
  planned(): Promise<readonly PlannedStatement[]>;
  settings(): Promise<ServerSettings>;
}

async function lookAt(name: string, judge: Judge): Promise<readonly Check[]> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return [{ name, verdict: "unknown", finding: `it could not be looked at: ${error.message}`, hint: error.hint }];
  }
}

/** Read by whoever asks first, and for all. */
function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | undefined;
  return () => {
    reading ??= read();
    return reading;
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

async function judgeReplication(
  { client, options, identity, steps, extent, keyspaces }: Scene,
  cluster: Promise<ClusterNodes> | undefined,
): Promise<readonly Check[]> {
  const [judged, nodes] = await Promise.all([keyspaces, cluster]);
  const { consistency, serialConsistency } = options;
  const localDatacenter = optionalTextIn(identity.local, "data_center") ?? "";
  const checks = checkReplication({
    extent,
    writesRows: extent === "whole" || steps.some(({ effect }) => effect === "data"),
    keyspaces: judged,
    nodes: placedNodes(client, nodes),
    capabilities: identity.capabilities,
    session: { localDatacenter, consistency, serialConsistency },
  });
  // What fits badly may work all the same: before a run it is told.
  return extent === "whole" ? checks : checks.map(asWarning);
}

async function judgeAccess(scene: Scene, access: Access | undefined): Promise<readonly Check[]> {
  const { options, identity, extent } = scene;
  if (access === undefined || (extent === "steps" && access.kind !== "granted")) return [];
  const [{ checkAccess }, planned, exists] = await Promise.all([
    import("./check-access.ts"),
    scene.planned(),
    findHistory(scene),
  ]);
  const isGranted = access.kind === "granted";
  const history = { ...options.history, exists };
  const proven = isGranted && exists === "table" ? await provePermissions(scene) : [];
  const schema = isGranted && planned.length > 0 ? await readSchemaOf(planned, scene) : emptySchema();
  return checkAccess(planned, { access, capabilities: identity.capabilities, schema, history, proven });
}

/** Who is about to run steps holds the lock, which is read and written in the history. */
async function provePermissions({ client, options, extent }: Scene): Promise<readonly Permission[]> {
  if (extent === "steps") return ["SELECT", "MODIFY"];
  const { keyspace, table } = options.history;
  const name = `${quoteIdentifier(keyspace)}.${quoteIdentifier(table)}`;
  const rows = await tryQuerySystem(client, `SELECT scope FROM ${name} LIMIT 1`);
  return rows === undefined ? [] : ["SELECT"];
}

/** The keyspaces that the statements have to do with: a cluster may have many. */
async function readSchemaOf(
  planned: readonly PlannedStatement[],
  { client, options, identity }: Scene,
): Promise<Schema> {
  const { namedKeyspaces } = await import("../../../cql/permissions/named-keyspaces.ts");
  const names = planned.flatMap(({ statement, keyspace }) => [keyspace, ...namedKeyspaces(statement)]);
  const keyspaces = [...new Set([options.keyspace, ...names])].filter(
    (name) => !isSystemKeyspace(name, identity.capabilities),
  );
  return (await readSchema(client, { keyspaces })).schema;
}

/** An operator's limits (guardrails, Cassandra 4.1 and later) bind the roles that may not see them. */
async function judgeLimits(
  { identity, steps, settings }: Scene,
  access: Access | undefined,
  role: string | undefined,
): Promise<readonly Check[]> {
  const { capabilities } = identity;
  const mayBind = capabilities.product === "cassandra" && since(capabilities, "4.1") && steps.length > 0;
  if (!mayBind || access === undefined || isSuperuser(access, role) === true) return [];
  const { guardrails } = await settings();
  if (guardrails !== undefined) return [];
  const hint = `GRANT SELECT ON system_views.settings TO ${printGrantee(role)};`;
  return [{ name: "limits", verdict: "unknown", finding: "the operator's limits (guardrails) cannot be seen", hint }];
}

async function judgeFeatures({ identity, steps, extent, planned, settings }: Scene): Promise<readonly Check[]> {
  if (extent === "steps" && !steps.some(mayNeedFeature)) return [];
  const [{ checkFeatures }, statements, known] = await Promise.all([
    import("./check-features.ts"),
    planned(),
    settings(),
  ]);
  return checkFeatures(statements, { ...identity.capabilities, settings: known });
}

async function findHistory({ client, options, keyspaces }: Scene): Promise<"table" | "keyspace" | "nothing"> {
  const { history } = options;
  if (!(await keyspaces).some(({ name }) => name === history.keyspace)) return "nothing";
  const text = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?";
  const rows = await querySystem(client, text, [history.keyspace, history.table]);
  return rows.length > 0 ? "table" : "keyspace";
}

/** By its words: most statements need no feature, and are not parsed for this. */
function mayNeedFeature({ effect, text }: StatementStep): boolean {
  return (
    effect === "schema" &&
    /\b(MATERIALIZED|FUNCTION|AGGREGATE|SASIIndex|COMPACT|MASKED|cdc|auto_repair)\b|'\d+\/\d+'/i.test(text)
  );
}
