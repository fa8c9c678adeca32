// When the only known node goes down, cassandra-driver 4.10.0 starts anew from its contact points, with a new Host for the same
// node (control-connection.js), and forgets the old one: its reconnection and its timers, which `shutdown` then does not
// end, would keep the process for ever.
import type { Client, Host } from "cassandra-driver";

/** Undocumented (host.js). */
interface HostInside {
  shutdown?: (waitForPending: boolean) => Promise<unknown>;
}

/** @returns what ends everything that the client has opened. */
export function closerOf(client: Client): () => Promise<void> {
  const known = new Set<Host & HostInside>(client.hosts.values());
  client.on("hostAdd", (host) => known.add(host));
  return async () => {
    const current = new Set<Host>(client.hosts.values());
    const forgotten = [...known].filter((host) => !current.has(host));
    await Promise.allSettled([client.shutdown(), ...forgotten.map((host) => host.shutdown?.(false))]);
  };
}
