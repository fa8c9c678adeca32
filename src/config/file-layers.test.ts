// Goal: profiles, variables in values and cql-track's file. Method: a fresh directory a test (config-fixture).
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { failure, LOCAL, mistakes, settled, yaml } from "./config-fixture.test.ts";

test("a profile adds to what the file says, and may allow sync", async () => {
  const files = yaml(`${LOCAL}profiles:\n  dev:\n    sync: true\n    cassandra:\n      port: 1234\n`);
  const config = await settled({ files, env: { TIDEMARK_PROFILE: "dev" } });
  assert.deepEqual(config.cassandra?.contactPoints, [{ host: "a", port: 1234 }]);
  assert.equal(config.profile, "dev");
  assert.equal(config.sync, true);
});

test("sync stands in profiles only", async () => {
  assert.deepEqual(await mistakes({ files: yaml("sync: true\n") }), ["tidemark.yaml:1:1: unknown key `sync`"]);
});

test("a profile that is missing is named with those there are", async () => {
  const files = yaml("profiles:\n  dev: {}\n  prod: {}\n");
  const error = await failure({ files, flags: { profile: "prd" } });
  assert.equal(error.message, "`--profile` names the profile `prd`, which tidemark.yaml does not have");
  assert.equal(error.hint, "did you mean `prod`? its profiles: dev, prod");
});

test("a profile without a file is a mistake", async () => {
  assert.deepEqual(await mistakes({ env: { TIDEMARK_PROFILE: "dev" } }), [
    "`TIDEMARK_PROFILE` names the profile `dev`, but there is no configuration file",
  ]);
});

test(`a variable in a value is filled in, and \`$\${\` stays`, async () => {
  const text = `cassandra:\n  contact_points: a\n  port: \${PORT}\n  auth: { username: u, password: "a$\${b}\${PW}" }\n`;
  const config = await settled({ files: yaml(text), env: { PORT: "99", PW: "!" } });
  assert.deepEqual(config.cassandra?.contactPoints, [{ host: "a", port: 99 }]);
  assert.equal(config.cassandra?.auth?.password.reveal(), `a\${b}!`);
});

test("an unset variable is a mistake at its place", async () => {
  const files = yaml(`cassandra:\n  contact_points: [a]\n  auth:\n    username: u\n    password: \${PW}\n`);
  assert.deepEqual(await mistakes({ files }), [
    "tidemark.yaml:5:15: `cassandra.auth.password` needs the environment variable `PW`, which is not set",
  ]);
});

test("an unset variable does not matter where a later layer gives the value", async () => {
  const files = yaml(`${LOCAL}lock: { ttl: "\${TTL}" }\nprofiles:\n  dev: { lock: { ttl: 7 } }\n`);
  assert.equal((await settled({ files, flags: { profile: "dev" } })).lock.ttlMs, 7_000);
});

test("an unset variable of a profile matters only in that profile", async () => {
  const files = yaml(`${LOCAL}profiles:\n  prod:\n    keyspace: \${KS}\n  dev: {}\n`);
  assert.equal((await settled({ files, flags: { profile: "dev" } })).keyspace?.name, "shop");
  assert.deepEqual(await mistakes({ files, flags: { profile: "prod" } }), [
    "tidemark.yaml:6:15: `profiles.prod.keyspace` needs the environment variable `KS`, which is not set",
  ]);
});

test(`\`\${\` that names no variable is a mistake`, async () => {
  assert.deepEqual(await mistakes({ files: yaml(`migrations:\n  directory: \${a-b}\n`) }), [
    `tidemark.yaml:2:14: \`migrations.directory\` has a \`\${\` that names no variable`,
  ]);
});

test("values in code stand for a file, and their texts are taken as they are", async () => {
  const values = { cassandra: { contact_points: ["a"], auth: { username: "u", password: `\${X}` } }, keyspace: "k" };
  const config = await settled({ files: yaml("keyspace: other\n"), values });
  assert.equal(config.keyspace?.name, "k");
  assert.equal(config.cassandra?.auth?.password.reveal(), `\${X}`);
  assert.equal(config.origin.kind, "values");
});

test("a cqltrack.yml is read with cql-track's defaults and tidemark's consistency", async () => {
  let directory = "";
  const config = await settled({
    files: { "cqltrack.yml": "lock: { ttl: 600 }\n" },
    env: { TIDEMARK_LOCK_WAIT: "1s" },
    inspect: (cwd) => {
      directory = cwd;
    },
  });
  assert.equal(config.origin.kind, "cql-track");
  assert.deepEqual(config.cassandra?.contactPoints, [{ host: "127.0.0.1", port: 9042 }]);
  assert.equal(config.cassandra?.consistency, "LOCAL_QUORUM");
  assert.deepEqual(config.keyspace, {
    name: "my_app",
    replication: { class: "SimpleStrategy", replication_factor: "1" },
  });
  assert.equal(config.migrations.directory, join(directory, "migrations"));
  assert.deepEqual(config.lock, { ttlMs: 600_000, waitMs: 1_000 });
});

test("CQLTRACK_ variables count beside a cqltrack.yml only, below tidemark's own", async () => {
  const env = { CQLTRACK_KEYSPACE: "theirs", CQLTRACK_CONTACT_POINTS: "h1,h2", CQLTRACK_PORT: "9999" };
  const config = await settled({ files: { "cqltrack.yml": "cassandra: { consistency: ONE }\n" }, env });
  assert.equal(config.keyspace?.name, "theirs");
  assert.deepEqual(
    config.cassandra?.contactPoints.map(({ host, port }) => `${host}:${port}`),
    ["h1:9999", "h2:9999"],
  );
  assert.equal(config.cassandra?.consistency, "ONE");
  assert.equal((await settled({ files: yaml(LOCAL), env })).keyspace?.name, "shop");
  const own = { ...env, TIDEMARK_KEYSPACE: "ours" };
  assert.equal((await settled({ files: { "cqltrack.yml": "" }, env: own })).keyspace?.name, "ours");
});

test("a key that cql-track does not know is a mistake in its file", async () => {
  assert.deepEqual(await mistakes({ files: { "cqltrack.yml": "history: { table: t }\n" } }), [
    "cqltrack.yml:1:1: unknown key `history`",
  ]);
});

test("a tidemark.yaml goes before a cqltrack.yml", async () => {
  const config = await settled({
    files: { "cqltrack.yml": "keyspace: theirs\n", "tidemark.yaml": "keyspace: ours\n" },
  });
  assert.equal(config.keyspace?.name, "ours");
});

test("an unset variable is told beside other mistakes, and an override that is wrong still counts as one", async () => {
  const files = yaml(`lock: { ttl: "\${TTL}", wiat: 1 }\nprofiles:\n  dev: { lock: { ttl: soon } }\n`);
  assert.equal((await mistakes({ files })).length, 3);
  assert.equal((await mistakes({ files, flags: { profile: "dev" } })).length, 2);
});

test("an unset variable in a list leaves the whole list to later layers", async () => {
  const files = yaml(`cassandra: { contact_points: [a, "\${B}"] }\n`);
  assert.deepEqual((await settled({ files, flags: { host: "c" } })).cassandra?.contactPoints, [
    { host: "c", port: 9042 },
  ]);
  assert.equal((await mistakes({ files })).length, 1);
});

test("empty values and sections of a cqltrack.yml are unset", async () => {
  const text = `cassandra:
  contact_points: [h]
  port: null
  auth: { username: "", password: "" }
  ssl: { enabled: "", certfile: null }
  secure_connect_bundle: null
keyspace: { name: k, replication: {} }
migrations: { directory: "" }
lock:
schema: {}
profiles:
  dev: { keyspace: "", cassandra: }
`;
  for (const name of ["cqltrack.yml", "cqltrack.yaml"]) {
    const config = await settled({ files: { [name]: text }, flags: { profile: "dev" } });
    assert.deepEqual(config.cassandra?.contactPoints, [{ host: "h", port: 9042 }]);
    assert.equal(config.cassandra?.auth, undefined);
    assert.equal(config.cassandra?.ssl, undefined);
    assert.equal(config.keyspace?.name, "k");
    assert.deepEqual(config.keyspace?.replication, { class: "SimpleStrategy", replication_factor: "1" });
  }
});

test("an unknown key of a cqltrack.yml is a mistake even without a value, and so is a replication without a number", async () => {
  assert.deepEqual(
    await mistakes({ files: { "cqltrack.yml": "colour:\nkeyspace: { replication: { class: S, dc1: } }\n" } }),
    [
      "cqltrack.yml:1:1: unknown key `colour`",
      "cqltrack.yml:2:38: `keyspace.replication.dc1` must be a number or text, found nothing",
    ],
  );
});

test("mistakes of a file are told in the order of their places, those without one last", async () => {
  const files = yaml(
    `lock: { ttl: "\${TTL}" }\nmigrations: { directory: "\${-}" }\ncolour: red\nkeyspace: a-b\ndialect: x\n`,
  );
  const { diagnostics } = await failure({ files, flags: { port: "x" } });
  const starts = diagnostics.map(({ span }) => span?.start);
  assert.equal(starts.length, 6);
  assert.equal(starts.at(-1), undefined);
  assert.deepEqual(
    starts.slice(0, -1),
    starts.slice(0, -1).toSorted((a, b) => Number(a) - Number(b)),
  );
});
