// Reads what the nodes tell each other about themselves, as far as the server shows it.
import type { Client } from "cassandra-driver";
import { within } from "./ask-host.ts";
import { tryQuerySystem } from "./system-query.ts";

export interface GossipMember {
  readonly hostId: string;
  readonly address: string;
  readonly datacenter: string | undefined;
  readonly rack: string | undefined;
  readonly release: string | undefined;
  readonly state: "normal" | "joining" | "leaving" | "moving";
}

export type Gossip =
  | { readonly kind: "members"; readonly members: readonly GossipMember[] }
  /** The release has no such table, or the role may not read it. */
  | { readonly kind: "hidden" }
  /** It looks up the name of each node for this, which may take long. */
  | { readonly kind: "not-in-time" };

const TEXT = "SELECT address, host_id, dc, rack, release_version, status_with_port FROM system_views.gossip_info";

/** Cassandra 4.1 and 5.0 have it, older releases do not (`GossipInfoTable`, `StorageService.onChange`). Never throws. */
export async function readGossip(client: Client, timeoutMs: number): Promise<Gossip> {
  const reading = tryQuerySystem(client, TEXT).then((rows): Gossip => {
    if (rows === undefined) return { kind: "hidden" };
    const members = rows.map((row) => ({
      hostId: String(row.host_id),
      address: String(row.address),
      datacenter: row.dc ?? undefined,
      rack: row.rack ?? undefined,
      release: row.release_version ?? undefined,
      state: stateOf(row.status_with_port ?? ""),
    }));
    return { kind: "members", members };
  });
  return (await within(reading, timeoutMs).catch(() => undefined)) ?? { kind: "not-in-time" };
}

/** By the first word of a status (VersionedValue: STATUS_BOOTSTRAPPING and its like). */
function stateOf(status: string): GossipMember["state"] {
  if (/^BOOT/.test(status)) return "joining";
  if (/^LEAVING/.test(status)) return "leaving";
  return /^MOVING/.test(status) ? "moving" : "normal";
}
