// Which node is asked: always the same one of the local data centre while it is up, so that every DDL of a run goes
// through one coordinator: the first contact point, if it is there. The other nodes stay reachable, because agreement asks
// each of them.
import type { Client, Host, HostMap, policies, types } from "cassandra-driver";

type Policies = typeof policies;
type Distances = typeof types.distance;

// The driver's types demand an error where its code takes none for success.
const NO_ERROR = undefined as unknown as Error;

/**
 * @param localDatacenter undefined: that of the first contact point
 * @param firstAddress "address:port" of the first contact point; the driver shuffles them. Undefined, or when that node
 * does not answer: the one that does.
 */
export function pinnedPolicy(
  driver: { readonly policies: Policies; readonly types: { readonly distance: Distances } },
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

  class PinnedPolicy extends driver.policies.loadBalancing.LoadBalancingPolicy {
    override init(_client: Client, known: HostMap, callback: (error: Error) => void): void {
      hosts = known;
      const names = [...new Set(known.values().map((host) => host.datacenter))];
      datacenter ??= known.values().find((host) => host.address === firstAddress)?.datacenter ?? names[0];
      const isKnown = datacenter !== undefined && names.includes(datacenter);
      const list = names.join(", ");
      callback(isKnown ? NO_ERROR : new Error(`no node is in the data centre "${datacenter}"; there are: ${list}`));
    }

    override getDistance(host: Host): types.distance {
      return host.datacenter === datacenter ? local : remote;
    }

    override newQueryPlan(
      _keyspace: string,
      _options: unknown,
      callback: (error: Error, hosts: Iterator<Host>) => void,
    ): void {
      const near = (hosts?.values() ?? []).filter((host) => host.datacenter === datacenter);
      callback(NO_ERROR, near.sort(byRank)[Symbol.iterator]());
    }

    override getOptions(): Map<string, object> {
      return new Map();
    }
  }
  return new PinnedPolicy();
}
