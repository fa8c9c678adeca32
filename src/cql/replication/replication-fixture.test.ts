// A keyspace and a cluster, as the tests of this folder write them.

import type { PlacedNode } from "./placement.ts";
import type { JudgedKeyspace } from "./replication-finding.ts";

/** `{ dc1: 3 }`: the factors of NetworkTopologyStrategy; a number: that of SimpleStrategy. */
export function keyspaceOf(
  replication: Readonly<Record<string, string | number>> | number,
  changes: Partial<JudgedKeyspace> = {},
): JudgedKeyspace {
  const map =
    typeof replication === "number"
      ? { class: "SimpleStrategy", replication_factor: String(replication) }
      : Object.fromEntries(
          Object.entries({ class: "NetworkTopologyStrategy", ...replication }).map(([key, value]) => [
            key,
            String(value),
          ]),
        );
  return { name: "shop", replication: map, extra: {}, isManaged: true, holdsHistory: false, ...changes };
}

/** `"dc1 dc1 dc2!"`: three nodes, the last of which is down. */
export function nodesOf(text: string): readonly PlacedNode[] {
  return text
    .split(" ")
    .filter(Boolean)
    .map((word) => ({ datacenter: word.replace("!", ""), rack: "rack1", isUp: !word.endsWith("!") }));
}
