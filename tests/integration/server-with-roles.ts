// A Cassandra of its own that knows roles and permissions, for the tests that need them.
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import cassandra, { type Client } from "cassandra-driver";
import { assert } from "../../src/base/assert.ts";
import type { CassandraOptions, Sandbox } from "../../src/sandbox/sandbox.ts";
import { startCassandra } from "../../src/sandbox/start-cassandra.ts";

export interface ServerWithRoles {
  readonly place: Sandbox;
  /** A superuser. */
  readonly admin: Client;
  /** A session that ends with the server. */
  logIn(role: string, password: string, keyspace?: string): Promise<Client>;
}

const SETTINGS = {
  authenticator: "PasswordAuthenticator",
  authorizer: "CassandraAuthorizer",
  // What is granted holds at once.
  permissions_validity: "0ms",
  roles_validity: "0ms",
};
/** A password otherwise takes a tenth of a second. */
const SYSTEM_PROPERTIES = { "cassandra.auth_bcrypt_gensalt_log2_rounds": "4" };
const SUPERUSER_MS = 30_000;

/**
 * Registers the start before the tests of this file, or suite, and the end after them.
 * @param prepare is run once it answers
 * @returns what gives the server, once the tests run
 */
export function withServerWithRoles(
  options: Pick<CassandraOptions, "version" | "settings">,
  prepare: (server: ServerWithRoles) => Promise<void> = async () => undefined,
): () => ServerWithRoles {
  const clients: Client[] = [];
  let server: ServerWithRoles | undefined;
  let place: Sandbox | undefined;

  before(async () => {
    const started = await startCassandra({
      ...options,
      settings: { ...SETTINGS, ...options.settings },
      systemProperties: SYSTEM_PROPERTIES,
    });
    place = started;
    const logIn = async (role: string, password: string, keyspace?: string): Promise<Client> => {
      const client = await openSession(started, role, password, keyspace);
      clients.push(client);
      return client;
    };
    server = { place: started, admin: await logIn("cassandra", "cassandra"), logIn };
    await prepare(server);
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.shutdown()));
    await place?.stop();
  });
  return () => {
    assert(server !== undefined, "the tests run after the start");
    return server;
  };
}

/** The server makes its superuser a little after it answers. */
async function openSession(
  { contactPoint, port }: Sandbox,
  username: string,
  password: string,
  keyspace: string | undefined,
): Promise<Client> {
  for (const untilMs = performance.now() + SUPERUSER_MS; ; await sleep(100)) {
    const client = new cassandra.Client({
      contactPoints: [`${contactPoint}:${port}`],
      localDataCenter: "datacenter1",
      credentials: { username, password },
      ...(keyspace !== undefined && { keyspace }),
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.shutdown();
      if (performance.now() > untilMs) throw error;
    }
  }
}
