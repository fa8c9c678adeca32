// Ways to a SQL server: opens connections by a URL, host by host.
import { setTimeout as sleep } from "node:timers/promises";
import { assert } from "../../base/assert.ts";
import { ToolError } from "../../base/errors.ts";
import { clientConfig } from "./client-config.ts";
import type { SqlConnection, SqlConnector } from "./connection.ts";
import { explainConnection } from "./explain-connection.ts";
import { openPgConnection } from "./pg-connection.ts";
import { nameHosts, type PgAddress, type PgHost } from "./pg-url.ts";

/** How long a server that says "not yet" (it starts, or is full) is asked again. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 250;

export function pgConnector(address: PgAddress, connectTimeoutMs: number): SqlConnector {
  return {
    kind: "server",
    title: address.database,
    open: () => openPatiently(address, connectTimeoutMs),
    async close() {},
  };
}

async function openPatiently(address: PgAddress, connectTimeoutMs: number): Promise<SqlConnection> {
  for (const untilMs = performance.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    try {
      return await openFirst(address, connectTimeoutMs);
    } catch (error) {
      const mayPass = error instanceof ToolError && error.details.mayPass === true;
      if (!mayPass || performance.now() > untilMs) throw error;
    }
  }
}

/** The first host that takes us; of several, one that takes writes. */
async function openFirst(address: PgAddress, connectTimeoutMs: number): Promise<SqlConnection> {
  const failures: ToolError[] = [];
  for (const host of address.hosts) {
    try {
      const connection = await open(address, host, connectTimeoutMs);
      if (address.hosts.length === 1 || (await takesWrites(connection))) return connection;
      await connection.close();
      const hint = "name the primary in the URL";
      failures.push(
        new ToolError("connection-failed", `${nameHosts([host])} is read-only, a standby perhaps`, { hint }),
      );
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  assert(first !== undefined, "a URL has a host");
  if (failures.length === 1) throw first;
  const refused = failures.find(({ details }) => details.reason !== undefined) ?? first;
  throw new ToolError(refused.code, failures.map(({ message }) => message).join("; "), {
    hint: refused.hint,
    details: refused.details,
    cause: refused.cause,
  });
}

async function open(address: PgAddress, host: PgHost, connectTimeoutMs: number): Promise<SqlConnection> {
  const config = await clientConfig(address, host, connectTimeoutMs);
  try {
    return await openPgConnection(config);
  } catch (error) {
    const timeoutMs = config.connectionTimeoutMillis ?? connectTimeoutMs;
    throw explainConnection(error, { address, host, user: config.user ?? "", timeoutMs });
  }
}

async function takesWrites(connection: SqlConnection): Promise<boolean> {
  const { results } = await connection.pipeline([{ text: "SHOW transaction_read_only" }]);
  return results[0]?.rows[0]?.transaction_read_only === "off";
}
