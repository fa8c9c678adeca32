import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isOwnAddress, slotCandidates } from "./address.ts";

test("on Linux the first candidates are addresses of their own with the standard ports", () => {
  const [first] = slotCandidates("one", "linux");
  assert.match(first?.address ?? "", /^127\.\d+\.\d+\.\d+$/);
  assert.deepEqual([first?.nativePort, first?.storagePort], [9_042, 7_000]);
});

test("elsewhere every candidate is 127.0.0.1 with ports of its own", () => {
  const slots = slotCandidates("one", "darwin");
  assert.deepEqual([...new Set(slots.map(({ address }) => address))], ["127.0.0.1"]);
  assert.equal(slots.some(isOwnAddress), false);
});

test("the same seed gives the same candidates, another seed others", () => {
  assert.deepEqual(slotCandidates("one", "linux"), slotCandidates("one", "linux"));
  assert.notDeepEqual(slotCandidates("one", "linux"), slotCandidates("two", "linux"));
});

test("for any seed, candidates are usable loopback addresses, and no two share an address and port", () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const ends = new Set<string>();
      const slots = slotCandidates(seed, "linux");
      for (const { address, claimPort, storagePort, nativePort } of slots) {
        const [first, second = 0, , fourth = 0] = address.split(".").map(Number);
        assert.equal(first, 127);
        assert.ok(address === "127.0.0.1" || (second >= 64 && second < 128 && fourth >= 1 && fourth <= 254));
        for (const port of [claimPort, storagePort, nativePort]) {
          assert.ok(port > 1_023 && port < 32_768);
          ends.add(`${address}:${port}`);
        }
      }
      assert.equal(ends.size, slots.length * 3);
    }),
  );
});
