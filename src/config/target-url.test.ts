import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTargetUrl } from "./target-url.ts";

test("hosts, keyspace, login and parameters become a file's keys", () => {
  assert.deepEqual(parseTargetUrl("cassandra://me:a%3Ab%40@h1,[::1]:9043/shop?localDatacenter=dc1&consistency=ONE"), {
    tree: {
      cassandra: {
        contact_points: "h1,[::1]:9043",
        auth: { username: "me", password: "a:b@" },
        local_datacenter: "dc1",
        consistency: "ONE",
        secure_connect_bundle: undefined,
      },
      dialect: undefined,
      keyspace: "shop",
    },
    problems: [],
  });
});

test("a scheme of one product names its dialect, a general one does not", () => {
  const dialectOf = (url: string): string | undefined => parseTargetUrl(url).tree.dialect;
  assert.deepEqual(
    ["cassandra://h", "scylla://h", "dse://h", "postgres://h/d", "cockroach://h/d", "pglite:./db"].map(dialectOf),
    [undefined, "scylla", "dse", undefined, "cockroach", "postgres"],
  );
});

test("Astra is named by its bundle", () => {
  const { tree, problems } = parseTargetUrl("astra://token:AstraCS%3Ax@/shop?secureConnectBundle=./b.zip");
  assert.deepEqual(problems, []);
  assert.equal(tree.cassandra?.secure_connect_bundle, "./b.zip");
  assert.equal(tree.cassandra?.contact_points, undefined);
  assert.equal(tree.cassandra?.auth?.password, "AstraCS:x");
});

test("a URL without host and bundle is a mistake", () => {
  assert.deepEqual(
    parseTargetUrl("cassandra:///shop").problems.map(({ message }) => message),
    ["names no host"],
  );
});

test("an unknown parameter asks for the near one", () => {
  assert.deepEqual(parseTargetUrl("cassandra://h/k?localDatacentre=dc1").problems, [
    { message: "has an unknown parameter `localDatacentre`", hint: "did you mean `localDatacenter`?" },
  ]);
});

test("another scheme is refused with those there are", () => {
  assert.deepEqual(parseTargetUrl("mysql://h/d").problems, [
    {
      message: "is no URL of a target",
      hint: "it begins with one of cassandra:, scylla:, astra:, dse:, postgres:, postgresql:, cockroach:, cockroachdb:, pglite:",
    },
  ]);
});
