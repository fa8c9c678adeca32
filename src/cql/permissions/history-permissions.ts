// Says which permissions tidemark itself needs for its history. Pure.
import type { Capabilities } from "../capabilities.ts";
import { need, type Requirement } from "./requirement.ts";
import { tablesOf } from "./resource.ts";

export interface HistoryPlace {
  readonly keyspace: string;
  readonly table: string;
  /** What of it there is already; the rest is made, and permissions on it come with that. */
  readonly exists: "table" | "keyspace" | "nothing";
}

/** The history is written by conditional writes, which ask for SELECT as well. */
export function historyPermissions(
  { keyspace, table, exists }: HistoryPlace,
  capabilities: Capabilities,
): readonly Requirement[] {
  switch (exists) {
    case "table": {
      const resource = { kind: "table", keyspace, name: table } as const;
      return [need("SELECT", resource), need("MODIFY", resource)];
    }
    case "keyspace":
      return [need("CREATE", tablesOf(keyspace, capabilities))];
    case "nothing":
      return [need("CREATE", { kind: "all-keyspaces" })];
  }
}
