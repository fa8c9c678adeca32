import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareVersions, isVersionText, parseVersion } from "./version.ts";

for (const [written, canonical] of [
  ["1", "1"],
  ["001", "1"],
  ["1.0", "1"],
  ["1.2", "1.2"],
  ["1_2", "1.2"],
  ["01.020", "1.20"],
  ["1.0.3", "1.0.3"],
  ["20260203_001", "20260203.1"],
  ["0", "0"],
  ["000.0", "0"],
  ["9007199254740993", "9007199254740993"],
] as const) {
  test(`${written} is version ${canonical}`, () => assert.equal(parseVersion(written), canonical));
}

for (const text of ["", "V1", "1.", ".1", "1..2", "1__2", "-1", "1a", "٧", " 1", "1\n"]) {
  test(`${JSON.stringify(text)} is no version`, () => {
    assert.equal(parseVersion(text), undefined);
    assert.equal(isVersionText(text), false);
  });
}

test("versions are ordered by number, not by text", () => {
  const sorted = ["0", "1", "1.0.1", "1.2", "1.10", "2", "10", "20260203", "20260203.1", "20260203.2", "20260204"];
  assert.deepEqual(sorted.toReversed().toSorted(compareVersions), sorted);
});

const written = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1, maxLength: 4 }).chain((numbers) =>
  fc.array(fc.nat(3), { minLength: numbers.length, maxLength: numbers.length }).map((zeros) => ({
    numbers,
    text: numbers.map((number, index) => "0".repeat(zeros[index] ?? 0) + String(number)).join("_"),
  })),
);

test("the order of canonical versions is the order of their numbers, a missing one being 0", () => {
  const small = fc.oneof(
    written,
    fc
      .array(fc.bigInt({ min: 0n, max: 2n }), { minLength: 1, maxLength: 4 })
      .map((numbers) => ({ numbers, text: numbers.join(".") })),
  );
  fc.assert(
    fc.property(small, small, (left, right) => {
      const byNumber = Array.from({ length: 4 }, (_, index) => index)
        .map((index) => (left.numbers[index] ?? 0n) - (right.numbers[index] ?? 0n))
        .find((difference) => difference !== 0n);
      const expected = byNumber === undefined ? 0 : byNumber < 0n ? -1 : 1;
      const actual = compareVersions(parseVersion(left.text) ?? "", parseVersion(right.text) ?? "");
      assert.equal(Math.sign(actual), expected);
      assert.equal(parseVersion(left.text) === parseVersion(right.text), expected === 0);
    }),
  );
});

test("a canonical version is its own canonical form", () => {
  fc.assert(
    fc.property(written, ({ text }) => {
      const canonical = parseVersion(text);
      assert.ok(canonical !== undefined);
      assert.equal(parseVersion(canonical), canonical);
    }),
  );
});
