// Goal: the order of the sources and what each may say, through the one door. Method: a fresh directory a test (config-fixture).
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { renderDiagnostic } from "../text/diagnostic.ts";
import { failure, type Given, LOCAL, mistakes, settled, yaml } from "./config-fixture.test.ts";
import { describeConfig } from "./describe-config.ts";

test("without file, variables and flags there are defaults and no target", async () => {
  let directory = "";
  const config = await settled({
    inspect: (cwd) => {
      directory = cwd;
    },
  });
  assert.deepEqual(config, {
    dialect: undefined,
    cassandra: undefined,
    database: undefined,
    keyspace: undefined,
    migrations: { directory: join(directory, "migrations"), outOfOrder: false, variables: {} },
    history: { keyspace: undefined, schema: undefined, table: "tidemark_history" },
    lock: { ttlMs: 30_000, waitMs: 300_000 },
    schema: { agreementWaitMs: 30_000, agreement: "nodes", tolerateDown: 0 },
    models: [],
    lint: { levels: {}, options: {}, failOn: "error", servers: [] },
    guardrails: undefined,
    sync: true,
    isSyncSaid: false,
    profile: undefined,
    profiles: [],
    origin: { kind: "none", file: undefined },
    warnings: [],
  });
});

test("a full file is settled key by key", async () => {
  const config = await settled({
    files: yaml(`
cassandra:
  contact_points: [a, "b:9043", "[::1]:9044"]
  port: 9142
  local_datacenter: dc1
  auth: { username: u, password: p }
  consistency: each_quorum
  serial_consistency: LOCAL_SERIAL
  connect_timeout: 2
  request_timeout: 90s
  ssl: { ca_certs: /etc/ca.pem, verify: no }
dialect: scylla
keyspace:
  name: shop
  replication: { class: NetworkTopologyStrategy, dc1: 3 }
migrations: { directory: /m, out_of_order: true, variables: { owner: app } }
history: { keyspace: admin, table: log }
lock: { ttl: 1m, wait: 500ms }
schema: { agreement_wait: 45, agreement: coordinator, tolerate_down: 1 }
models: /models.ts
lint: { truncate: Off, pk-alter: { level: warn }, many-columns: { limit: "50" }, fail_on: Warn, servers: [live, cassandra:4.1] }
profiles:
  dev:
`),
  });
  const { origin: _origin, ...rest } = describeConfig(config);
  assert.deepEqual(rest, {
    cassandra: {
      contactPoints: [
        { host: "a", port: 9142 },
        { host: "b", port: 9043 },
        { host: "::1", port: 9044 },
      ],
      localDatacenter: "dc1",
      auth: { username: "u", password: "***" },
      consistency: "EACH_QUORUM",
      serialConsistency: "LOCAL_SERIAL",
      connectTimeoutMs: 2_000,
      requestTimeoutMs: 90_000,
      ssl: { caCerts: "/etc/ca.pem", verify: false },
    },
    dialect: "scylla",
    isSyncSaid: false,
    keyspace: { name: "shop", replication: { class: "NetworkTopologyStrategy", dc1: "3" } },
    migrations: { directory: "/m", outOfOrder: true, variables: { owner: "app" } },
    history: { keyspace: "admin", table: "log" },
    lock: { ttlMs: 60_000, waitMs: 500 },
    schema: { agreementWaitMs: 45_000, agreement: "coordinator", tolerateDown: 1 },
    models: ["/models.ts"],
    lint: {
      levels: { truncate: "off", "pk-alter": "warn" },
      options: { "many-columns": { limit: 50 } },
      failOn: "warn",
      servers: ["live", "cassandra:4.1"],
    },
    sync: true,
    profiles: ["dev"],
    warnings: [
      "cassandra.ssl.verify is false: the server's certificate is not checked, so whoever stands in between can read and change what is sent, the password too",
    ],
  });
  assert.equal(config.cassandra?.auth?.password.reveal(), "p");
});

test("file, profile, environment, flags: the last wins", async () => {
  const files = yaml(`${LOCAL}profiles:\n  dev:\n    keyspace: of_profile\n`);
  const env = { TIDEMARK_KEYSPACE: "of_environment" };
  const flags = { profile: "dev" };
  assert.equal((await settled({ files })).keyspace?.name, "shop");
  assert.equal((await settled({ files, flags })).keyspace?.name, "of_profile");
  assert.equal((await settled({ files, flags, env })).keyspace?.name, "of_environment");
  assert.equal((await settled({ files, env, flags: { ...flags, keyspace: "of_flag" } })).keyspace?.name, "of_flag");
});

test("paths are relative to the file", async () => {
  const ssl = "{ ca_certs: ca.pem, certfile: c.pem, keyfile: k.pem }";
  const text = `cassandra:\n  contact_points: a\n  ssl: ${ssl}\nmodels: m.ts\nmigrations: { directory: db }\n`;
  let directory = "";
  const config = await settled({
    files: yaml(text),
    inspect: (cwd) => {
      directory = cwd;
    },
  });
  assert.equal(config.cassandra?.ssl?.caCerts, join(directory, "ca.pem"));
  assert.equal(config.cassandra?.ssl?.keyfile, join(directory, "k.pem"));
  assert.deepEqual(config.models, [join(directory, "m.ts")]);
  assert.equal(config.migrations.directory, join(directory, "db"));
});

test("variables and flags that do not parse are named", async () => {
  assert.deepEqual(await mistakes({ env: { TIDEMARK_PORT: "x", TIDEMARK_LOCK_TTL: "soon" }, flags: { port: "0" } }), [
    '`TIDEMARK_PORT` must be a port from 1 to 65535, found "x"',
    '`TIDEMARK_LOCK_TTL` must be a duration from 3s to 1d (like 500ms, 30s, 10m; a bare number is seconds), found "soon"',
    '`--port` must be a port from 1 to 65535, found "0"',
  ]);
});

test("mistakes of file, environment and flags come together", async () => {
  const given: Given = { files: yaml("colour: red\n"), env: { TIDEMARK_PORT: "x" }, flags: { keyspace: "a b" } };
  assert.equal((await mistakes(given)).length, 3);
  assert.equal((await failure(given)).message, "the configuration has 3 mistakes");
});

test("an empty variable is an unset one", async () => {
  assert.equal((await settled({ files: yaml(LOCAL), env: { TIDEMARK_KEYSPACE: "" } })).keyspace?.name, "shop");
});

test("an unknown variable of tidemark's is a warning that asks for the near one", async () => {
  const { warnings } = await settled({ env: { TIDEMARK_KEYSPCE: "a", TIDEMARK_XYZZY: "b", OTHER: "c" } });
  assert.deepEqual(warnings, [
    "the environment variable `TIDEMARK_KEYSPCE` is not known: did you mean `TIDEMARK_KEYSPACE`?",
    "the environment variable `TIDEMARK_XYZZY` is not known",
  ]);
});

test("--host with ports, and --port for those without", async () => {
  const config = await settled({ flags: { host: "a, b:1", port: 7 } });
  assert.deepEqual(config.cassandra?.contactPoints, [
    { host: "a", port: 7 },
    { host: "b", port: 1 },
  ]);
});

test("a URL fills the cassandra part", async () => {
  const url = "scylla://me:p%40ss@a,b:9043/shop?localDatacenter=dc1&ssl=true";
  const config = await settled({ flags: { url } });
  assert.equal(config.dialect, "scylla");
  assert.equal(config.keyspace?.name, "shop");
  assert.deepEqual(config.cassandra?.contactPoints, [
    { host: "a", port: 9042 },
    { host: "b", port: 9043 },
  ]);
  assert.equal(config.cassandra?.auth?.password.reveal(), "p@ss");
  assert.equal(config.cassandra?.localDatacenter, "dc1");
  assert.deepEqual(config.cassandra?.ssl?.verify, true);
});

test("a URL of a SQL database replaces the file's cluster and its dialect", async () => {
  const files = yaml(`${LOCAL}dialect: scylla\n`);
  const config = await settled({ files, flags: { url: "postgres://u:p@h/db" } });
  assert.equal(config.cassandra, undefined);
  assert.equal(config.dialect, undefined);
  assert.equal(config.database?.url.reveal(), "postgres://u:p@h/db");
});

test("DATABASE_URL is the target where nothing speaks of CQL", async () => {
  const env = { DATABASE_URL: "postgres://u:p@h/db" };
  assert.equal(String((await settled({ env })).database?.url), "postgres://u:*@h/db");
  assert.equal((await settled({ env, files: yaml(LOCAL) })).database, undefined);
  assert.equal((await settled({ env, files: yaml("keyspace: shop\n") })).database, undefined);
  assert.equal((await settled({ env: { DATABASE_URL: "mysql://h/db" } })).database, undefined);
});

test("DATABASE_URL wins over the file's database.url, TIDEMARK_URL over both", async () => {
  const files = yaml("database: { url: 'postgres://h/file' }\n");
  const env = { DATABASE_URL: "postgres://h/shared" };
  assert.equal((await settled({ files, env })).database?.url.reveal(), "postgres://h/shared");
  const both = { ...env, TIDEMARK_URL: "postgres://h/own" };
  assert.equal((await settled({ files, env: both })).database?.url.reveal(), "postgres://h/own");
});

test("no secret is in any text of an error", async () => {
  const files = yaml(`cassandra:
  contact_points: cassandra://me:s3cret@h
  auth: { username: u, password: 5302117, pasword: [s3cret }
database:
  url: mysql://u:s3cret@h/d
`);
  const more: readonly Given[] = [
    { files },
    { files: yaml("cassandra:\n  auth:\n    password: *s3cret\n") },
    { files: yaml("cassandra:\n  auth:\n    password: @s3cret\n") },
    { files: yaml("cassandra:\n  auth: { password: 5302117 }\ndatabase:\n  url: mysql://u:s3cret@h/d\n") },
    { env: { TIDEMARK_CONTACT_POINTS: "cassandra://me:s3cret@h" } },
    { env: { TIDEMARK_URL: "mysql://me:s3cret@h" } },
    { flags: { url: "cassandra://me:s3cret@ho st?x=1" } },
  ];
  for (const given of more) {
    const error = await failure(given);
    const shown = [error.message, JSON.stringify(error.details), ...error.diagnostics.map(renderDiagnostic)].join("\n");
    assert.doesNotMatch(shown, /s3cret|5302117/, shown);
  }
});

test("the directory of an embedded database is relative to the file", async () => {
  let directory = "";
  const inspect = (cwd: string): void => {
    directory = cwd;
  };
  const config = await settled({ files: yaml("database: { url: 'pglite:./data' }\n"), inspect });
  assert.equal(config.database?.url.reveal(), `pglite:${join(directory, "data")}`);
});

test("guardrails may be pasted from cassandra.yaml: what no statement meets is passed over, an empty one too", async () => {
  const { guardrails } = await settled({
    files: yaml(`
guardrails:
  tables_warn_threshold: 150
  tables_fail_threshold: -1
  simplestrategy_enabled: false
  table_properties_disallowed: caching
  page_size_warn_threshold: 5000
  partition_size_fail_threshold:
  fields_per_udt_warn_threshold:
`),
  });
  assert.deepEqual(guardrails, {
    tables_warn_threshold: 150,
    tables_fail_threshold: -1,
    simplestrategy_enabled: false,
    table_properties_disallowed: ["caching"],
  });
});

test("a guardrail that Cassandra does not have is a mistake, with the one that is meant", async () => {
  const files = yaml("guardrails:\n  table_fail_threshold: 5\n  group_by_enabled: maybe\n");
  assert.deepEqual(
    (await failure({ files })).diagnostics.map(({ message, hint }) => `${message}: ${hint}`),
    [
      "unknown key `table_fail_threshold` in `guardrails`: did you mean `tables_fail_threshold`?",
      '`guardrails.group_by_enabled` must be true or false, found "maybe": undefined',
    ],
  );
});
