// A real server, asked for its verdict on one statement after another.
import type { Client } from "cassandra-driver";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import { readFailure, SERVER_CODES } from "../../src/adapters/cassandra/failure.ts";
import { readCapabilities } from "../../src/adapters/cassandra/read-capabilities.ts";
import type { Capabilities } from "../../src/cql/capabilities.ts";

export interface ServerPlace {
  readonly contactPoint: string;
  readonly port: number;
}

/** `message` is undefined when the server accepted the statement. */
export interface Verdict {
  readonly message: string | undefined;
}

/** One session, so that USE holds for what follows. */
export async function openSession({ contactPoint, port }: ServerPlace): Promise<Client> {
  const { client } = await connect({
    contactPoints: [{ host: contactPoint, port }],
    localDatacenter: undefined,
    auth: undefined,
    consistency: "ONE",
    serialConsistency: "SERIAL",
    connectTimeoutMs: 10_000,
    requestTimeoutMs: 60_000,
    ssl: undefined,
    secureConnectBundle: undefined,
    keyspace: "system",
    replication: undefined,
    history: { keyspace: "system", table: "none" },
    agreement: { waitMs: 30_000, tolerateDown: 0, view: "nodes" },
  });
  return client;
}

/**
 * What a sandbox has on; older servers do not say so themselves. No class of a trigger is there, and there is one data
 * centre, which the server says.
 */
export async function capabilitiesOf(place: ServerPlace): Promise<Capabilities> {
  const client = await openSession(place);
  try {
    const capabilities = await readCapabilities(client);
    return {
      ...capabilities,
      settings: {
        materializedViews: true,
        userDefinedFunctions: true,
        sasiIndexes: true,
        dropCompactStorage: true,
        transientReplication: false,
        scriptedFunctions: false,
        changeDataCapture: false,
        triggerClasses: [],
        ...Object.fromEntries(Object.entries(capabilities.settings).filter(([, value]) => value !== undefined)),
      },
    };
  } finally {
    await client.shutdown();
  }
}

/** Throws what is no verdict: a timeout, a lost connection. */
export async function execute(client: Client, text: string): Promise<Verdict> {
  try {
    await client.execute(text);
    return { message: undefined };
  } catch (error) {
    const failure = readFailure(error);
    // A bug of the server's own (an assertion, a null pointer) is its no, too: nobody gets further.
    if (failure.kind === "failed" || failure.code === SERVER_CODES.serverError) return { message: failure.message };
    throw error;
  }
}
