// Goal: what a configuration may say of a SQL database, and what it may not. Method: a fresh directory a test (config-fixture).
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { failure, LOCAL, mistakes, settled, yaml } from "./config-fixture.test.ts";
import type { ConfigFlags } from "./config-inputs.ts";
import { describeConfig } from "./describe-config.ts";
import { describeTarget, titleOf } from "./title-of.ts";

const URL_OF_SHOP = "postgres://u:p@h:5432/shop";

test("a full section is settled key by key, with its passwords masked", async () => {
  const config = await settled({
    files: yaml(`
database:
  url: cockroachdb://u:secret@h:26257/shop?sslmode=verify-full
  schema: billing
  settings: { app.environment: staging }
  lock_timeout: 500ms
  statement_timeout: 1h
  connect_timeout: 3
  shadow_url: postgres://u:secret@h/shadow
history: { schema: ops, table: log }
`),
  });
  assert.deepEqual(describeConfig(config).database, {
    url: "cockroachdb://u:******@h:26257/shop?sslmode=verify-full",
    schema: "billing",
    settings: { "app.environment": "staging" },
    lockTimeoutMs: 500,
    statementTimeoutMs: 3_600_000,
    connectTimeoutMs: 3_000,
    shadowUrl: "postgres://u:******@h/shadow",
  });
  assert.deepEqual(config.history, { keyspace: undefined, schema: "ops", table: "log" });
  assert.equal(config.dialect, "cockroach");
});

test("the history is in the managed schema, which is public, unless something else is said", async () => {
  const flags = { url: URL_OF_SHOP };
  assert.equal((await settled({ flags })).history.schema, "public");
  assert.equal((await settled({ flags: { ...flags, schema: "billing" } })).history.schema, "billing");
});

test("variables set what flags and file set", async () => {
  const { database, history } = await settled({
    env: {
      TIDEMARK_URL: URL_OF_SHOP,
      TIDEMARK_SCHEMA: "billing",
      TIDEMARK_LOCK_TIMEOUT: "1s",
      TIDEMARK_STATEMENT_TIMEOUT: "2s",
      TIDEMARK_CONNECT_TIMEOUT: "3s",
      TIDEMARK_SHADOW_URL: "pglite:memory",
      TIDEMARK_HISTORY_SCHEMA: "ops",
    },
  });
  const { schema, lockTimeoutMs, statementTimeoutMs, connectTimeoutMs, shadowUrl } = database ?? {};
  assert.deepEqual(
    [schema, lockTimeoutMs, statementTimeoutMs, connectTimeoutMs, shadowUrl?.reveal(), history.schema],
    ["billing", 1_000, 2_000, 3_000, "pglite:memory", "ops"],
  );
});

test("TIDEMARK_CONNECT_TIMEOUT is for either kind of target, and one mistake when it is wrong", async () => {
  const env = { TIDEMARK_CONNECT_TIMEOUT: "2s" };
  assert.equal((await settled({ files: yaml(LOCAL), env })).cassandra?.connectTimeoutMs, 2_000);
  assert.equal((await mistakes({ env: { TIDEMARK_CONNECT_TIMEOUT: "soon" } })).length, 1);
});

test("an embedded database is in memory only when that is said, and a directory of that name has a path", async () => {
  let directory = "";
  const inspect = (cwd: string): void => {
    directory = cwd;
  };
  const urlOf = async (url: string): Promise<string | undefined> =>
    (await settled({ flags: { url }, inspect })).database?.url.reveal();
  assert.equal(await urlOf("pglite:memory"), "pglite:memory");
  assert.equal(await urlOf("pglite:./memory"), `pglite:${join(directory, "memory")}`);
  assert.equal(await urlOf("pglite://shop"), `pglite:${join(directory, "shop")}`);
  assert.equal(await urlOf("pglite:/var/shop"), "pglite:/var/shop");
  assert.equal(await urlOf("PGLITE:./shop"), `pglite:${join(directory, "shop")}`);
});

test("certificates of a URL are relative to the file", async () => {
  let directory = "";
  const config = await settled({
    files: yaml("database:\n  url: postgres://h/d?sslmode=verify-full&sslrootcert=certs/ca.pem&sslcert=/etc/me.pem\n"),
    inspect: (cwd) => {
      directory = cwd;
    },
  });
  const expected = `postgres://h/d?sslmode=verify-full&sslrootcert=${join(directory, "certs/ca.pem")}&sslcert=/etc/me.pem`;
  assert.equal(config.database?.url.reveal(), expected);
});

const WHOLE =
  "must be like postgres://user:password@host:5432/database (special characters as %XX), pglite:DIRECTORY or pglite:memory, found other text";
for (const url of ["postgres://h", "postgres:h/d", "pglite:", "postgres://u:a#b@h/d"]) {
  test(`a URL that names no database is refused, and not shown: ${url}`, async () => {
    assert.deepEqual(await mistakes({ flags: { url } }), [`\`--url\` ${WHOLE}`]);
    assert.deepEqual(await mistakes({ files: yaml(`database: { url: "${url}" }\n`) }), [
      `tidemark.yaml:1:18: \`database.url\` ${WHOLE}`,
    ]);
  });
}

test("a DATABASE_URL that names no database is a mistake only where it is the target", async () => {
  const env = { DATABASE_URL: "postgres://h" };
  assert.deepEqual(await mistakes({ env }), [`\`DATABASE_URL\` ${WHOLE}`]);
  assert.equal((await settled({ env, flags: { url: "pglite:memory" } })).database?.schema, "public");
});

test("a keyspace beside a SQL database is refused with the key that is meant", async () => {
  const flags = { url: "pglite:memory", keyspace: "shop" };
  const { diagnostics } = await failure({ flags });
  assert.deepEqual(
    diagnostics.map(({ message, hint }) => [message, hint]),
    [
      [
        "`--keyspace` means nothing to a SQL database, which is the configured target",
        "the schema of a SQL database is `database.schema`, or --schema; the database stands in its URL",
      ],
    ],
  );
  const text = "database: { url: pglite:memory }\nkeyspace: shop\nhistory: { keyspace: ops }\n";
  assert.deepEqual(await mistakes({ files: yaml(text) }), [
    "tidemark.yaml:2:11: `keyspace` means nothing to a SQL database, which is the configured target",
    "tidemark.yaml:3:22: `history.keyspace` means nothing to a SQL database, which is the configured target",
  ]);
});

test("a schema beside a CQL cluster is refused", async () => {
  assert.deepEqual(await mistakes({ files: yaml(LOCAL), flags: { schema: "billing", host: "a" } }), [
    "`--schema` means nothing to a CQL cluster, which is the configured target",
  ]);
});

test("what a file says of the cluster that --url replaces is left alone", async () => {
  const config = await settled({ files: yaml(LOCAL), flags: { url: "pglite:memory" } });
  assert.equal(config.keyspace, undefined);
  assert.equal(config.dialect, "postgres");
});

test("a dialect that the URL contradicts is a mistake; postgres: may be a CockroachDB", async () => {
  const text = (url: string): string => `dialect: cockroach\ndatabase: { url: "${url}" }\n`;
  assert.deepEqual(await mistakes({ files: yaml(text("pglite:memory")) }), [
    "tidemark.yaml:1:10: `dialect` is `cockroach`, but the URL of the database says `postgres`",
  ]);
  assert.equal((await settled({ files: yaml(text("postgres://h/d")) })).dialect, "cockroach");
});

test("a shadow that is the target is a mistake", async () => {
  assert.deepEqual(await mistakes({ flags: { url: URL_OF_SHOP, shadowUrl: URL_OF_SHOP } }), [
    "`--shadow-url` is the target itself: migration files are tried on it",
  ]);
});

test("settings that each transaction sets by itself have keys of their own", async () => {
  const text = "database:\n  url: pglite:memory\n  settings: { lock_timeout: a, app.environment: b, 'x y': c }\n";
  assert.deepEqual(await mistakes({ files: yaml(text) }), [
    'tidemark.yaml:3:29: `database.settings.lock_timeout` must be said by its own key (`database.lock_timeout`, `database.statement_timeout`), found "a"',
    'tidemark.yaml:3:59: `database.settings.x y` must be called like a setting (app.environment), found "c"',
  ]);
});

test("a schema of the server's own is refused, and one at the top is told its place", async () => {
  const expected = "must be a schema of your own (at most 63 bytes), found";
  assert.deepEqual(await mistakes({ flags: { url: URL_OF_SHOP, schema: "pg_catalog" } }), [
    `\`--schema\` ${expected} "pg_catalog"`,
  ]);
  const { hint } = await failure({ files: yaml("schema: billing\n") });
  assert.equal(hint, "the schema of a SQL database is `database.schema`");
});

test("a target is called by keyspace, or by database and schema, or by its directory", async () => {
  const named = async (flags: ConfigFlags): Promise<unknown> => {
    const config = await settled({ flags });
    return [titleOf(config), describeTarget(config)];
  };
  assert.deepEqual(await named({ host: "a", keyspace: "shop" }), ["shop", { keyspace: "shop" }]);
  assert.deepEqual(await named({ url: URL_OF_SHOP }), ["shop", { database: "shop", schema: "public" }]);
  assert.deepEqual(await named({ url: URL_OF_SHOP, schema: "billing" }), [
    "shop.billing",
    { database: "shop", schema: "billing" },
  ]);
  assert.deepEqual(await named({ url: "pglite:/var/my-shop" }), ["my-shop", { database: "my-shop", schema: "public" }]);
  assert.deepEqual(await named({ url: "pglite:memory" }), ["memory", { database: "memory", schema: "public" }]);
  assert.deepEqual(await named({}), ["", {}]);
});
