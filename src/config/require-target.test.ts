import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../base/errors.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { settled } from "./config-fixture.test.ts";
import { requireTarget } from "./require-target.ts";

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
    "set `cassandra.contact_points` in tidemark.yaml, or give --host or --url, or set TIDEMARK_CONTACT_POINTS or TIDEMARK_URL",
  );
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
