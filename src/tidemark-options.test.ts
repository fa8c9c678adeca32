import assert from "node:assert/strict";
import { test } from "node:test";
import { toConfigInputs } from "./tidemark-options.ts";

test("a text is the path of a configuration file, read with the environment", () => {
  const { flags, values, env } = toConfigInputs("tidemark.yaml");
  assert.equal(flags.config, "tidemark.yaml");
  assert.equal(values, undefined);
  assert.equal(env, process.env);
});

test("nothing is the file of the working directory", () => {
  const { flags, cwd, values } = toConfigInputs(undefined);
  assert.equal(flags.config, undefined);
  assert.equal(values, undefined);
  assert.equal(cwd, process.cwd());
});

test("a target given in code reads neither file nor environment", () => {
  const { values, env } = toConfigInputs({
    contactPoints: ["db1", "db2:9043"],
    keyspace: "shop",
    username: "ann",
    password: "x",
    lockWait: "1m",
    outOfOrder: true,
  });
  assert.deepEqual(env, {});
  assert.deepEqual(values, {
    cassandra: { contact_points: ["db1", "db2:9043"], auth: { username: "ann", password: "x" } },
    keyspace: "shop",
    migrations: { out_of_order: true },
    lock: { wait: "1m" },
  });
});

test("TLS, a bundle and consistencies are given in code as in a file", () => {
  const { values } = toConfigInputs({
    secureConnectBundle: "bundle.zip",
    ssl: { caCerts: "ca.pem", keyfile: "client.key", verify: false },
    consistency: "QUORUM",
    serialConsistency: "LOCAL_SERIAL",
  });
  assert.deepEqual(values?.cassandra, {
    consistency: "QUORUM",
    serial_consistency: "LOCAL_SERIAL",
    ssl: { enabled: true, ca_certs: "ca.pem", keyfile: "client.key", verify: false },
    secure_connect_bundle: "bundle.zip",
  });
});

test("`ssl: true` and an empty object both mean TLS", () => {
  for (const ssl of [true, {}] as const) {
    const { values } = toConfigInputs({ contactPoints: ["a"], ssl });
    assert.deepEqual(values?.cassandra?.ssl, { enabled: true });
  }
});

test("a url alone is a target given in code", () => {
  const { flags, env } = toConfigInputs({ url: "cassandra://db1/shop" });
  assert.equal(flags.url, "cassandra://db1/shop");
  assert.deepEqual(env, {});
});

test("a SQL database is given in code as in a file, and on top of a file", () => {
  const settings = { "app.environment": "test" };
  const url = "postgres://h/shop";
  const alone = toConfigInputs({ url, schema: "billing", settings, lockTimeout: 1, shadowUrl: "pglite:memory" });
  assert.deepEqual(alone.values, {
    database: { schema: "billing", settings, lock_timeout: 1, shadow_url: "pglite:memory" },
  });
  const { flags } = toConfigInputs({ config: "tidemark.yaml", url, schema: "billing" });
  assert.deepEqual([flags.url, flags.schema], [url, "billing"]);
  assert.throws(() => toConfigInputs({ config: "tidemark.yaml", settings }), { code: "usage" });
});

test("beside a file, options weigh what flags weigh", () => {
  const { flags, values } = toConfigInputs({
    config: "tidemark.yaml",
    keyspace: { name: "shop" },
    contactPoints: ["a", "b"],
  });
  assert.equal(values, undefined);
  assert.equal(flags.keyspace, "shop");
  assert.equal(flags.host, "a,b");
});

test("what cannot stand beside a file is refused, not left out", () => {
  assert.throws(() => toConfigInputs({ config: "tidemark.yaml", password: "x", ssl: true, variables: {} }), {
    code: "usage",
    message: "password, ssl, variables cannot be given beside a configuration file",
  });
});

test("the lock's life, models and sync are said in code, alone or on top of a file", () => {
  const alone = toConfigInputs({ url: "cassandra://a/k", lockTtl: "10s", models: ["m.ts"], sync: false });
  assert.deepEqual([alone.values, alone.flags.sync], [{ lock: { ttl: "10s" }, models: ["m.ts"] }, false]);
  const { flags } = toConfigInputs({ config: "tidemark.yaml", lockTtl: 10, models: "m.ts", sync: true });
  assert.deepEqual([flags.lockTtl, flags.models, flags.sync], [10, "m.ts", true]);
});
