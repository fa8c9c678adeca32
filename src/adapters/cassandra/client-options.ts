// Turns what is known of a cluster into the driver's options. Reads the files of certificates, and looks up a name.
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { ClientOptions } from "cassandra-driver";
import { ToolError } from "../../base/errors.ts";
import { pinnedPolicy } from "./pinned-policy.ts";
import type { CassandraOptions } from "./session-options.ts";
import { readTlsOptions } from "./tls-options.ts";

type Driver = typeof import("cassandra-driver");

/** @throws ToolError "config-invalid" for a consistency that is none, and for certificates that cannot be used */
export async function clientOptions(driver: Driver, options: CassandraOptions): Promise<ClientOptions> {
  const { auth, contactPoints } = options;
  const [first] = contactPoints;
  const consistency = driver.types.consistencies[consistencyName(options.consistency)];
  return {
    ...(await serverOptions(options)),
    ...(auth !== undefined && { credentials: { username: auth.username, password: auth.password.reveal() } }),
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
      loadBalancing: pinnedPolicy(driver, options.localDatacenter, await addressOf(contactPoints)),
    },
    pooling: { coreConnectionsPerHost: { "0": 1, "1": 1, "2": 0 }, warmup: false },
    isMetadataSyncEnabled: false,
    prepareOnAllHosts: false,
  };
}

/** A bundle brings its servers and its TLS along, and the driver refuses both beside it. */
async function serverOptions({ contactPoints, ssl, secureConnectBundle }: CassandraOptions): Promise<ClientOptions> {
  if (secureConnectBundle !== undefined) return { cloud: { secureConnectBundle } };
  const hosts = contactPoints.map(({ host }) => host);
  return {
    contactPoints: contactPoints.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`),
    ...(ssl !== undefined && { sslOptions: await readTlsOptions(ssl, hosts) }),
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
