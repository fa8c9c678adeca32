// Starts a real PostgreSQL on the loopback, for tests: durable as an operator's, small, and gone with this process however it ends.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { type Guard, hasEnded, startGuard } from "./guard.ts";
import { findServerBinaries, makeReachable } from "./server-binaries.ts";
import { findServerUser, giveTo, type ServerUser } from "./server-user.ts";

export interface PostgresOptions {
  /** Of postgresql.conf: `{ ssl: "on" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lines of pg_hba.conf, before those that let everybody in. */
  readonly hostRules?: readonly string[];
  /** Files in the directory of the data, by name; only the server may read them: a TLS key. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Postgres {
  /** Of the database `postgres` as its superuser, who needs no password. */
  readonly url: string;
  /** The same as the role `guest`, who owns nothing and must give his password. */
  readonly guestUrl: string;
  readonly host: string;
  readonly port: number;
  /** Ends it as an operator does who does not wait for clients, and removes its directory. */
  stop(): Promise<void>;
  /** Kills all of its processes at once; `restart` brings it back, as from a crash. */
  crash(): Promise<void>;
  /** On the same port, with the same data. */
  restart(): Promise<void>;
  /** What it has written so far. */
  readLog(): Promise<string>;
}

interface Place {
  readonly programs: string;
  readonly directory: string;
  readonly data: string;
  readonly log: string;
  readonly user: ServerUser;
  readonly environment: NodeJS.ProcessEnv;
}

const HOST = "127.0.0.1";
const GUEST_PASSWORD = "guest's: p@ss/word";
const START_MS_MAX = 30_000;
const ATTEMPTS_MAX = 3;
const INITDB_OPTIONS: readonly string[] = [
  ...["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"],
  ...["--no-sync", "--no-instructions"],
];
const HOST_RULES: readonly string[] = ["host all guest all scram-sha-256", "host all all samehost trust"];
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: HOST,
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "16MB",
  timezone: "UTC",
  log_timezone: "UTC",
};
const run = promisify(execFile);

export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const place = await prepare(options);
  const guard = startGuard(place.directory);
  try {
    const port = await startOnFreePort(place, guard);
    const url = (role: string): string => `postgres://${role}@${HOST}:${port}/postgres`;
    await createGuest(url("postgres"));
    return {
      url: url("postgres"),
      guestUrl: url(`guest:${encodeURIComponent(GUEST_PASSWORD)}`),
      host: HOST,
      port,
      crash: () => guard.end("SIGKILL"),
      async restart() {
        await guard.end("SIGINT");
        await start(place, guard, port);
      },
      async stop() {
        await guard.end("SIGINT");
        await guard.dismiss();
      },
      readLog: () => readFile(place.log, "utf8"),
    };
  } catch (error) {
    await guard.end("SIGINT");
    await guard.dismiss();
    throw error;
  }
}

async function prepare(options: PostgresOptions): Promise<Place> {
  const user = findServerUser();
  const directory = await mkdtemp(join(tmpdir(), "tidemark-postgres-"));
  await giveTo(user, directory);
  const found = await findServerBinaries();
  const place: Place = {
    programs: user.uid === undefined ? found : await makeReachable(found, join(directory, "native")),
    data: join(directory, "data"),
    log: join(directory, "log"),
    directory,
    user,
    // Neither the language nor the settings of whoever runs the tests.
    environment: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
  };
  await run(join(place.programs, "bin/initdb"), [`--pgdata=${place.data}`, ...INITDB_OPTIONS], {
    ...user,
    env: place.environment,
    cwd: directory,
  });
  const settings = Object.entries({ ...SETTINGS, ...options.settings });
  await writeOwned(
    place,
    "postgresql.conf",
    settings.map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`),
  );
  await writeOwned(place, "pg_hba.conf", [...(options.hostRules ?? []), ...HOST_RULES]);
  for (const [name, content] of Object.entries(options.files ?? {})) await writeOwned(place, name, [content]);
  return place;
}

async function writeOwned({ data, user }: Place, name: string, lines: readonly string[]): Promise<void> {
  const path = join(data, name);
  await writeFile(path, `${lines.join("\n")}\n`, { mode: 0o600 });
  await giveTo(user, path);
}

/** Another program may take the port that was found free a moment ago. */
async function startOnFreePort(place: Place, guard: Guard): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    try {
      await start(place, guard, port);
      return port;
    } catch (error) {
      if (attempt === ATTEMPTS_MAX) throw error;
    }
  }
}

async function start(place: Place, guard: Guard, port: number): Promise<void> {
  const log = await open(place.log, "a");
  const server = spawn(join(place.programs, "bin/postgres"), ["-D", place.data, "-p", String(port)], {
    ...place.user,
    cwd: place.directory,
    env: place.environment,
    stdio: ["ignore", log.fd, log.fd],
    detached: true, // Ctrl-C is for us, who then stop it
  });
  await log.close();
  guard.watch(server);
  const deadlineMs = performance.now() + START_MS_MAX;
  while (!(await isReady(place, server))) {
    if (hasEnded(server) || performance.now() > deadlineMs) {
      throw new Error(`PostgreSQL did not start:\n${await readFile(place.log, "utf8")}`);
    }
    await sleep(10);
  }
}

/** The eighth line of its file of state says so; one that was left by a killed server names another process. */
async function isReady(place: Place, server: ChildProcess): Promise<boolean> {
  const lines = (await readFile(join(place.data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  return lines[0] === String(server.pid) && lines[7]?.trim() === "ready";
}

async function createGuest(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE ROLE guest LOGIN PASSWORD ${client.escapeLiteral(GUEST_PASSWORD)}`);
  await client.end();
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, HOST);
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
