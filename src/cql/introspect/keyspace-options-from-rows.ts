// Turns the row of a keyspace, and ScyllaDB's own row of it, into the options of the keyspace. Pure.
import type { OptionValue } from "../schema/schema.ts";
import { canonicalKeyspaceOptions, type KeyspaceOptions } from "../simulate/options/keyspace-options.ts";
import { numberIn, optionalTextIn, textMapIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

export function keyspaceOptionsFromRows(row: SystemRow, scylla: SystemRow | undefined): KeyspaceOptions {
  return canonicalKeyspaceOptions({
    replication: textMapIn(row, "replication"),
    durable_writes: row.durable_writes !== false,
    ...(scylla !== undefined && optionsOfScylla(scylla)),
  });
}

/**
 * system_schema.scylla_keyspaces (db/schema_tables.cc of scylladb/scylladb): a count of tablets is there for a keyspace
 * that has tablets, 0 when the server chooses it; `storage` when it is not the local disk.
 */
function optionsOfScylla(row: SystemRow): Readonly<Record<string, OptionValue>> {
  const initial = numberIn(row, "initial_tablets");
  const storage = optionalTextIn(row, "storage_type");
  return {
    ...(initial !== undefined && {
      tablets: { enabled: "true", ...(initial > 0 && { initial: String(initial) }) },
    }),
    ...(storage !== undefined &&
      storage !== "LOCAL" && { storage: { type: storage, ...textMapIn(row, "storage_options") } }),
  };
}
