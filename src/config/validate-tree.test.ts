// Goal: every mistake is told, with its place. Method: through settleConfig, in a fresh directory a test (config-fixture).
import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, mistakes, yaml } from "./config-fixture.test.ts";

test("all mistakes of a file are told at once, each with its line and column", async () => {
  const text = `cassandra:
  contact_points: [a, "b:99999"]
  prot: 9042
  port: seventy
  consistency: MOST
  request_timeout: 2 weeks
  ssl: [1, 2]
keyspace: my-shop
lock: { ttl: 1 }
migrations:
  variables: { replicas: 3 }
colour: red
profiles:
  dev: { keyspce: x }
`;
  assert.deepEqual(await mistakes({ files: yaml(text) }), [
    'tidemark.yaml:2:23: `cassandra.contact_points.1` must be `host` or `host:port` (an IPv6 address in brackets), found "b:99999"',
    "tidemark.yaml:3:3: unknown key `prot` in `cassandra`",
    'tidemark.yaml:4:9: `cassandra.port` must be a port from 1 to 65535, found "seventy"',
    'tidemark.yaml:5:16: `cassandra.consistency` must be one of ONE, TWO, THREE, LOCAL_ONE, LOCAL_QUORUM, QUORUM, EACH_QUORUM, ALL, found "MOST"',
    'tidemark.yaml:6:20: `cassandra.request_timeout` must be a duration from 100ms to 1h (like 500ms, 30s, 10m; a bare number is seconds), found "2 weeks"',
    "tidemark.yaml:7:3: `cassandra.ssl` must be a section of keys and values, found a list",
    'tidemark.yaml:8:11: `keyspace` must be a name of letters, digits and _ (at most 48), found "my-shop"',
    "tidemark.yaml:9:14: `lock.ttl` must be a duration from 3s to 1d (like 500ms, 30s, 10m; a bare number is seconds), found 1",
    "tidemark.yaml:11:26: `migrations.variables.replicas` must be text (in quotes), found 3",
    "tidemark.yaml:12:1: unknown key `colour`",
    "tidemark.yaml:14:10: unknown key `keyspce` in `profiles.dev`",
  ]);
});

test("an unknown key near a known one is asked for", async () => {
  const [first] = (await failure({ files: yaml("cassandra:\n  porrt: 1\n") })).diagnostics;
  assert.equal(first?.hint, "did you mean `port`?");
});

test("an unknown key near none lists the known ones", async () => {
  const [first] = (await failure({ files: yaml("lock:\n  colour: 1\n") })).diagnostics;
  assert.equal(first?.hint, "known keys: ttl, wait");
});

test("a single mistake is the error's own message and hint", async () => {
  const error = await failure({ files: yaml("lock:\n  colour: 1\n") });
  assert.equal(error.code, "config-invalid");
  assert.equal(error.message, "unknown key `colour` in `lock`");
  assert.deepEqual(error.details, {
    diagnostics: [
      {
        message: "unknown key `colour` in `lock`",
        hint: "known keys: ttl, wait",
        file: "tidemark.yaml",
        line: 2,
        column: 3,
      },
    ],
  });
});

test("a file of a list is refused", async () => {
  assert.deepEqual(await mistakes({ files: yaml("- a\n") }), [
    "tidemark.yaml: the configuration must be a section of keys and values, found a list",
  ]);
});

test("a key without a value is a mistake", async () => {
  assert.deepEqual(await mistakes({ files: yaml("keyspace:\n") }), [
    "tidemark.yaml:1:1: `keyspace` must be a name of letters, digits and _ (at most 48), found nothing",
  ]);
});

test("an empty text is told as one", async () => {
  assert.deepEqual(await mistakes({ files: yaml('cassandra: { local_datacenter: "" }\n') }), [
    "tidemark.yaml:1:32: `cassandra.local_datacenter` must be text that is not empty, found empty text",
  ]);
});

test("a key that belongs to an inner section is pointed there", async () => {
  for (const [key, meant] of [
    ["password", "auth.password"],
    ["pasword", "auth.password"],
    ["user", "auth.username"],
  ]) {
    const [first] = (await failure({ files: yaml(`cassandra:\n  ${key}: x\n`) })).diagnostics;
    assert.equal(first?.hint, `did you mean \`${meant}\`?`);
  }
});
