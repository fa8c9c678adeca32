// The keyspace that holds the history → whether its server takes conditional writes there, by which the history is written. Pure.
import type { Capabilities } from "../capabilities.ts";
import { isTransient } from "../simulate/options/replication.ts";
import { type JudgedKeyspace, nameKeyspace, type ReplicationFinding } from "./replication-finding.ts";

/** @param keyspace that holds the history */
export function judgeConditions(
  keyspace: JudgedKeyspace,
  server: Capabilities,
): readonly Omit<ReplicationFinding, "keyspace" | "affects">[] {
  const has = `${nameKeyspace(keyspace)} holds the history`;
  const hint = "keep the history in a keyspace of its own: history.keyspace";
  // Cassandra 4.0–5.0: ReplicaPlans.forPaxos takes full replicas alone (CASSANDRA-14547).
  if (isTransient(keyspace.replication)) {
    const message = `${has}, and some of its replicas are transient: the server takes no conditional writes there`;
    return [{ kind: "transient-history", severity: "problem", message, hint }];
  }
  if (hasTablets(keyspace) && server.product === "scylla" && !takesConditionsOnTablets(server)) {
    const message = `${has}, and its tables are made of tablets: ScyllaDB ${server.version} takes no conditional writes there`;
    return [
      {
        kind: "tablets-without-conditions",
        severity: "problem",
        message,
        hint: `${hint}, made with tablets = {'enabled': false}`,
      },
    ];
  }
  return [];
}

function hasTablets({ extra }: JudgedKeyspace): boolean {
  return extra.tablets !== undefined && !/'enabled': 'false'/.test(extra.tablets);
}

/** The first release that does is 2025.4 (scylladb/scylladb#28336). */
function takesConditionsOnTablets({ version }: Capabilities): boolean {
  const [year = 0, release = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return year > 2025 || (year === 2025 && release >= 4);
}
