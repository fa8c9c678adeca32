import assert from "node:assert/strict";
import { test } from "node:test";
import driver, { type Host, type policies } from "cassandra-driver";
import { fakeClient } from "./fake-client.test.ts";
import { pinnedPolicy } from "./pinned-policy.ts";

type Policy = policies.loadBalancing.LoadBalancingPolicy;

function hostsOf(...datacenters: readonly string[]): Host[] {
  return datacenters.map(
    (datacenter, index) => ({ address: `10.0.0.${index + 1}`, datacenter, isUp: () => true }) as Host,
  );
}

function down(hosts: readonly Host[]): readonly Host[] {
  return hosts.map((host) => ({ ...host, isUp: () => false }) as Host);
}

/** @returns what the policy complains of. */
function start(policy: Policy, hosts: readonly Host[]): Error | undefined {
  let problem: Error | undefined;
  const known = { values: () => hosts } as unknown as Parameters<Policy["init"]>[1];
  policy.init(
    fakeClient(() => ({})),
    known,
    (error) => {
      problem = error;
    },
  );
  return problem;
}

/** @throws what the policy says of a plan that cannot work */
function planOf(policy: Policy, options: object | null = {}): readonly string[] {
  const addresses: string[] = [];
  policy.newQueryPlan("shop", options as never, (error, iterator) => {
    if (error !== undefined) throw error;
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) addresses.push(next.value.address);
  });
  return addresses;
}

test("every query goes to the same node first, and only to nodes of the data centre", () => {
  const policy = pinnedPolicy(driver, "west");
  start(policy, hostsOf("east", "west", "west"));
  assert.deepEqual(planOf(policy), ["10.0.0.2", "10.0.0.3"]);
  assert.deepEqual(planOf(policy), planOf(policy));
});

test("the first contact point goes before all others, in whatever order the driver has them", () => {
  const policy = pinnedPolicy(driver, "west", "10.0.0.3");
  start(policy, hostsOf("west", "west", "west", "west").reverse());
  assert.deepEqual(planOf(policy), ["10.0.0.3", "10.0.0.1", "10.0.0.2", "10.0.0.4"]);
});

test("the data centre is that of the contact point when none is named", () => {
  const policy = pinnedPolicy(driver, undefined);
  assert.equal(start(policy, hostsOf("east", "west")), undefined);
  assert.deepEqual(planOf(policy), ["10.0.0.1"]);
});

test("a data centre that no node is in is named, with those there are", () => {
  const problem = start(pinnedPolicy(driver, "north"), hostsOf("east", "west"));
  assert.match(problem?.message ?? "", /"north"; there are: east, west$/);
});

test("nodes of other data centres can be asked, for agreement", () => {
  const policy = pinnedPolicy(driver, "west");
  const [east, west] = hostsOf("east", "west");
  assert.ok(east !== undefined && west !== undefined);
  start(policy, [east, west]);
  assert.deepEqual(
    [policy.getDistance(east), policy.getDistance(west)],
    [driver.types.distance.remote, driver.types.distance.local],
  );
});

test("of several contact points the first one decides on the data centre, whichever answered", () => {
  const policy = pinnedPolicy(driver, undefined, "10.0.0.2");
  assert.equal(start(policy, hostsOf("east", "west")), undefined);
  assert.deepEqual(planOf(policy), ["10.0.0.2"]);
});

test("a data centre of which no node can be reached is named, with those that are left", () => {
  const policy = pinnedPolicy(driver, "west");
  const [east, ...west] = hostsOf("east", "west", "west");
  assert.ok(east !== undefined);
  start(policy, [east, ...down(west)]);
  assert.throws(() => planOf(policy), {
    name: "NoHostAvailableError",
    message: /"west" can be reached \(10\.0\.0\.2, 10\.0\.0\.3\).* another: east$/,
  });
});

test("one node that is up suffices, and a cluster of one data centre has no other to choose", () => {
  const policy = pinnedPolicy(driver, "west");
  const [east, one, two] = hostsOf("east", "west", "west");
  assert.ok(east !== undefined && one !== undefined && two !== undefined);
  start(policy, [east, ...down([one]), two]);
  assert.deepEqual(planOf(policy), ["10.0.0.2", "10.0.0.3"]);
  const alone = pinnedPolicy(driver, "west");
  start(alone, down([one, two]));
  assert.deepEqual(planOf(alone), ["10.0.0.2", "10.0.0.3"]);
});

test("the control connection gets the nodes that are down too: it knows another way", () => {
  const policy = pinnedPolicy(driver, "west");
  const [east, west] = hostsOf("east", "west");
  assert.ok(east !== undefined && west !== undefined);
  start(policy, [east, ...down([west])]);
  assert.deepEqual(planOf(policy, null), ["10.0.0.2"]);
});
