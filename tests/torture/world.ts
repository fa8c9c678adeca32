// Two keyspaces for one story: one whose runs are disturbed, and a reference that was migrated without disturbance; and the
// real command line, as processes of their own, on the first.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "cassandra-driver";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import { type CliProcess, type CliResult, spawnCli, withDirectory } from "../cli/cli.ts";
import { sessionOptions } from "../integration/cassandra/server.ts";
import type { Round } from "./scenario.ts";
import type { Story } from "./story.ts";

/** The least that can be configured. */
export const LOCK_TTL_MS = 3_000;
/** Whoever takes longer hangs. */
const RUN_MAX_MS = 240_000;

export interface TortureOptions {
  /** "host:port" for the disturbed runs, where they do not speak to the nodes themselves. */
  readonly contactPoints?: readonly string[];
  /** Further keys of tidemark.yaml for the disturbed runs, by section: `{ cassandra: { request_timeout: "1s" } }`. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface TortureWorld {
  readonly round: Round;
  readonly story: Story;
  readonly directory: string;
  /** The disturbed one: created, empty, without a history. */
  readonly keyspace: string;
  /** Migrated to the end. */
  readonly reference: string;
  /** A plain session with the nodes themselves. */
  readonly client: Client;
  /** How long a process took to migrate the reference. */
  readonly undisturbedMs: number;
  /** A process of its own on the disturbed keyspace. What became of it is logged. One that hangs is killed, and fails. */
  spawn(argv: readonly string[]): CliProcess;
  /** `spawn`, to the end. */
  run(argv: readonly string[]): Promise<CliResult>;
  /** The same on the reference, past any proxy. @throws when it does not end with 0. */
  runReference(argv: readonly string[]): Promise<CliResult>;
}

/** Makes the world for the length of `use`; every process that `use` spawned must have ended by then. */
export async function withTortureWorld<Result>(
  round: Round,
  story: Story,
  use: (world: TortureWorld) => Promise<Result>,
  options: TortureOptions = {},
): Promise<Result> {
  const { server } = round;
  const keyspace = `torture_${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  const reference = `${keyspace}_reference`;
  const { client } = await connect(sessionOptions({ host: server.contactPoint, port: server.port }, keyspace));
  let result: { readonly value: Result } | undefined;
  try {
    for (const name of [keyspace, reference]) await createKeyspace(client, name, server.nodes.length);
    await withDirectory(filesOf(round, story, keyspace, options), async (directory) => {
      const run = (argv: readonly string[]): CliProcess => spawnLogged(round, argv, directory);
      const runReference = async (argv: readonly string[]): Promise<CliResult> => {
        const ended = await spawnCli(["-c", "reference.yaml", ...argv], directory).ended;
        assert.equal(ended.exitCode, 0, `the reference is not disturbed:\n${ended.stdout}${ended.stderr}`);
        return ended;
      };
      const startedMs = performance.now();
      await runReference(["migrate"]);
      const undisturbedMs = performance.now() - startedMs;
      round.log(`${Object.keys(story.files).length} migrations, ${undisturbedMs.toFixed(0)} ms undisturbed`);
      const value = await use({
        round,
        story,
        directory,
        keyspace,
        reference,
        client,
        undisturbedMs,
        spawn: run,
        run: (argv) => run(argv).ended,
        runReference,
      });
      result = { value };
    });
  } finally {
    for (const name of [keyspace, reference]) {
      const drop = client.execute(`DROP KEYSPACE IF EXISTS ${name}`);
      // What `use` failed with must not be lost for it.
      await drop.catch((error: unknown) => round.log(`${name} stays: ${error}`));
    }
    await client.shutdown();
  }
  assert.ok(result !== undefined);
  return result.value;
}

async function createKeyspace(client: Client, name: string, nodeCount: number): Promise<void> {
  const replication = `{'class': 'SimpleStrategy', 'replication_factor': ${nodeCount}}`;
  await client.execute(`CREATE KEYSPACE ${name} WITH replication = ${replication}`);
  while (nodeCount > 1 && !(await isAgreed(client))) await sleep(50);
}

async function isAgreed(client: Client): Promise<boolean> {
  const [local, peers] = await Promise.all([
    client.execute("SELECT schema_version FROM system.local"),
    client.execute("SELECT schema_version FROM system.peers"),
  ]);
  return new Set([...local.rows, ...peers.rows].map(({ schema_version }) => String(schema_version))).size === 1;
}

function filesOf(
  { server }: Round,
  story: Story,
  keyspace: string,
  { contactPoints, config = {} }: TortureOptions,
): Readonly<Record<string, string>> {
  const nodes = server.nodes.map(({ address, port }) => `${address}:${port}`);
  const { cassandra, lock, ...rest } = config;
  // JSON is YAML.
  const disturbed = {
    ...rest,
    cassandra: { contact_points: contactPoints ?? nodes, ...cassandra },
    keyspace,
    lock: { ttl: `${LOCK_TTL_MS}ms`, wait: "60s", ...lock },
  };
  const reference = { cassandra: { contact_points: nodes }, keyspace: `${keyspace}_reference` };
  return {
    "tidemark.yaml": JSON.stringify(disturbed),
    "reference.yaml": JSON.stringify(reference),
    ...Object.fromEntries(Object.entries(story.files).map(([name, text]) => [`migrations/${name}`, text])),
  };
}

function spawnLogged({ log }: Round, argv: readonly string[], directory: string): CliProcess {
  const run = spawnCli(argv, directory);
  const name = `${argv.join(" ")} (process ${run.child.pid})`;
  log(`${name} starts`);
  let isOverdue = false;
  const overdue = setTimeout(() => {
    isOverdue = true;
    run.child.kill("SIGKILL");
  }, RUN_MAX_MS);
  const logEnd = (result: CliResult): CliResult => {
    clearTimeout(overdue);
    const said = `${onOneLine(result.stdout)}${result.stderr}`.trimEnd();
    const how = run.child.signalCode === null ? `with ${result.exitCode}` : `by ${run.child.signalCode}`;
    log(`${name} ended ${how}${said === "" ? "" : `:\n${said.replaceAll(/^/gm, "    ")}`}`);
    assert.ok(!isOverdue, `${name} did not end within ${RUN_MAX_MS} ms`);
    return result;
  };
  const ended = run.ended.then(logEnd);
  // A scenario may be busy with something else when it fails.
  ended.catch(() => undefined);
  return { ...run, ended };
}

function onOneLine(stdout: string): string {
  return stdout.startsWith("{") ? `${stdout.replaceAll(/\s*\n\s*/g, " ").trimEnd()}\n` : stdout;
}
