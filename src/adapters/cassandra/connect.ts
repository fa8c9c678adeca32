// Opens a session with the stock driver.
import { lookup } from "node:dns/promises";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import type { Client, ClientOptions } from "cassandra-driver";
import { messageOf, ToolError } from "../../base/errors.ts";
import { readFailure } from "./failure.ts";
import { closerOf } from "./forgotten-hosts.ts";
import { pinnedPolicy } from "./pinned-policy.ts";
import type { CassandraOptions } from "./session-options.ts";

export type Driver = typeof import("cassandra-driver");

export interface Session {
  readonly client: Client;
  readonly driver: Driver;
  close(): Promise<void>;
}

/** @throws ToolError "connection-failed" with the reason a node, "config-invalid" for certificates that cannot be read. */
export async function connect(options: CassandraOptions): Promise<Session> {
  const driver: Driver = (await import("cassandra-driver")).default;
  const client = new driver.Client(await clientOptions(driver, options));
  try {
    await client.connect();
  } catch (error) {
    // The driver may still be opening sockets.
    await client.shutdown().catch(() => undefined);
    throw connectionFailed(error, options);
  }
  return { client, driver, close: closerOf(client) };
}

async function clientOptions(driver: Driver, options: CassandraOptions): Promise<ClientOptions> {
  const { auth, ssl, secureConnectBundle } = options;
  const [first] = options.contactPoints;
  const consistency = driver.types.consistencies[consistencyName(options.consistency)];
  return {
    ...(secureConnectBundle === undefined
      ? {
          contactPoints: options.contactPoints.map(
            ({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`,
          ),
        }
      : { cloud: { secureConnectBundle } }),
    ...(auth !== undefined && { credentials: { username: auth.username, password: auth.password.reveal() } }),
    ...(ssl !== undefined && { sslOptions: await tlsOptions(ssl, first?.host) }),
    protocolOptions: {
      ...(first !== undefined && { port: first.port }),
      // Protocol 5 is not spoken by the driver; saying so saves a round trip.
      maxVersion: 4,
      // The driver's own wait polls system.peers, which follows by gossip: we ask every node itself.
      maxSchemaAgreementWaitSeconds: 0,
    },
    queryOptions: { consistency, isIdempotent: false, fetchSize: 5_000 },
    // The driver's limit for opening a connection ends before the server has answered: what follows has this one.
    socketOptions: { connectTimeout: options.connectTimeoutMs, readTimeout: options.connectTimeoutMs },
    profiles: [new driver.ExecutionProfile("default", { readTimeout: options.requestTimeoutMs })],
    policies: {
      // Nothing is sent twice behind our back: whether a statement may be is for us to decide.
      retry: new driver.policies.retry.FallthroughRetryPolicy(),
      reconnection: new driver.policies.reconnection.ExponentialReconnectionPolicy(100, 2_000, true),
      loadBalancing: pinnedPolicy(driver, options.localDatacenter, await addressOf(options.contactPoints)),
    },
    pooling: { coreConnectionsPerHost: { "0": 1, "1": 1, "2": 0 }, warmup: false },
    isMetadataSyncEnabled: false,
    prepareOnAllHosts: false,
  };
}

/** Of the first contact point, when there are several to choose from; a name that does not resolve is for the driver to tell. */
async function addressOf(contactPoints: CassandraOptions["contactPoints"]): Promise<string | undefined> {
  const [first] = contactPoints;
  if (first === undefined) return undefined;
  const address = isIP(first.host) > 0 ? first.host : (await lookup(first.host).catch(() => undefined))?.address;
  return address === undefined ? undefined : `${address}:${first.port}`;
}

type ConsistencyName = Exclude<keyof typeof import("cassandra-driver").types.consistencies, number>;

function consistencyName(name: string): ConsistencyName {
  const known: readonly ConsistencyName[] = [
    "any",
    "one",
    "two",
    "three",
    "quorum",
    "all",
    "localQuorum",
    "eachQuorum",
    "localOne",
  ];
  const found = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase().replace("_", ""));
  if (found === undefined) throw new ToolError("config-invalid", `unknown consistency "${name}"`);
  return found;
}

async function tlsOptions(
  ssl: NonNullable<CassandraOptions["ssl"]>,
  host: string | undefined,
): Promise<NonNullable<ClientOptions["sslOptions"]>> {
  const [ca, cert, key] = await Promise.all([ssl.caCerts, ssl.certfile, ssl.keyfile].map(readCertificate));
  return {
    rejectUnauthorized: ssl.verify,
    ...(host !== undefined && { host }),
    ...(ca !== undefined && { ca: [ca] }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

async function readCertificate(path: string | undefined): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw new ToolError("config-invalid", `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

function connectionFailed(error: unknown, options: CassandraOptions): ToolError {
  const where =
    options.secureConnectBundle ?? options.contactPoints.map(({ host, port }) => `${host}:${port}`).join(", ");
  const { message } = readFailure(error);
  return new ToolError("connection-failed", `cannot connect to ${where}: ${message}`, {
    hint: adviseConnection(error, options),
    cause: error,
  });
}

function adviseConnection(error: unknown, options: CassandraOptions): string {
  const text = [messageOf(error), ...innerMessages(error)].join("\n");
  if (/data cent(re|er)/i.test(text)) return "set cassandra.local_datacenter, or leave it out: it is found by itself";
  if (/authenticat|credential|password|username|log in/i.test(text)) {
    return options.auth === undefined
      ? "the server asks who you are: set cassandra.auth, or TIDEMARK_USERNAME and TIDEMARK_PASSWORD"
      : "check the user name and the password";
  }
  if (/certificate|self.signed|tls|ssl/i.test(text)) return "check cassandra.ssl: ca_certs, certfile, keyfile";
  return "check cassandra.contact_points (or --host and --port), and that the server answers CQL there";
}

function innerMessages(error: unknown): readonly string[] {
  if (!(error instanceof Error) || !("innerErrors" in error)) return [];
  return Object.values(error.innerErrors ?? {}).map(messageOf);
}
