import assert from "node:assert/strict";
import { test } from "node:test";
import { evenTokens, placeNodes, rackProperties, rackSettings } from "./topology.ts";

test("a node alone is in one data centre and owns the whole ring", () => {
  const [place, ...others] = placeNodes({ nodeCount: 1, datacenters: null });
  assert.deepEqual([place, others], [{ datacenter: "datacenter1", initialToken: undefined }, []]);
});

test("nodes without named data centres share one ring evenly", () => {
  const places = placeNodes({ nodeCount: 3, datacenters: null });
  assert.deepEqual(
    places.map(({ initialToken }) => initialToken),
    evenTokens(3),
  );
});

test("the nodes stand data centre by data centre, in the order given", () => {
  const places = placeNodes({ nodeCount: 3, datacenters: { west: 2, east: 1 } });
  assert.deepEqual(
    places.map(({ datacenter }) => datacenter),
    ["west", "west", "east"],
  );
});

test("the ring of each data centre is even, and no two nodes of all have one token", () => {
  // Every way to split nine nodes over three data centres.
  for (let one = 1; one <= 7; one++) {
    for (let two = 1; one + two <= 8; two++) {
      const datacenters = { one, two, three: 9 - one - two };
      const places = placeNodes({ nodeCount: 9, datacenters });
      const tokens = places.map(({ initialToken }) => initialToken ?? 0n);
      assert.equal(new Set(tokens).size, 9, JSON.stringify(datacenters));
      for (const name of Object.keys(datacenters)) assertEven(places, name);
    }
  }
});

function assertEven(places: ReturnType<typeof placeNodes>, name: string): void {
  const ring = places.flatMap(({ datacenter, initialToken = 0n }) => (datacenter === name ? [initialToken] : []));
  const share = 2n ** 64n / BigInt(ring.length);
  for (const [index, token] of ring.entries()) {
    assert.equal(token - (ring[0] ?? 0n), share * BigInt(index));
    assert.equal(BigInt.asIntN(64, token), token, "a token has 64 bits");
  }
}

test("a node reads its data centre and rack from a file of its own, also in a directory with a space", () => {
  assert.equal(rackProperties("dc1"), "dc=dc1\nrack=rack1\n");
  assert.deepEqual(rackSettings("/tmp/a b/node1"), {
    settings: { endpoint_snitch: "GossipingPropertyFileSnitch" },
    systemProperties: {
      "cassandra-rackdc.properties": "file:///tmp/a%20b/node1/cassandra-rackdc.properties",
    },
  });
});

test("tokens share the ring evenly from its lowest", () => {
  assert.deepEqual(evenTokens(1), [-(2n ** 63n)]);
  assert.deepEqual(evenTokens(4), [-(2n ** 63n), -(2n ** 62n), 0n, 2n ** 62n]);
});
