// The URL of a SQL database, whichever kind → a way to connect.
import { parseSqlUrl } from "../../dialect/sql-url.ts";
import type { SqlConnector } from "./connection.ts";
import { pgConnector } from "./pg-connector.ts";
import { parsePgUrl } from "./pg-url.ts";
import type { SqlOptions } from "./sql-options.ts";

/**
 * Nothing is opened yet, but for the directory of an embedded database, which is this process's from now on.
 * @throws ToolError "config-invalid" for a URL that cannot be used
 */
export async function sqlConnector(
  options: Pick<SqlOptions, "url" | "connectTimeoutMs" | "mayCreate">,
): Promise<SqlConnector> {
  const url = options.url.reveal();
  const parsed = parseSqlUrl(url);
  if (parsed?.kind !== "embedded") return pgConnector(parsePgUrl(url), options.connectTimeoutMs);
  const { pgliteConnector } = await import("./pglite-connector.ts");
  return pgliteConnector(parsed.directory ?? "memory", { mayCreate: options.mayCreate });
}
