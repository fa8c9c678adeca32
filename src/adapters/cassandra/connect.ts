// Opens a session with the stock driver.
import type { Client } from "cassandra-driver";
import { clientOptions } from "./client-options.ts";
import { watchConnectionErrors } from "./connection-errors.ts";
import { explainConnection } from "./explain-connection.ts";
import { closerOf } from "./forgotten-hosts.ts";
import type { CassandraOptions } from "./session-options.ts";

export type Driver = typeof import("cassandra-driver");

export interface Session {
  readonly client: Client;
  readonly driver: Driver;
  close(): Promise<void>;
}

/** @throws ToolError "connection-failed" with the reason a node, "config-invalid" for certificates or a bundle that cannot be used. */
export async function connect(options: CassandraOptions): Promise<Session> {
  const driver: Driver = (await import("cassandra-driver")).default;
  const client = new driver.Client(await clientOptions(driver, options));
  watchConnectionErrors(client);
  try {
    await client.connect();
  } catch (error) {
    // The driver may still be opening sockets.
    await client.shutdown().catch(() => undefined);
    throw explainConnection(error, options);
  }
  return { client, driver, close: closerOf(client) };
}
