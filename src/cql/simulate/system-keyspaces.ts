// Says which keyspaces belong to the server, and what it lets nobody do with them. Pure.
import type { Span } from "../../text/span.ts";
import { type Capabilities, since } from "../capabilities.ts";
import { refuse } from "./refuse.ts";

const LOCAL: ReadonlySet<string> = new Set(["system", "system_schema"]);
/** Cassandra has virtual tables since 4.0; before, these names are free. */
const VIRTUAL: ReadonlySet<string> = new Set(["system_views", "system_virtual_schema"]);
const REPLICATED: ReadonlySet<string> = new Set(["system_auth", "system_distributed", "system_traces"]);

/** Whether a keyspace of exactly this name is the server's own; none of them is in a schema. */
export function isSystemKeyspace(name: string, capabilities: Capabilities): boolean {
  return LOCAL.has(name) || REPLICATED.has(name) || (VIRTUAL.has(name) && since(capabilities, "4.0"));
}

/**
 * `change` is what the statement would do to it: create it, alter its replication, or touch what is in it.
 * @throws Refused when the server lets nobody do that
 */
export function refuseSystemKeyspace(
  name: string,
  change: "create" | "replication" | "objects",
  span: Span,
  capabilities: Capabilities,
): void {
  // The servers compare without regard to case, so that "SYSTEM" is theirs, too.
  const folded = name.toLowerCase();
  if (LOCAL.has(folded) || (VIRTUAL.has(folded) && since(capabilities, "4.0"))) {
    refuse(`keyspace \`${name}\` belongs to the server and cannot be changed`, span);
  }
  if (change === "objects" && REPLICATED.has(folded)) {
    refuse(`keyspace \`${name}\` belongs to the server: only its replication can be changed`, span);
  }
}
