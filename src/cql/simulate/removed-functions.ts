// Refuses calls of functions that the server had once. Pure.
import type { DmlNode } from "../ast/dml.ts";
import type { Select } from "../ast/select.ts";
import { since } from "../capabilities.ts";
import { callsIn } from "./calls-in.ts";
import type { SimulateContext } from "./context.ts";
import { refuse } from "./refuse.ts";
import { functionsNamed } from "./routines.ts";

/** Gone since Cassandra 5.0, and what to write in their place (CASSANDRA-18328). */
const REMOVED: Readonly<Record<string, string>> = { dateof: "to_timestamp", unixtimestampof: "to_unix_timestamp" };

/** A function that someone has made under such a name takes its place. @throws Refused */
export function refuseRemovedFunctions({ schema, capabilities }: SimulateContext, node: DmlNode | Select): void {
  if (capabilities.product !== "cassandra" || !since(capabilities, "5.0")) return;
  for (const { function: called } of callsIn(node)) {
    const { name, start, end } = called.name;
    const replacement = Object.hasOwn(REMOVED, name) ? REMOVED[name] : undefined;
    if (replacement === undefined) continue;
    const table = "table" in node ? node.table.keyspace?.name : undefined;
    const keyspace = schema.keyspaces.get(called.keyspace?.name ?? table ?? schema.currentKeyspace ?? "");
    const [made] = keyspace === undefined ? [] : functionsNamed(keyspace, name);
    if (made !== undefined) continue;
    refuse(`Cassandra 5.0 has no function \`${name}\``, { start, end }, `write \`${replacement}\``);
  }
}
