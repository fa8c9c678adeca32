// A keyspace with a copy on every node, a directory of migrations that the command line runs on it, and a session with each node.
import { randomUUID } from "node:crypto";
import type { Client } from "cassandra-driver";
import { type CliProcess, type CliResult, spawnCli, withDirectory } from "../cli/cli.ts";
import type { Cluster } from "./cluster.ts";
import { withNodeSessions } from "./node-sessions.ts";

export interface ClusterWorld {
  readonly keyspace: string;
  readonly directory: string;
  /** One for each node, in their order. */
  readonly clients: readonly Client[];
  spawn(argv: readonly string[]): CliProcess;
  run(argv: readonly string[]): Promise<CliResult>;
  /** Also while a node does not hear what is asked of it. */
  readLog(): Promise<readonly LogRow[]>;
}

export interface LogRow {
  readonly kind: string;
  readonly version: string;
  readonly error: string | null;
}

export interface ClusterWorldOptions {
  /** By name. */
  readonly files: Readonly<Record<string, string>>;
  /** Further lines of tidemark.yaml. */
  readonly config?: string;
}

const PATIENTLY = { readTimeout: 60_000 };
const READ_MS = 1_500;
const TRIES_MAX = 10;

/** The first node is the coordinator of every run. Leaves the nodes in agreement, and nothing else. All of them must be up, before and after. */
export async function withClusterWorld(
  cluster: Cluster,
  { files, config = "" }: ClusterWorldOptions,
  use: (world: ClusterWorld) => Promise<void>,
): Promise<void> {
  await withNodeSessions(cluster, async (clients) => {
    const [first] = clients;
    if (first === undefined) throw new Error("a cluster has nodes");
    const keyspace = `t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
    await cluster.awaitWhole();
    const replication = `{'class': 'SimpleStrategy', 'replication_factor': ${clients.length}}`;
    await first.execute(`CREATE KEYSPACE ${keyspace} WITH replication = ${replication}`, [], PATIENTLY);
    await cluster.awaitWhole();
    const point = `${cluster.contactPoint}:${cluster.port}`;
    const yaml = `cassandra: { contact_points: ["${point}"] }\nkeyspace: ${keyspace}\n${config}`;
    const migrations = Object.entries(files).map(([name, text]) => [`migrations/${name}`, text] as const);
    try {
      await withDirectory({ "tidemark.yaml": yaml, ...Object.fromEntries(migrations) }, (directory) => {
        const spawn = (argv: readonly string[]): CliProcess => spawnCli(argv, directory);
        return use({
          keyspace,
          directory,
          clients,
          spawn,
          run: (argv) => spawn(argv).ended,
          readLog: () => readLog(clients, keyspace),
        });
      });
    } finally {
      await cluster.awaitWhole();
      await first.execute(`DROP KEYSPACE ${keyspace}`, [], PATIENTLY);
    }
  });
}

/** Whom the first or the second node asks for it is theirs to choose: another time it is somebody else. */
async function readLog(clients: readonly Client[], keyspace: string): Promise<readonly LogRow[]> {
  const text = `SELECT seq, kind, version, error FROM ${keyspace}.tidemark_history`;
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await clients[tries % 2]?.execute(text, [], { readTimeout: READ_MS });
      const rows = result?.rows ?? [];
      return rows.flatMap(({ seq, kind, version, error }) => (seq === null ? [] : [{ kind, version, error }]));
    } catch (error) {
      if (tries === TRIES_MAX) throw error;
    }
  }
}
