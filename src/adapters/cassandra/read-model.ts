// The live schema as the model that commands compare and try statements on. Loaded when one asks for it.
import type { Client } from "cassandra-driver";
import { CqlSchemaModel } from "../../dialect/cql-schema-model.ts";
import { readSchema } from "./read-schema.ts";

const CHANGED_MEANWHILE =
  "somebody changed the schema of the cluster while it was read: what is said here may be behind";

/**
 * Holds every keyspace of the cluster, so that statements on other ones can be tried as well.
 * @returns undefined when the keyspace does not exist
 * @throws ToolError, see `readSchema`
 */
export async function readModel(client: Client, scope: string): Promise<CqlSchemaModel | undefined> {
  const { schema, capabilities, diagnostics, isConsistent } = await readSchema(client);
  if (!schema.keyspaces.has(scope)) return undefined;
  // What is not understood of other people's keyspaces says nothing to those who look at this one.
  const own = diagnostics.filter(({ keyspace }) => keyspace === scope).map(({ message }) => message);
  return new CqlSchemaModel(schema, scope, capabilities, isConsistent ? own : [...own, CHANGED_MEANWHILE]);
}
