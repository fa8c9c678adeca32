// Where keyspaces have their replicas, and the nodes that there are → checks. Pure.
import type { Capabilities } from "../../../cql/capabilities.ts";
import { judgeConsistency, type SessionLevels } from "../../../cql/replication/judge-consistency.ts";
import { judgeReplication } from "../../../cql/replication/judge-replication.ts";
import type { PlacedNode } from "../../../cql/replication/placement.ts";
import type { JudgedKeyspace, ReplicationFinding } from "../../../cql/replication/replication-finding.ts";
import type { Check } from "../../../engine/ports.ts";
import { ok } from "./check-nodes.ts";

/** What a run may fail by, or do wrong; of all else the operator decides, and it is no news at every run. */
const THREATS: ReadonlySet<ReplicationFinding["kind"]> = new Set([
  "no-replicas",
  "local-strategy",
  "transient-history",
  "tablets-without-conditions",
  "lock-in-each-datacenter",
  "no-local-replicas",
  "consistency-out-of-reach",
  "consistency-at-risk",
]);

export interface ReplicationFacts {
  /** "steps": what threatens a run alone. */
  readonly extent: "steps" | "whole";
  /** Whether statements read or write rows: changes of the schema need no replicas. */
  readonly writesRows: boolean;
  readonly keyspaces: readonly JudgedKeyspace[];
  readonly nodes: readonly PlacedNode[];
  readonly capabilities: Capabilities;
  readonly session: SessionLevels;
}

export function checkReplication(facts: ReplicationFacts): readonly Check[] {
  const { extent, writesRows, keyspaces, nodes, capabilities, session } = facts;
  if (keyspaces.length === 0) return [];
  const matters = ({ kind, affects }: ReplicationFinding): boolean =>
    (writesRows || affects === "history") && (extent === "whole" || THREATS.has(kind));
  const placed = keyspaces.flatMap((keyspace) => judgeReplication(keyspace, nodes, capabilities));
  const levels = keyspaces.flatMap((keyspace) => judgeConsistency(keyspace, nodes, session));
  const checks = [...named("replication", placed.filter(matters)), ...named("consistency", levels.filter(matters))];
  return checks.length > 0 ? checks : [ok("replication", "it fits the nodes, and the consistency that is asked for")];
}

function named(name: string, findings: readonly ReplicationFinding[]): readonly Check[] {
  return findings.map(({ severity, message, hint }) => ({ name, verdict: severity, finding: message, hint }));
}
