// Reads the tables that a server keeps about itself, all pages of them.
import type { Client, types } from "cassandra-driver";
import { type Failure, readFailure, SERVER_CODES } from "./failure.ts";
import { retryRead } from "./retry-read.ts";
import { serverFailed } from "./server-error.ts";

export type SystemRows = readonly types.Row[];

/** As the protocol numbers it. The tables are the node's own, so that a level such as TWO would find too few of them. */
export const CONSISTENCY_ONE = 1;

/**
 * @param what is read, for an error's message
 * @throws ToolError "server-failed", "permission-denied", "connection-failed"
 */
export async function querySystem(
  client: Client,
  text: string,
  params: readonly unknown[] = [],
  what = "the description of its schema",
): Promise<SystemRows> {
  try {
    return await readAll(client, text, params);
  } catch (error) {
    throw serverFailed(what, readFailure(error), error);
  }
}

/** As `querySystem`; undefined when the server has no such table, or does not show it to us. */
export async function tryQuerySystem(
  client: Client,
  text: string,
  params: readonly unknown[] = [],
): Promise<SystemRows | undefined> {
  try {
    return await readAll(client, text, params);
  } catch (error) {
    const failure = readFailure(error);
    if (isHidden(failure)) return undefined;
    throw serverFailed("the description of its settings", failure, error);
  }
}

function isHidden({ code }: Failure): boolean {
  return code === SERVER_CODES.invalid || code === SERVER_CODES.unauthorized;
}

async function readAll(client: Client, text: string, params: readonly unknown[]): Promise<SystemRows> {
  const hints = params.map((param) => (Array.isArray(param) ? "list<text>" : "text"));
  const options = { prepare: false, hints, consistency: CONSISTENCY_ONE };
  const result = await retryRead(() => client.execute(text, [...params], options));
  if (result.pageState === null || result.pageState === undefined) return result.rows;
  const rows: types.Row[] = [];
  for await (const row of result) rows.push(row);
  return rows;
}
