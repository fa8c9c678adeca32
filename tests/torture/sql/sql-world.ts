// Two databases for one story: one whose runs are disturbed, and a reference that was migrated without disturbance; and the
// real command line, as processes of their own, on the first.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type CliProcess, type CliResult, spawnCli, withDirectory } from "../../cli/cli.ts";
import type { Random } from "../scenario.ts";
import type { SqlStory } from "./sql-story.ts";

/** The least that can be configured. */
export const LOCK_TTL_MS = 3_000;
/** Whoever takes longer hangs. */
const RUN_MAX_MS = 120_000;

export interface SqlRound {
  /** Of a database of the server, as a role that may make others. */
  readonly serverUrl: string;
  readonly random: Random;
  readonly log: (text: string) => void;
}

export interface SqlWorld {
  readonly round: SqlRound;
  readonly story: SqlStory;
  /** A plain session with the disturbed database. */
  readonly client: pg.Client;
  readonly reference: pg.Client;
  /** Of the disturbed database, past any proxy. */
  readonly url: string;
  /** How long a process took to migrate the reference. */
  readonly undisturbedMs: number;
  /** A process of its own on the disturbed database, or on the URL that is given. */
  spawn(argv: readonly string[], url?: string): CliProcess;
  run(argv: readonly string[]): Promise<CliResult>;
  runReference(argv: readonly string[]): Promise<CliResult>;
}

export async function withSqlWorld<Result>(
  round: SqlRound,
  story: SqlStory,
  use: (world: SqlWorld) => Promise<Result>,
): Promise<Result> {
  const name = `torture_${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  const server = await connect(round.serverUrl);
  const names = [name, `${name}_reference`];
  const clients: pg.Client[] = [];
  let result: { readonly value: Result } | undefined;
  try {
    for (const each of names) await server.query(`CREATE DATABASE ${each}`);
    const [url = "", referenceUrl = ""] = names.map((each) => urlOf(round.serverUrl, each));
    clients.push(await connect(url), await connect(referenceUrl));
    const [client, reference] = clients;
    assert.ok(client !== undefined && reference !== undefined);
    await withDirectory(filesOf(story), async (directory) => {
      const spawn = (argv: readonly string[], at = url): CliProcess =>
        spawnLogged(round, ["--url", at, ...argv], directory);
      const runReference = async (argv: readonly string[]): Promise<CliResult> => {
        const ended = await spawnCli(["--url", referenceUrl, ...argv], directory).ended;
        assert.equal(ended.exitCode, 0, `the reference is not disturbed:\n${ended.stdout}${ended.stderr}`);
        return ended;
      };
      const startedMs = performance.now();
      await runReference(["migrate"]);
      const undisturbedMs = performance.now() - startedMs;
      round.log(`${story.migrationCount} migrations, ${undisturbedMs.toFixed(0)} ms undisturbed`);
      const run = (argv: readonly string[]): Promise<CliResult> => spawn(argv).ended;
      result = {
        value: await use({ round, story, client, reference, url, undisturbedMs, spawn, run, runReference }),
      };
    });
  } finally {
    for (const client of clients) await client.end().catch(() => undefined);
    for (const each of names) {
      const dropping = server.query(`DROP DATABASE IF EXISTS ${each} WITH (FORCE)`);
      await dropping.catch((error: unknown) => round.log(`${each} stays: ${error}`));
    }
    await server.end();
  }
  assert.ok(result !== undefined);
  return result.value;
}

/** What a disturbed server says to an idle session is nobody's mistake. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function filesOf(story: SqlStory): Readonly<Record<string, string>> {
  const config = { lock: { ttl: `${LOCK_TTL_MS}ms`, wait: "60s" }, database: { lock_timeout: "1s" } };
  return {
    "tidemark.yaml": JSON.stringify(config),
    ...Object.fromEntries(Object.entries(story.files).map(([name, text]) => [`migrations/${name}`, text])),
  };
}

function spawnLogged({ log }: SqlRound, argv: readonly string[], directory: string): CliProcess {
  const run = spawnCli(argv, directory);
  const name = `${argv.slice(2).join(" ")} (process ${run.child.pid})`;
  log(`${name} starts`);
  let isOverdue = false;
  const overdue = setTimeout(() => {
    isOverdue = true;
    run.child.kill("SIGKILL");
  }, RUN_MAX_MS);
  const ended = run.ended.then((result) => {
    clearTimeout(overdue);
    const how = run.child.signalCode === null ? `with ${result.exitCode}` : `by ${run.child.signalCode}`;
    log(`${name} ended ${how}\n${`${result.stdout}${result.stderr}`.trimEnd().replaceAll(/^/gm, "    ")}`);
    assert.ok(!isOverdue, `${name} did not end within ${RUN_MAX_MS} ms`);
    return result;
  });
  ended.catch(() => undefined);
  return { ...run, ended };
}

/**
 * Marks, counters, tables and history are those of the reference, every index is valid, and nothing is left open.
 * @throws AssertionError with the first difference
 */
export async function assertAsReference({ client, reference }: SqlWorld): Promise<void> {
  await awaitFreeLock(client);
  for (const [what, text] of Object.entries(STATE)) {
    assert.deepEqual((await client.query(text)).rows, (await reference.query(text)).rows, what);
  }
}

const STATE: Readonly<Record<string, string>> = {
  marks: "SELECT what, count(*)::int AS count FROM marks GROUP BY what ORDER BY what",
  counters: "SELECT * FROM counters ORDER BY name",
  columns: `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  indexes: `SELECT indexrelid::regclass::text AS name, indisvalid, indisready, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
  enums: "SELECT enumtypid::regtype::text AS type, enumlabel FROM pg_enum ORDER BY 1, enumsortorder",
  history: `SELECT row_number() OVER (ORDER BY seq)::int AS number, kind, version, name, checksum, direction
    FROM tidemark_history WHERE kind <> 'failed' ORDER BY seq`,
  journal: "SELECT running FROM tidemark_history_lock",
};

/** What a runner that was killed has left expires. */
async function awaitFreeLock(client: pg.Client): Promise<void> {
  const untilMs = performance.now() + 2 * LOCK_TTL_MS;
  while (performance.now() < untilMs && (await readLease(client)) !== undefined) await sleep(100);
}

export interface SqlLease {
  readonly epoch: number;
  readonly pid: number;
}

/** @returns undefined while nobody holds it */
export async function readLease(client: pg.Client): Promise<SqlLease | undefined> {
  const { rows: tables } = await client.query(
    "SELECT to_regclass('public.tidemark_history_lock') IS NOT NULL AS is_there",
  );
  if (tables[0]?.is_there !== true) return undefined;
  const { rows } = await client.query(
    "SELECT * FROM tidemark_history_lock WHERE owner IS NOT NULL AND expires_at > clock_timestamp()",
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const holder: unknown = typeof row.holder === "string" ? JSON.parse(row.holder) : row.holder;
  return { epoch: Number(row.epoch), pid: Number((holder as { readonly pid?: number } | null)?.pid) };
}

/** As a person does who knows that its holder is dead. */
export async function breakLock(world: SqlWorld): Promise<boolean> {
  const lease = await readLease(world.client);
  if (lease === undefined) return false;
  const broken = await world.run(["lock", "break", "--epoch", String(lease.epoch), "--yes"]);
  assert.equal(broken.exitCode, 0, `${broken.stdout}${broken.stderr}`);
  return true;
}
