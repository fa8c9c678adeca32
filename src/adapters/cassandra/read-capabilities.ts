// Finds out which server this is, and how it is set up.
import type { Client } from "cassandra-driver";
import { ToolError } from "../../base/errors.ts";
import { type Capabilities, capabilitiesFor, type ServerSettings, since } from "../../cql/capabilities.ts";
import { detectProduct } from "../../cql/introspect/detect-product.ts";
import { optionalTextIn, textIn } from "../../cql/introspect/row-value.ts";
import type { SystemRow } from "../../cql/introspect/schema-rows.ts";
import { SETTING_NAMES, settingsFromRows } from "../../cql/introspect/settings-from-rows.ts";
import { querySystem, tryQuerySystem } from "./system-query.ts";

export interface ServerIdentity {
  /** Its settings are not read. */
  readonly capabilities: Capabilities;
  readonly local: SystemRow;
}

/** @throws ToolError "unsupported-server", "server-failed", "connection-failed" */
export async function readIdentity(client: Client): Promise<ServerIdentity> {
  const [local = {}] = await querySystem(client, "SELECT * FROM system.local");
  const { product, version } = detectProduct({ local, scyllaVersion: await readScyllaVersion(client, local) });
  if (product === "amazon-keyspaces") {
    throw new ToolError("unsupported-server", "Amazon Keyspaces is not supported", {
      hint: "it changes its schema asynchronously and takes no logged batches, which the history relies on",
    });
  }
  return { capabilities: capabilitiesFor(product, version), local };
}

/** What cannot be read stays unknown. @throws ToolError "connection-failed" */
export async function readSettings(client: Client, { capabilities, local }: ServerIdentity): Promise<ServerSettings> {
  const hasSettings = capabilities.product === "cassandra" && since(capabilities, "4.0");
  const [settings, peers, autoRepairColumn] = await Promise.all([
    hasSettings
      ? tryQuerySystem(client, "SELECT name, value FROM system_views.settings WHERE name IN ?", [SETTING_NAMES])
      : undefined,
    tryQuerySystem(client, "SELECT peer, data_center FROM system.peers"),
    hasSettings && since(capabilities, "5.0") ? tryQuerySystem(client, AUTO_REPAIR_COLUMN) : undefined,
  ]);
  return settingsFromRows({ settings: settings ?? [], nodes: [local, ...(peers ?? [])], autoRepairColumn });
}

/** @throws ToolError "unsupported-server", "server-failed", "connection-failed" */
export async function readCapabilities(client: Client): Promise<Capabilities> {
  const identity = await readIdentity(client);
  return { ...identity.capabilities, settings: await readSettings(client, identity) };
}

const AUTO_REPAIR_COLUMN =
  "SELECT column_name FROM system_schema.columns WHERE keyspace_name = 'system_schema' AND table_name = 'tables' AND column_name = 'auto_repair'";

/** ScyllaDB says that it is Cassandra 3.0.8; a Cassandra that old has no such table. */
async function readScyllaVersion(client: Client, local: SystemRow): Promise<SystemRow | undefined> {
  const mayBeScylla =
    textIn(local, "release_version").startsWith("3.0.") || optionalTextIn(local, "supported_features");
  if (!mayBeScylla) return undefined;
  const rows = await tryQuerySystem(client, "SELECT version FROM system.versions WHERE key = 'local'");
  return rows?.[0];
}
