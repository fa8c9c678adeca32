// The live schema as the model that commands compare and try statements on. Loaded when one asks for it.
import type { Client } from "cassandra-driver";
import { PersistentMap } from "../../base/persistent-map.ts";
import { sameSchema } from "../../cql/schema/same-schema.ts";
import type { Schema } from "../../cql/schema/schema.ts";
import { CqlSchemaModel } from "../../dialect/cql-schema-model.ts";
import { readSchema } from "./read-schema.ts";

const CHANGED_MEANWHILE =
  "somebody changed the schema of the cluster while it was read: what is said here may be behind";

/**
 * @param extent "cluster": it holds every keyspace, so that statements on other ones can be tried as well
 * @returns undefined when the keyspace does not exist
 * @throws ToolError, see `readSchema`
 */
export async function readModel(
  client: Client,
  scope: string,
  extent: "cluster" | "scope" = "cluster",
): Promise<CqlSchemaModel | undefined> {
  const options = extent === "scope" ? { keyspaces: [scope] } : {};
  const { schema, capabilities, diagnostics, isConsistent } = await readSchema(client, options);
  if (!schema.keyspaces.has(scope)) return undefined;
  // What is not understood of other people's keyspaces says nothing to those who look at this one.
  const own = diagnostics.filter(({ keyspace }) => keyspace === scope).map(({ message }) => message);
  const isSettled = isConsistent || (await isStill(client, scope, schema));
  return new CqlSchemaModel(schema, scope, capabilities, isSettled ? own : [...own, CHANGED_MEANWHILE]);
}

/** On a busy cluster the schema changes all the time; it counts only where this keyspace does. */
async function isStill(client: Client, scope: string, { keyspaces }: Schema): Promise<boolean> {
  const keyspace = keyspaces.get(scope);
  const again = await readSchema(client, { keyspaces: [scope] });
  const before = { currentKeyspace: undefined, keyspaces: PersistentMap.from(keyspace ? [[scope, keyspace]] : []) };
  return sameSchema(before, again.schema);
}
