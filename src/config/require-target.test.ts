import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../base/errors.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { settled } from "./config-fixture.test.ts";
import { refuseForSql, requireTarget, sqlOptionsOf } from "./require-target.ts";

function refusal(config: Config): ToolError {
  try {
    requireTarget(config);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  assert.fail("the configuration should have been refused");
}

test("without a target, the short ways to name one are told", async () => {
  const error = refusal(await settled({}));
  assert.ok(error instanceof ConfigError);
  assert.equal(error.message, "no target is configured");
  assert.equal(
    error.hint,
    "set `cassandra.contact_points` or `database.url` in tidemark.yaml, or give --host or --url, or set TIDEMARK_CONTACT_POINTS or TIDEMARK_URL",
  );
});

test("the profiles of the file come first, unless one is chosen", async () => {
  const values = { profiles: { dev: {}, prod: {} } };
  assert.match(
    refusal(await settled({ values })).hint ?? "",
    /^the file has the profiles dev, prod: --profile NAME; set /,
  );
  assert.match(refusal(await settled({ values, flags: { profile: "dev" } })).hint ?? "", /^set /);
});

test("a keyspace is not assumed", async () => {
  assert.equal(refusal(await settled({ flags: { host: "a" } })).message, "no keyspace is configured");
});

test("a CQL target has cluster, keyspace and history", async () => {
  const target = requireTarget(await settled({ flags: { host: "a", keyspace: "k" } }));
  assert.equal(target.kind, "cql");
  assert.deepEqual(target.history, { keyspace: "k", table: "tidemark_history" });
});

test("a SQL target needs no keyspace", async () => {
  assert.equal(requireTarget(await settled({ flags: { url: "postgres://h/d" } })).kind, "sql");
});

test("a SQL target is all that the adapter is opened with, and its shadow is not", async () => {
  const target = requireTarget(await settled({ flags: { url: "postgres://h/d", shadowUrl: "pglite:memory" } }));
  assert.ok(target.kind === "sql");
  const { url, ...options } = sqlOptionsOf(target);
  assert.equal(url.reveal(), "postgres://h/d");
  assert.deepEqual(options, {
    schema: "public",
    settings: {},
    history: { schema: "public", table: "tidemark_history" },
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 0,
    connectTimeoutMs: 10_000,
  });
});

test("what is for CQL is refused for a SQL database, by its dialect too, and for nothing else", async () => {
  const refuse = (config: Config) => (): void => refuseForSql(config, "sync", "hint");
  assert.throws(refuse(await settled({ flags: { url: "pglite:memory" } })), {
    code: "usage",
    message: "sync is for CQL, and the target is a SQL database",
  });
  assert.throws(refuse(await settled({ flags: { dialect: "cockroach" } })), { code: "usage" });
  assert.doesNotThrow(refuse(await settled({})));
});

for (const host of ["cassandra.us-east-1.amazonaws.com", "vpce-1.cassandra.eu-west-1.vpce.amazonaws.com"]) {
  test(`Amazon Keyspaces is refused with the reason: ${host}`, async () => {
    const error = refusal(await settled({ flags: { host, keyspace: "k" } }));
    assert.equal(error.code, "unsupported-server");
    assert.match(error.hint ?? "", /asynchronously.*logged batches/);
  });
}

test("one's own cluster behind a name of amazonaws.com is not refused", async () => {
  const host = "my-cassandra-1.elb.us-east-1.amazonaws.com";
  assert.equal(requireTarget(await settled({ flags: { host, keyspace: "k" } })).kind, "cql");
});
