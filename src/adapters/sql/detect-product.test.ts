import assert from "node:assert/strict";
import { test } from "node:test";
import { compareServerVersions, detectProduct } from "./detect-product.ts";

const refused = { code: "unsupported-server" };

test("a PostgreSQL is known by what it says of itself", () => {
  const found = detectProduct("PostgreSQL 18.4 on x86_64-pc-linux-gnu, compiled by gcc (GCC) 11.5.0, 64-bit");
  assert.deepEqual(found, {
    product: "postgres",
    version: { major: 18, minor: 4, patch: 0 },
    title: "PostgreSQL 18.4",
    warning: undefined,
  });
});

test("a pre-release of PostgreSQL has a version too", () => {
  assert.equal(detectProduct("PostgreSQL 19beta2 on aarch64-apple-darwin").title, "PostgreSQL 19");
});

test("a CockroachDB is known in each of its builds", () => {
  for (const text of [
    "CockroachDB CCL v25.2.1 (x86_64-pc-linux-gnu, built 2025/06/03 14:05:33, go1.23.7)",
    "CockroachDB OSS v25.2.1 (x86_64-pc-linux-gnu, built 2025/06/03 14:05:33, go1.23.7)",
    "CockroachDB v25.2.1 (x86_64-pc-linux-gnu, built 2025/06/03 14:05:33, go1.23.7)",
  ]) {
    const { product, version, title } = detectProduct(text);
    assert.deepEqual([product, version, title], ["cockroach", { major: 25, minor: 2, patch: 1 }, "CockroachDB 25.2.1"]);
  }
});

test("an alpha of CockroachDB counts as its release", () => {
  assert.deepEqual(detectProduct("CockroachDB CCL v26.1.0-alpha.2 (…)").version, { major: 26, minor: 1, patch: 0 });
});

test("a CockroachDB that goes on after an error in a pipeline is refused", () => {
  assert.throws(() => detectProduct("CockroachDB CCL v23.1.2 (…)"), refused);
  assert.equal(detectProduct("CockroachDB CCL v23.1.3 (…)").product, "cockroach");
});

test("a PostgreSQL that is too old is refused, with what is taken", () => {
  assert.throws(
    () => detectProduct("PostgreSQL 11.22 on x86_64"),
    /PostgreSQL 11\.22, and tidemark takes 12 and later/,
  );
});

test("what only speaks like PostgreSQL is refused by name", () => {
  const others: readonly (readonly [string, RegExp])[] = [
    ["PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2, Redshift 1.0.12103", /Redshift/],
    ["PostgreSQL 11.2-YB-2.19.0.0-b0 on x86_64-pc-linux-gnu", /YugabyteDB/],
    ["PostgreSQL 13.14.0-RisingWave-1.10.0 (abc)", /RisingWave/],
    ["PostgreSQL 12.3, compiled by Visual C++ build 1914, 64-bit, QuestDB", /QuestDB/],
    ["CrateDB 5.4.0 (built 1234)", /CrateDB/],
    ["MySQL 8", /"MySQL 8"/],
  ];
  for (const [text, name] of others) {
    assert.throws(() => detectProduct(text), refused, text);
    assert.throws(() => detectProduct(text), name);
  }
});

test("a relative of PostgreSQL is taken as one, with a word on it", () => {
  const { product, warning } = detectProduct("PostgreSQL 12.12 (Greenplum Database 7.0.0) on x86_64");
  assert.equal(product, "postgres");
  assert.match(warning ?? "", /Greenplum/);
});

test("versions are compared part by part", () => {
  const version = (major: number, minor: number, patch: number) => ({ major, minor, patch });
  assert.ok(compareServerVersions(version(24, 1, 0), version(23, 2, 9)) > 0);
  assert.ok(compareServerVersions(version(24, 1, 0), version(24, 1, 3)) < 0);
  assert.equal(compareServerVersions(version(24, 1, 0), version(24, 1, 0)), 0);
});
