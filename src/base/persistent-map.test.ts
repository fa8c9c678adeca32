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

/** One key, two, the same one twice, or none. */
function keysOf(value: number): readonly string[] {
  return [value % 4, value % 7].filter((key) => key < 4).map((key) => `key_${key}`);
}

function scan(map: PersistentMap<number>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const groups = new Map<string, Map<string, number>>();
  for (const [name, value] of map) {
    for (const key of keysOf(value)) groups.set(key, (groups.get(key) ?? new Map()).set(name, value));
  }
  return groups;
}

test("groups that were carried over any changes are those of all entries", () => {
  fc.assert(
    fc.property(fc.array(CHANGE, { maxLength: 300 }), fc.nat(60), (changes, groupedAt) => {
      const versions = [PersistentMap.empty<number>()];
      changes.forEach((change, index) => {
        const before = versions.at(-1) ?? PersistentMap.empty();
        if (index === groupedAt) before.groupedBy(keysOf);
        versions.push(apply(before, change, index));
      });
      for (const version of versions) {
        const groups = Array.from(version.groupedBy(keysOf), ([key, group]) => [key, new Map(group)] as const);
        assert.deepEqual(new Map(groups), scan(version));
      }
    }),
  );
});

test("after a change only the entry that changed is asked for its keys again", () => {
  const asked: number[] = [];
  const keysOfAsked = (value: number): readonly string[] => {
    asked.push(value);
    return keysOf(value);
  };
  const map = PersistentMap.from(Array.from({ length: 100 }, (_, value) => [`name_${value}`, value] as const));
  map.groupedBy(keysOfAsked);
  asked.length = 0;
  map.with("name_5", 500).without("name_7").with("new", 600).groupedBy(keysOfAsked);
  assert.deepEqual(asked, [5, 500, 7, 600]);
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

test("what differs between two versions is what changed on the way, in small maps and large ones", () => {
  const SIZES = fc.tuple(fc.integer({ min: 0, max: 120 }), fc.array(CHANGE, { maxLength: 60 }));
  fc.assert(
    fc.property(SIZES, ([size, changes]) => {
      const from = PersistentMap.from(Array.from({ length: size }, (_, value) => [`name_${value}`, value] as const));
      const to = changes.reduce((map, change, index) => apply(map, change, 1_000 + index), from);
      const names = new Set([...from.keys(), ...to.keys()]);
      const expected = [...names].filter((name) => from.get(name) !== to.get(name)).sort();
      assert.deepEqual([...from.differing(to)].sort(), expected);
      assert.deepEqual([...to.differing(from)].sort(), expected);
    }),
  );
});

test("what a version was asked that nothing follows is not asked of all entries again and again", () => {
  let askedCount = 0;
  const keysOfAsked = (value: number): readonly string[] => {
    askedCount += 1;
    return keysOf(value);
  };
  let map = PersistentMap.from(Array.from({ length: 100 }, (_, value) => [`name_${value}`, value] as const));
  for (let value = 100; value < 200; value++) {
    map = map.with(`name_${value}`, value);
    map.without("name_5").groupedBy(keysOfAsked);
  }
  assert.ok(askedCount < 700, String(askedCount));
});
