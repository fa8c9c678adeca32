// Turns the row of a keyspace, and ScyllaDB's own row of it, into the options of the keyspace. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { OptionValue } from "../schema/schema.ts";
import { canonicalKeyspaceOptions, type KeyspaceOptions } from "../simulate/options/keyspace-options.ts";
import { numberIn, optionalTextIn, textMapIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

export function keyspaceOptionsFromRows(
  row: SystemRow,
  scylla: SystemRow | undefined,
  capabilities: Capabilities,
): KeyspaceOptions {
  const isScylla = capabilities.product === "scylla";
  // With lists of racks, which the column of old only counts.
  const racks = isScylla ? textMapIn(row, "replication_v2") : {};
  return canonicalKeyspaceOptions({
    replication: Object.keys(racks).length > 0 ? racks : textMapIn(row, "replication"),
    durable_writes: row.durable_writes !== false,
    ...(isScylla && optionsOfScylla(scylla ?? {}, capabilities)),
  });
}

/**
 * system_schema.scylla_keyspaces (db/schema_tables.cc of scylladb/scylladb): a count of tablets is there for a keyspace
 * that has tablets, 0 when the server chooses it; `storage` when it is not the local disk.
 */
function optionsOfScylla(row: SystemRow, capabilities: Capabilities): Readonly<Record<string, OptionValue>> {
  const initial = numberIn(row, "initial_tablets");
  const storage = optionalTextIn(row, "storage_type");
  const consistency = optionalTextIn(row, "consistency");
  return {
    ...(initial !== undefined && {
      tablets: { enabled: "true", ...(initial > 0 && { initial: String(initial) }) },
    }),
    ...(initial === undefined && hasTablets(capabilities) && { tablets: { enabled: "false" } }),
    ...(storage !== undefined &&
      storage !== "LOCAL" && { storage: { type: storage, ...textMapIn(row, "storage_options") } }),
    ...(consistency !== undefined && { consistency }),
  };
}

/** Of its open releases since 6.0, of the others since 2024.2. */
function hasTablets({ version }: Capabilities): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 2000 ? major >= 6 : major > 2024 || (major === 2024 && minor >= 2);
}
