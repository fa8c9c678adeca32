// Which node is asked: always the same one of the local data centre while it is up, so that every DDL of a run goes
// through one coordinator: the first contact point, if it is there. The other nodes stay reachable, because agreement asks
// each of them.
import type { Client, errors, Host, HostMap, policies, types } from "cassandra-driver";

type Policies = typeof policies;
type Distances = typeof types.distance;
type Errors = typeof errors;

/** Undocumented (client.js). */
type ClientInside = Client & { readonly options?: { readonly localDataCenter?: string } };

// The driver's types demand an error where its code takes none for success.
const NO_ERROR = undefined as unknown as Error;

/**
 * @param localDatacenter undefined: that of the first contact point
 * @param firstAddress "address:port" of the first contact point; the driver shuffles them. Undefined, or when that node
 * does not answer: the one that does.
 */
export function pinnedPolicy(
  driver: {
    readonly policies: Policies;
    readonly types: { readonly distance: Distances };
    readonly errors: Pick<Errors, "NoHostAvailableError">;
  },
  localDatacenter: string | undefined,
  firstAddress?: string,
): policies.loadBalancing.LoadBalancingPolicy {
  const { local, remote } = driver.types.distance;
  let datacenter = localDatacenter;
  let hosts: HostMap | undefined;

  /** The first contact point, and the others in an order that all runners share. */
  function byRank(one: Host, other: Host): number {
    const isFirst = Number(other.address === firstAddress) - Number(one.address === firstAddress);
    return isFirst === 0 ? Number(one.address > other.address) - Number(one.address < other.address) : isFirst;
  }

  /** What the driver says of nodes that are down does not tell why no other node was asked. */
  function noneReached(near: readonly Host[], all: readonly Host[]): Error {
    const addresses = near.map(({ address }) => address).join(", ");
    const others = namesOf(all).filter((name) => name !== datacenter);
    const message = `no node of the data centre "${datacenter}" can be reached (${addresses}); cassandra.local_datacenter chooses another: ${others.join(", ")}`;
    return new driver.errors.NoHostAvailableError({}, message);
  }

  class PinnedPolicy extends driver.policies.loadBalancing.LoadBalancingPolicy {
    override init(client: Client, known: HostMap, callback: (error: Error) => void): void {
      hosts = known;
      const names = namesOf(known.values());
      // Astra's bundle names it; without one the driver has been told of none.
      datacenter ??=
        (client as ClientInside).options?.localDataCenter ??
        known.values().find((host) => host.address === firstAddress)?.datacenter ??
        known.values()[0]?.datacenter;
      const isKnown = datacenter !== undefined && names.includes(datacenter);
      const list = names.join(", ");
      callback(isKnown ? NO_ERROR : new Error(`no node is in the data centre "${datacenter}"; there are: ${list}`));
    }

    override getDistance(host: Host): types.distance {
      return host.datacenter === datacenter ? local : remote;
    }

    override newQueryPlan(
      _keyspace: string,
      options: unknown,
      callback: (error: Error, hosts: Iterator<Host>) => void,
    ): void {
      const all = hosts?.values() ?? [];
      const near = all.filter((host) => host.datacenter === datacenter).sort(byRank);
      // Without options it is the control connection that asks: when nobody here answers, it goes back to the contact points.
      const isRequest = options !== null;
      const isVain = isRequest && near.length < all.length && near.every((host) => !host.isUp());
      callback(isVain ? noneReached(near, all) : NO_ERROR, near[Symbol.iterator]());
    }

    override getOptions(): Map<string, object> {
      return new Map();
    }
  }
  return new PinnedPolicy();
}

function namesOf(hosts: readonly Host[]): readonly string[] {
  return [...new Set(hosts.map(({ datacenter }) => datacenter))].sort();
}
