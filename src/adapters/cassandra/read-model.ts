// The live schema as the model that commands compare and try statements on. Loaded when one asks for it.
import type { Client } from "cassandra-driver";
import { CqlSchemaModel } from "../../dialect/cql-schema-model.ts";
import { readSchema } from "./read-schema.ts";

/**
 * Holds every keyspace of the cluster, so that statements on other ones can be tried as well.
 * @returns undefined when the keyspace does not exist
 * @throws ToolError, see `readSchema`
 */
export async function readModel(client: Client, scope: string): Promise<CqlSchemaModel | undefined> {
  const { schema, capabilities, diagnostics } = await readSchema(client);
  if (!schema.keyspaces.has(scope)) return undefined;
  return new CqlSchemaModel(
    schema,
    scope,
    capabilities,
    diagnostics.map(({ message }) => message),
  );
}
