// Goal: what only the sum of the layers shows. Method: through settleConfig, in a fresh directory a test (config-fixture).
import assert from "node:assert/strict";
import { test } from "node:test";
import { LOCAL, mistakes, settled, yaml } from "./config-fixture.test.ts";

test("a later port counts for the ports of earlier contact points", async () => {
  const files = yaml('cassandra: { contact_points: ["a:1", "b:2"] }\n');
  assert.deepEqual((await settled({ files, flags: { port: 7 } })).cassandra?.contactPoints, [
    { host: "a", port: 7 },
    { host: "b", port: 7 },
  ]);
});

test("--url and --host at once are refused", async () => {
  assert.deepEqual(await mistakes({ flags: { url: "cassandra://a/k", host: "b" } }), [
    "the host of `--url` and `--host` each name a target",
  ]);
});

test("two targets in one file are refused", async () => {
  const files = yaml(`${LOCAL}database: { url: "postgres://h/d" }\n`);
  assert.deepEqual(await mistakes({ files }), [
    "tidemark.yaml:4:13: `cassandra.contact_points` and `database.url` each name a target",
  ]);
});

test("a dialect that the target does not speak is refused", async () => {
  assert.deepEqual(await mistakes({ files: yaml(`${LOCAL}dialect: postgres\n`) }), [
    "tidemark.yaml:4:10: `dialect` is `postgres`, but the configured target is a CQL cluster",
  ]);
});

test("a user without a password is a mistake, unless the environment has it", async () => {
  const files = yaml(`cassandra:\n  contact_points: a\n  auth: { username: u }\n`);
  assert.deepEqual(await mistakes({ files }), [
    "tidemark.yaml:3:21: `cassandra.auth.username` has no password beside it",
  ]);
  const config = await settled({ files, env: { TIDEMARK_PASSWORD: "p" } });
  assert.equal(config.cassandra?.auth?.password.reveal(), "p");
});

test("certificates mean TLS, and `enabled: false` turns it off", async () => {
  const text = "cassandra: { contact_points: a, ssl: { ca_certs: ca.pem } }\n";
  assert.notEqual((await settled({ files: yaml(text) })).cassandra?.ssl, undefined);
  assert.equal((await settled({ files: yaml(text), env: { TIDEMARK_SSL: "off" } })).cassandra?.ssl, undefined);
});

test("replication of a profile replaces the whole", async () => {
  const text = `keyspace: { name: k, replication: { class: SimpleStrategy, replication_factor: 1 } }
profiles: { prod: { keyspace: { replication: { class: NetworkTopologyStrategy, dc1: 3 } } } }
`;
  assert.deepEqual((await settled({ files: yaml(text), flags: { profile: "prod" } })).keyspace, {
    name: "k",
    replication: { class: "NetworkTopologyStrategy", dc1: "3" },
  });
});

test("a bundle in a later layer replaces contact points", async () => {
  const config = await settled({ files: yaml(LOCAL), env: { TIDEMARK_SECURE_CONNECT_BUNDLE: "/b.zip" } });
  assert.deepEqual(config.cassandra?.contactPoints, []);
  assert.equal(config.cassandra?.secureConnectBundle, "/b.zip");
});

test("certificates that are not checked are a warning", async () => {
  const text = "cassandra: { contact_points: a, ssl: { verify: false } }\n";
  assert.match((await settled({ files: yaml(text) })).warnings.join("\n"), /certificate is not checked/);
});

test("certificates that are checked, and no TLS at all, are none", async () => {
  for (const ssl of ["{ enabled: true }", "{ enabled: false, verify: false }"]) {
    const { warnings } = await settled({ files: yaml(`cassandra: { contact_points: a, ssl: ${ssl} }\n`) });
    assert.deepEqual(warnings, []);
  }
});

test("a bundle brings its own TLS", async () => {
  const text = "cassandra: { secure_connect_bundle: b.zip, ssl: { verify: false } }\n";
  const { cassandra, warnings } = await settled({ files: yaml(text) });
  assert.equal(cassandra?.ssl, undefined);
  assert.deepEqual(warnings, []);
});

test("conditional writes are local to one region on Astra, unless it is said otherwise", async () => {
  const serial = async (text: string): Promise<string | undefined> =>
    (await settled({ files: yaml(text) })).cassandra?.serialConsistency;
  assert.equal(await serial("cassandra: { secure_connect_bundle: b.zip }\n"), "LOCAL_SERIAL");
  assert.equal(await serial("dialect: astra\ncassandra: { contact_points: a }\n"), "LOCAL_SERIAL");
  assert.equal(await serial("cassandra: { secure_connect_bundle: b.zip, serial_consistency: SERIAL }\n"), "SERIAL");
  assert.equal(await serial("cassandra: { contact_points: a }\n"), "SERIAL");
});

test("sync is allowed, but for a profile of production, unless its profile or a variable says otherwise", async () => {
  const files = yaml(
    "profiles:\n  dev:\n  prod:\n  Production:\n  strict:\n    sync: false\n  open:\n    sync: true\n",
  );
  const allows = async (profile?: string, env = {}) => (await settled({ files, flags: { profile }, env })).sync;
  assert.equal(await allows(), true);
  for (const name of ["dev", "open"]) assert.equal(await allows(name), true);
  for (const name of ["prod", "Production", "strict"]) assert.equal(await allows(name), false);
  assert.equal(await allows("prod", { TIDEMARK_SYNC: "true" }), true);
  assert.equal(await allows("dev", { TIDEMARK_SYNC: "no" }), false);
});

test("models are paths beside the file, or beside the working directory for a variable", async () => {
  const files = yaml("models: [schema, a.ts]\n");
  let directory = "";
  const inspect = (cwd: string) => {
    directory = cwd;
  };
  assert.deepEqual((await settled({ files, inspect })).models, [`${directory}/schema`, `${directory}/a.ts`]);
  const env = { TIDEMARK_MODELS: "b.ts, c" };
  assert.deepEqual((await settled({ files, inspect, env })).models, [`${directory}/b.ts`, `${directory}/c`]);
  assert.deepEqual(await mistakes({ files: yaml("models: 3\n") }), [
    "tidemark.yaml:1:9: `models` must be a path or a list of paths, found 3",
  ]);
});

test("how long the lock lives is said by flags as well", async () => {
  const given = { files: yaml("lock: { ttl: 10 }\n"), env: { TIDEMARK_LOCK_TTL: "20s" } };
  assert.equal((await settled(given)).lock.ttlMs, 20_000);
  assert.equal((await settled({ ...given, flags: { lockTtl: "40s" } })).lock.ttlMs, 40_000);
  assert.deepEqual(await mistakes({ flags: { lockTtl: "1s" } }), [
    '`--lock-ttl` must be a duration from 3s to 1d (like 500ms, 30s, 10m; a bare number is seconds), found "1s"',
  ]);
});
