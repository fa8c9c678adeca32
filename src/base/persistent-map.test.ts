import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PersistentMap } from "./persistent-map.ts";

type Change = readonly ["with" | "without", string];

const NAME = fc.integer({ min: 0, max: 120 }).map((number) => `name_${number}`);
const CHANGE: fc.Arbitrary<Change> = fc.tuple(fc.constantFrom("with", "with", "without"), NAME);

function apply(map: PersistentMap<number>, [kind, name]: Change, value: number): PersistentMap<number> {
  return kind === "with" ? map.with(name, value) : map.without(name);
}

test("it holds what a Map would hold after the same changes, small and large", () => {
  fc.assert(
    fc.property(fc.array(CHANGE, { maxLength: 300 }), (changes) => {
      const expected = new Map<string, number>();
      let actual = PersistentMap.empty<number>();
      changes.forEach((change, index) => {
        actual = apply(actual, change, index);
        if (change[0] === "with") expected.set(change[1], index);
        else expected.delete(change[1]);
      });
      assert.deepEqual(new Map(actual), expected);
      assert.equal(actual.size, expected.size);
      for (const [name, value] of expected) assert.equal(actual.get(name), value);
    }),
  );
});

test("every earlier version stays as it was", () => {
  fc.assert(
    fc.property(fc.array(CHANGE, { maxLength: 80 }), (changes) => {
      const versions = [PersistentMap.empty<number>()];
      changes.forEach((change, index) => {
        versions.push(apply(versions.at(-1) ?? PersistentMap.empty(), change, index));
      });
      const seen = versions.map((version) => JSON.stringify(version.sorted()));
      changes.forEach((change, index) => {
        apply(versions[index] ?? PersistentMap.empty(), change, -1);
      });
      assert.deepEqual(
        versions.map((version) => JSON.stringify(version.sorted())),
        seen,
      );
    }),
  );
});

test("values come in the order of their names when they are asked to", () => {
  assert.deepEqual(
    PersistentMap.from([
      ["b", 2],
      ["a", 1],
    ]).sorted(),
    [1, 2],
  );
});

test("taking out what is not there is the same map", () => {
  const map = PersistentMap.from([["a", 1]]);
  assert.equal(map.without("b"), map);
});
