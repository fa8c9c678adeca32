// Looks how far the builds are that statements have started: indexes, and materialized views. Every node builds its own part, and
// says itself whether it is done.
import type { Client, Host } from "cassandra-driver";
import { quoteIdentifier } from "../../cql/identifiers.ts";
import { parseIndexTarget } from "../../cql/introspect/index-from-row.ts";
import { printGrantee } from "../../cql/permissions/resource.ts";
import type { StartedBuild, StartedIndex } from "../../cql/started-build.ts";
import type { KnownBuild } from "../../dialect/schema-model.ts";
import type { Build, SilentNode } from "../../engine/ports.ts";
import type { StatementStep } from "../../plan/plan.ts";
import { askHost, type HostAnswer } from "./ask-host.ts";
import { SERVER_CODES } from "./failure.ts";
import { querySystem, type SystemRows } from "./system-query.ts";

const ASK_TIMEOUT_MS = 3_000;

/** One object that is there. */
interface Built {
  readonly kind: StartedBuild["kind"];
  readonly keyspace: string;
  readonly name: string;
  /** Whose rows it is made from; of a view it is not asked. */
  readonly table: string | undefined;
}

type Kind = StartedBuild["kind"];

/** What one node says of its indexes, or of its views. */
interface NodeView {
  readonly host: Host;
  readonly kind: Kind;
  readonly done: ReadonlySet<string>;
  /** Why it did not answer. */
  readonly problem: string | undefined;
  /** Why it does not tell: not to this role, or not at all. */
  readonly hidden: "unauthorized" | { readonly problem: string } | undefined;
}

export interface ReadBuildsOptions {
  /** Addresses of nodes that are not asked. */
  readonly without: ReadonlySet<string>;
  /** The role that we log in with. */
  readonly role: string | undefined;
}

/**
 * @param starters steps that start builds, or what is there
 * @returns nothing of what is no longer there
 * @throws ToolError, see `querySystem`
 */
export async function readBuilds(
  client: Client,
  starters: readonly (StatementStep | KnownBuild)[],
  { without, role }: ReadBuildsOptions,
): Promise<readonly Build[]> {
  const known = starters.filter((each) => each.kind !== "execute");
  const built = [
    ...known,
    ...(await findStarted(
      client,
      starters.filter((each) => each.kind === "execute"),
    )),
  ];
  const kinds = (["index", "view"] as const).filter((kind) => built.some((each) => each.kind === kind));
  const hosts = client.hosts.values().filter(({ address }) => !without.has(address));
  const views = await Promise.all(hosts.flatMap((host) => kinds.map((kind) => askForDone(client, host, kind, built))));
  const isOpen = ({ kind, done, problem, hidden }: NodeView): boolean =>
    problem === undefined && hidden === undefined && built.some((each) => each.kind === kind && !done.has(idOf(each)));
  const working = hosts.filter((host) => views.some((view) => view.host === host && isOpen(view)));
  const tasks = await Promise.all(working.map((host) => askForTasks(client, host)));
  return built.map((each) => judge(each, views, tasks, role));
}

async function findStarted(client: Client, steps: readonly StatementStep[]): Promise<readonly Built[]> {
  if (steps.length === 0) return [];
  // The parser is loaded here: the others start faster without.
  const { startedBuild } = await import("../../cql/started-build.ts");
  return findBuilt(
    client,
    steps.flatMap(({ text, keyspace }) => startedBuild(text, keyspace) ?? []),
  );
}

/** What stands in the schema of what was started. */
async function findBuilt(client: Client, started: readonly StartedBuild[]): Promise<readonly Built[]> {
  const indexes = started.filter((build) => build.kind === "index");
  const views = started.filter((build) => build.kind === "view");
  const found = await Promise.all([
    ...keyspacesOf(indexes).map(async (keyspace) => {
      const text = "SELECT table_name, index_name, options FROM system_schema.indexes WHERE keyspace_name = ?";
      const rows = await querySystem(client, text, [keyspace]);
      const wanted = indexes.filter((index) => index.keyspace === keyspace);
      return rows
        .filter((row) => wanted.some((index) => isOf(index, row)))
        .map((row): Built => ({ kind: "index", keyspace, name: row.index_name, table: row.table_name }));
    }),
    ...keyspacesOf(views).map(async (keyspace) => {
      const text = "SELECT view_name FROM system_schema.views WHERE keyspace_name = ?";
      const rows = await querySystem(client, text, [keyspace]);
      const names = new Set(views.filter((view) => view.keyspace === keyspace).map(({ name }) => name));
      return rows
        .filter((row) => names.has(row.view_name))
        .map((row): Built => ({ kind: "view", keyspace, name: row.view_name, table: undefined }));
    }),
  ]);
  return found.flat();
}

function isOf({ table, name, columns }: StartedIndex, row: SystemRows[number]): boolean {
  if (row.table_name !== table) return false;
  if (name !== undefined) return row.index_name === name;
  return columns.includes(parseIndexTarget(String(row.options?.target ?? "")).column);
}

/**
 * `system."IndexInfo"` and `system.built_views` have what the node has finished, indexes of every class (Cassandra 3.11 to 5.0:
 * SystemKeyspace, SecondaryIndexManager). The replicated `view_build_status` follows them, and may be behind.
 */
async function askForDone(client: Client, host: Host, kind: Kind, built: readonly Built[]): Promise<NodeView> {
  const { text } = DONE[kind];
  const own = built.filter((each) => each.kind === kind);
  const done = new Set<string>();
  for (const keyspace of keyspacesOf(own)) {
    const answer = await askHost(client, host, { text, params: [keyspace] }, ASK_TIMEOUT_MS);
    if (answer.kind === "silent") return { host, kind, done, ...readSilence(answer) };
    const names = new Set(answer.rows.map((row) => row.name));
    for (const each of own) if (each.keyspace === keyspace && names.has(each.name)) done.add(idOf(each));
  }
  return { host, kind, done, problem: undefined, hidden: undefined };
}

function readSilence({
  problem,
  failure,
}: Extract<HostAnswer, { readonly kind: "silent" }>): Pick<NodeView, "problem" | "hidden"> {
  switch (failure?.code) {
    case SERVER_CODES.unauthorized:
      return { problem: undefined, hidden: "unauthorized" };
    case SERVER_CODES.invalid:
    case SERVER_CODES.syntaxError:
      return { problem: undefined, hidden: { problem } };
    default:
      return { problem, hidden: undefined };
  }
}

const DONE: Readonly<Record<Kind, { readonly table: string; readonly text: string }>> = {
  index: {
    table: 'system."IndexInfo"',
    text: 'SELECT index_name AS name FROM system."IndexInfo" WHERE table_name = ?',
  },
  view: {
    table: "system.built_views",
    text: "SELECT view_name AS name FROM system.built_views WHERE keyspace_name = ?",
  },
};

interface NodeTasks {
  readonly host: Host;
  /** Undefined where the server does not show them. */
  readonly rows: SystemRows | undefined;
}

/**
 * Cassandra 4.0 and later. Not only builds: in 4.0 and 4.1 they wait in one queue with compactions
 * (CompactionManager.submitIndexBuild).
 */
async function askForTasks(client: Client, host: Host): Promise<NodeTasks> {
  const text = "SELECT keyspace_name, table_name, kind, completion_ratio FROM system_views.sstable_tasks";
  const answer = await askHost(client, host, { text }, ASK_TIMEOUT_MS);
  return { host, rows: answer.kind === "rows" ? answer.rows : undefined };
}

function judge(built: Built, all: readonly NodeView[], tasks: readonly NodeTasks[], role: string | undefined): Build {
  const object = describeBuilt(built);
  const open = all.filter(({ kind, done }) => kind === built.kind && !done.has(idOf(built)));
  const hidden = open.find((view) => view.hidden !== undefined)?.hidden;
  if (hidden !== undefined) return { kind: "hidden", object, reason: explainHidden(hidden, built.kind, role) };
  if (open.length === 0) return { kind: "built", object };
  const silent = open.flatMap(({ host, problem }): readonly SilentNode[] =>
    problem === undefined ? [] : [{ address: host.address, problem }],
  );
  const nodes = open.filter(({ problem }) => problem === undefined).map(({ host }) => host);
  const known = tasks.filter(({ host }) => nodes.includes(host));
  const isShown = known.length > 0 && known.every(({ rows }) => rows !== undefined);
  const isAtWork = isShown ? known.some(({ rows }) => rows !== undefined && rows.length > 0) : undefined;
  const ratios = known.flatMap(({ rows }) => (rows ?? []).flatMap((row) => ratioOf(row, built)));
  const share = ratios.length === 0 ? undefined : ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return { kind: "building", object, nodes: nodes.map(({ address }) => address), silent, isAtWork, share };
}

function explainHidden(hidden: NonNullable<NodeView["hidden"]>, kind: Kind, role: string | undefined): string {
  const { table } = DONE[kind];
  if (hidden !== "unauthorized") return `the server does not show ${table}: ${hidden.problem}`;
  const to = printGrantee(role);
  const grants = [table, "system_views.sstable_tasks"].map((each) => `GRANT SELECT ON ${each} TO ${to};`);
  return `${to} may not look; ${grants.join(" ")}`;
}

/** A view's task is on the table that it is made from, of which it is not known here. */
function ratioOf(row: SystemRows[number], { kind, keyspace, table }: Built): readonly number[] {
  if (row.keyspace_name !== keyspace || row.kind !== (kind === "view" ? "view build" : "secondary index build"))
    return [];
  return table === undefined || row.table_name === table ? [row.completion_ratio] : [];
}

function describeBuilt({ kind, keyspace, name }: Built): string {
  return `${kind} ${quoteIdentifier(keyspace)}.${quoteIdentifier(name)}`;
}

function idOf({ kind, keyspace, name }: Built): string {
  return JSON.stringify([kind, keyspace, name]);
}

function keyspacesOf(builds: readonly { readonly keyspace: string }[]): readonly string[] {
  return [...new Set(builds.map(({ keyspace }) => keyspace))];
}
