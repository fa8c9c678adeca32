// Why the last connection to a node could not be opened: the driver keeps that to its log, and says "Host considered as DOWN".
import type { Client } from "cassandra-driver";
import { messageOf } from "../../base/errors.ts";
import { readNetworkError } from "./network-error.ts";

/** cassandra-driver 4.10.0, connection.js; behind it stands "address:port". */
const REFUSED = /^There was an error when trying to connect to the host (\S+)/;

const ERRORS = new WeakMap<Client, Map<string, unknown>>();

/** Call it before the client connects. */
export function watchConnectionErrors(client: Client): void {
  const errors = new Map<string, unknown>();
  ERRORS.set(client, errors);
  client.on("log", (_level, _className, message, cause) => {
    const address = REFUSED.exec(message)?.[1];
    if (address !== undefined) errors.set(address, cause);
  });
}

/**
 * @param address as the driver has it: "10.0.0.7:9042"
 * @returns undefined when none has failed
 */
export function connectionErrorOf(client: Client, address: string): string | undefined {
  const error = ERRORS.get(client)?.get(address);
  return error === undefined ? undefined : (readNetworkError(error)?.message ?? messageOf(error));
}
