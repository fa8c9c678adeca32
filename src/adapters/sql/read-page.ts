// The rows of a query, all of them in one page: a cursor would live only as long as a transaction.
import type { QueryPage, QueryRequest } from "../../engine/ports.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { serverFailed } from "./failure.ts";
import { type SettingsOptions, setStatement, settingsOf } from "./session-settings.ts";

export interface ReadPageOptions extends SettingsOptions {
  readonly pool: ConnectionPool;
}

/** @throws ToolError "server-failed", "permission-denied", "connection-failed" */
export async function readPage(options: ReadPageOptions, request: QueryRequest): Promise<QueryPage> {
  const { text, parameters, keyspace: schema } = request;
  const values = Array.isArray(parameters) ? parameters : [];
  const end = await options.pool.use(async (connection) => {
    const done = await connection.pipeline([
      { text: "BEGIN" },
      setStatement(settingsOf(options, { schema, timeoutMs: undefined }), "transaction"),
      { text, values },
      { text: "COMMIT" },
    ]);
    if (done.failure?.kind === "refused") await connection.pipeline([{ text: "ROLLBACK" }]);
    return done;
  });
  if (end.failure !== undefined) throw serverFailed("a query", end.failure);
  return { rows: end.results[2]?.rows ?? [], pageState: undefined };
}
