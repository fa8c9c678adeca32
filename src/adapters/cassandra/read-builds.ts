// Looks how far the builds are that statements have started: indexes, and materialized views. Every node builds its own part, and
// says itself whether it is done.
import type { Client, Host } from "cassandra-driver";
import { quoteIdentifier } from "../../cql/identifiers.ts";
import { parseIndexTarget } from "../../cql/introspect/index-from-row.ts";
import type { StartedBuild, StartedIndex } from "../../cql/started-build.ts";
import type { Build, SilentNode } from "../../engine/ports.ts";
import type { Step } from "../../plan/plan.ts";
import { askHost, type HostQuery } from "./ask-host.ts";
import { SERVER_CODES } from "./failure.ts";
import { querySystem, type SystemRows } from "./system-query.ts";

const ASK_TIMEOUT_MS = 3_000;
const BUILDING_KINDS: ReadonlySet<string> = new Set(["create-index", "create-materialized-view"]);

/** One object that is there. */
interface Built {
  readonly kind: StartedBuild["kind"];
  readonly keyspace: string;
  readonly name: string;
  /** Whose rows it is made from; of a view it is not asked. */
  readonly table: string | undefined;
}

/** What one node says. */
interface NodeView {
  readonly host: Host;
  readonly done: ReadonlySet<string>;
  readonly problem: string | undefined;
  /** What the role that we log in with may not read. */
  readonly hidden: string | undefined;
}

/**
 * @param without addresses of nodes that are not asked
 * @returns nothing for steps that build nothing, and for what is no longer there
 * @throws ToolError, see `querySystem`
 */
export async function readBuilds(
  client: Client,
  steps: readonly Step[],
  without: ReadonlySet<string>,
): Promise<readonly Build[]> {
  const candidates = steps.filter(({ statementKind }) => BUILDING_KINDS.has(statementKind));
  if (candidates.length === 0) return [];
  // The parser is loaded here: the others start faster without.
  const { startedBuild } = await import("../../cql/started-build.ts");
  const started = candidates.flatMap(({ text, keyspace }) => startedBuild(text, keyspace) ?? []);
  const built = await findBuilt(client, started);
  if (built.length === 0) return [];
  const hosts = client.hosts.values().filter(({ address }) => !without.has(address));
  const views = await Promise.all(hosts.map((host) => askForDone(client, host, built)));
  const unfinished = views.filter(({ problem, done }) => problem !== undefined || done.size < built.length);
  const tasks = unfinished.length === 0 ? [] : await Promise.all(unfinished.map((view) => askForTasks(client, view)));
  return built.map((each) => judge(each, unfinished, tasks));
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
async function askForDone(client: Client, host: Host, built: readonly Built[]): Promise<NodeView> {
  const queries = (["index", "view"] as const).flatMap((kind) =>
    keyspacesOf(built.filter((each) => each.kind === kind)).map((keyspace) => ({ kind, keyspace })),
  );
  const answers = await Promise.all(
    queries.map(({ kind, keyspace }) => askHost(client, host, { ...DONE[kind], params: [keyspace] }, ASK_TIMEOUT_MS)),
  );
  const done = new Set<string>();
  let problem: string | undefined;
  let hidden: string | undefined;
  for (const [index, answer] of answers.entries()) {
    const { kind, keyspace } = queries[index] ?? { kind: "index", keyspace: "" };
    if (answer.kind === "silent") {
      problem ??= answer.problem;
      if (answer.failure?.code === SERVER_CODES.unauthorized) hidden ??= DONE[kind].table;
      continue;
    }
    const names = new Set(answer.rows.map((row) => row.name));
    for (const each of built) {
      if (each.kind === kind && each.keyspace === keyspace && names.has(each.name)) done.add(idOf(each));
    }
  }
  return { host, done, problem, hidden };
}

const DONE: Readonly<Record<StartedBuild["kind"], HostQuery & { readonly table: string }>> = {
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
  /** Of builds of any table; undefined where the server does not show them. */
  readonly rows: SystemRows | undefined;
}

/** Cassandra 4.0 and later (SSTableTasksTable, OperationType): "secondary index build", "view build". */
async function askForTasks(client: Client, { host, problem }: NodeView): Promise<NodeTasks> {
  if (problem !== undefined) return { host, rows: undefined };
  const text = "SELECT keyspace_name, table_name, kind, completion_ratio FROM system_views.sstable_tasks";
  const answer = await askHost(client, host, { text }, ASK_TIMEOUT_MS);
  const rows =
    answer.kind === "rows" ? answer.rows.filter(({ kind }) => /^(secondary index|view) build$/.test(kind)) : undefined;
  return { host, rows };
}

function judge(built: Built, unfinished: readonly NodeView[], tasks: readonly NodeTasks[]): Build {
  const object = describeBuilt(built);
  const open = unfinished.filter(({ done }) => !done.has(idOf(built)));
  const hidden = open.find((view) => view.hidden !== undefined)?.hidden;
  if (hidden !== undefined) return { kind: "hidden", object, table: hidden };
  if (open.length === 0) return { kind: "built", object };
  const silent = open.flatMap(({ host, problem }): readonly SilentNode[] =>
    problem === undefined ? [] : [{ address: host.address, problem }],
  );
  const nodes = open.filter(({ problem }) => problem === undefined).map(({ host }) => host);
  const known = tasks.filter(({ host }) => nodes.includes(host));
  const isShown = known.length > 0 && known.every(({ rows }) => rows !== undefined);
  // Tasks wait for each other, so that any of them is a sign of life.
  const isAtWork = isShown ? known.some(({ rows }) => rows !== undefined && rows.length > 0) : undefined;
  const ratios = known.flatMap(({ rows }) => (rows ?? []).flatMap((row) => ratioOf(row, built)));
  const share = ratios.length === 0 ? undefined : ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return { kind: "building", object, nodes: nodes.map(({ address }) => address), silent, isAtWork, share };
}

/** A view's task is on the table that it is made from, of which it is not known here. */
function ratioOf(row: SystemRows[number], { kind, keyspace, table }: Built): readonly number[] {
  if (row.keyspace_name !== keyspace || !row.kind.startsWith(kind === "view" ? "view" : "secondary index")) return [];
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
