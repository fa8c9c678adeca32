import assert from "node:assert/strict";
import { test } from "node:test";
import { isSqlUrl, parseSqlUrl, titleOfSchema, withDatabase } from "./sql-url.ts";

test("a scheme in capitals is the same scheme", () => {
  for (const url of ["POSTGRES://h/d", "PostgreSQL://h/d", "Cockroach://h/d", "PGLITE:./x"])
    assert.ok(isSqlUrl(url), url);
  assert.equal(parseSqlUrl("COCKROACHDB://h/d")?.product, "cockroach");
  const embedded = parseSqlUrl("PGLITE:./x");
  assert.deepEqual(embedded, { kind: "embedded", product: "postgres", directory: "./x", title: "x" });
});

test("only what says so pins the product", () => {
  assert.equal(parseSqlUrl("postgres://h/d")?.product, undefined);
  assert.equal(parseSqlUrl("pglite:memory")?.product, "postgres");
});

test("a database is named in the path, or as `dbname`, where a `+` is a plus", () => {
  const titles = ["postgres://h/sh%20op", "postgres://h?dbname=a+b", "postgres://h/?dbname=a%20b", "postgres://h/a+b"];
  assert.deepEqual(
    titles.map((url) => parseSqlUrl(url)?.title),
    ["sh op", "a+b", "a b", "a+b"],
  );
});

test("what names no database, or is no URL of one, is none", () => {
  for (const url of [
    "postgres://h",
    "postgres:h/d",
    "pglite:",
    "postgres://u:a#b@h/d",
    "mysql://h/d",
    "toString://h/d",
    "d",
  ])
    assert.equal(parseSqlUrl(url), undefined, url);
});

test("an embedded database is called as its directory", () => {
  const titles = ["pglite:memory", "pglite:./memory/", "pglite:///var/my-shop", "pglite:/"];
  assert.deepEqual(
    titles.map((url) => parseSqlUrl(url)?.title),
    ["memory", "memory", "my-shop", "/"],
  );
});

test("a schema is named with its database, but for the usual one", () => {
  assert.deepEqual([titleOfSchema("shop", "public"), titleOfSchema("shop", "billing")], ["shop", "shop.billing"]);
});

test("another database of the same server keeps all else", () => {
  const other = (url: string): string => withDatabase(url, "s 1");
  assert.equal(other("POSTGRES://u:p@h:1/app?sslmode=require"), "POSTGRES://u:p@h:1/s%201?sslmode=require");
  assert.equal(other("postgres://h?dbname=app"), "postgres://h/s%201?dbname=app");
  assert.equal(parseSqlUrl(other("postgres://h?dbname=app"))?.title, "s 1");
});
