// What the comparison of two keyspaces has at hand everywhere. Data.
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace } from "../schema/schema.ts";

export interface DiffScope {
  readonly keyspace: string;
  readonly was: Keyspace;
  readonly is: Keyspace;
  readonly capabilities: Capabilities;
}
