// Counts the schema changes that a session was told of: a statement whose guard kept it from doing anything is answered
// without one (native protocol: a result of kind Void in place of Schema_change).
import type { Client } from "cassandra-driver";

/**
 * Undocumented in cassandra-driver 4.10.0 (client.js): called for each result of kind Schema_change, to wait for agreement and to
 * refresh metadata, which this session does in its own way.
 */
interface ClientInside {
  handleSchemaAgreementAndRefresh?: (connection: unknown, event: unknown) => Promise<boolean>;
}

/** How many there were; undefined where this driver does not tell. */
export type CountSchemaChanges = () => number | undefined;

export function watchSchemaChanges(client: Client & ClientInside): CountSchemaChanges {
  if (typeof client.handleSchemaAgreementAndRefresh !== "function") return () => undefined;
  let count = 0;
  client.handleSchemaAgreementAndRefresh = async () => {
    count += 1;
    return true;
  };
  return () => count;
}
