// A keyspace on the real server, and a directory whose configuration names it.
import { join } from "node:path";
import type { Client } from "cassandra-driver";
import { type TestServer, withKeyspace } from "../integration/cassandra/server.ts";
import { type CliOptions, type CliResult, type Files, runCli, withDirectory, writeFiles } from "./cli.ts";

export interface CliWorld {
  readonly directory: string;
  readonly keyspace: string;
  readonly server: TestServer;
  /** A plain session, for looking at what is there. */
  readonly client: Client;
  readonly config: string;
  run(argv: readonly string[], options?: Partial<CliOptions>): Promise<CliResult>;
  write(files: Files): Promise<void>;
  path(name: string): string;
}

export interface CliWorldOptions {
  /** Further lines of tidemark.yaml. */
  readonly config?: string;
  readonly files?: Files;
}

/** An empty keyspace, without a history, in the configuration of an otherwise empty directory. */
export async function withCliWorld(
  server: TestServer,
  options: CliWorldOptions,
  use: (world: CliWorld) => Promise<void>,
): Promise<void> {
  await withKeyspace(server, async ({ name: keyspace, client }) => {
    const target = `cassandra:\n  contact_points: ["${server.host}:${server.port}"]\nkeyspace: ${keyspace}\n`;
    const config = `${target}${options.config ?? ""}`;
    await withDirectory({ "tidemark.yaml": config, ...options.files }, (directory) =>
      use({
        directory,
        keyspace,
        server,
        client,
        config,
        run: (argv, extra = {}) => runCli(argv, { cwd: directory, ...extra }),
        write: (files) => writeFiles(directory, files),
        path: (name) => join(directory, name),
      }),
    );
  });
}

/** Names of the tables that are neither history nor lease. */
export async function tablesOf({ client, keyspace }: CliWorld): Promise<readonly string[]> {
  const text = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
  const { rows } = await client.execute(text, [keyspace], { prepare: true });
  return rows.map((row) => String(row.table_name)).filter((name) => !name.startsWith("tidemark_"));
}
