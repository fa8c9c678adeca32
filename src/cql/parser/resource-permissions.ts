// Knows which permissions there are for what. Data, pure.
import type { Resource } from "../ast/access.ts";

const TABLE = ["alter", "drop", "select", "modify", "authorize", "unmask", "select_masked"];
const KEYSPACE = [...TABLE, "create"];
const FUNCTIONS = ["create", "alter", "drop", "authorize", "execute"];
const MBEANS = ["authorize", "describe", "execute", "modify", "select"];

/** In lower case; `applicablePermissions` of the resources in Cassandra 3.11–5.0. */
const PERMISSIONS_BY_RESOURCE: Readonly<Record<Resource["kind"], readonly string[]>> = {
  "all-keyspaces": KEYSPACE,
  keyspace: KEYSPACE,
  "tables-in-keyspace": KEYSPACE,
  table: TABLE,
  "all-roles": ["create", "alter", "drop", "authorize", "describe"],
  role: ["alter", "drop", "authorize", "describe"],
  "all-functions": FUNCTIONS,
  "functions-in-keyspace": FUNCTIONS,
  function: ["alter", "drop", "authorize", "execute"],
  "all-mbeans": MBEANS,
  mbean: MBEANS,
  mbeans: MBEANS,
};

/** Whether a server grants this permission, in lower case, on this kind of thing. */
export function supportsPermission(resource: Resource, permission: string): boolean {
  return PERMISSIONS_BY_RESOURCE[resource.kind].includes(permission);
}
