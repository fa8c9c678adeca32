// What is said of how a keyspace is replicated.
import { quoteIdentifier } from "../identifiers.ts";
import type { Keyspace } from "../schema/schema.ts";

/** The keyspace that is judged, its options in the form in which a schema holds them. */
export interface JudgedKeyspace extends Pick<Keyspace, "name" | "replication" | "extra"> {
  /** Whether migrations work on its tables. */
  readonly isManaged: boolean;
  /** Whether the history and its lock are kept in it. */
  readonly holdsHistory: boolean;
}

export interface ReplicationFinding {
  readonly kind:
    | "no-replicas"
    | "unknown-datacenter"
    | "datacenter-without-replicas"
    | "more-replicas-than-nodes"
    | "strategy-without-datacenters"
    | "single-replica"
    | "even-replicas"
    | "local-strategy"
    | "transient-history"
    | "tablets-without-conditions"
    | "lock-in-each-datacenter"
    | "no-local-replicas"
    | "consistency-out-of-reach"
    | "consistency-at-risk";
  /** "problem": statements fail, or are not safe. "warning": all works, until a node is lost or two runners meet. */
  readonly severity: "problem" | "warning";
  readonly keyspace: string;
  /** What suffers: the history and with it every migration; or statements that read or write rows. Schema changes need no replicas. */
  readonly affects: "history" | "rows";
  readonly message: string;
  readonly hint: string;
}

/** As a message names it. */
export function nameKeyspace({ name }: Pick<JudgedKeyspace, "name">): string {
  return `keyspace \`${quoteIdentifier(name)}\``;
}

export function listNames(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(", ");
}

export function countThings(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
