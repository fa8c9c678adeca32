import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check } from "../../../engine/ports.ts";
import type { PipelineEnd, SqlStatement } from "../connection.ts";
import { detectProduct } from "../detect-product.ts";
import { COCKROACH_STATE, inspectCockroach } from "./inspect-cockroach.ts";

const USUAL = {
  read_only: "off",
  follower_reads: "off",
  int_size: "8",
  safe_updates: "off",
  autocommit_before_ddl: "on",
};

function inspect(
  state: Readonly<Record<string, unknown>>,
  jobs: readonly Readonly<Record<string, unknown>>[] = [],
  version = "25.2.1",
): Promise<readonly Check[]> {
  const send = (statement: SqlStatement): Promise<PipelineEnd> => {
    const rows = statement === COCKROACH_STATE ? [state] : jobs;
    return Promise.resolve({
      results: [{ rows, rowCount: rows.length, notices: [], durationMs: 0 }],
      failure: undefined,
    });
  };
  return inspectCockroach(send, detectProduct(`CockroachDB CCL v${version} (…)`));
}

const verdicts = (checks: readonly Check[]): readonly string[] =>
  checks.map(({ name, verdict }) => `${name} ${verdict}`);

test("a usual cluster is well, and is said what is set on it", async () => {
  const checks = await inspect(USUAL);
  assert.deepEqual(verdicts(checks), ["settings ok", "jobs ok"]);
  assert.match(checks[0]?.finding ?? "", /autocommit_before_ddl=off .*default of this role is on/);
});

test("a cluster that does not know autocommit_before_ddl is well too", async () => {
  const checks = await inspect({ ...USUAL, autocommit_before_ddl: null }, [], "23.2.4");
  assert.deepEqual(verdicts(checks), ["settings ok", "jobs ok"]);
});

test("a role that may only read, or that reads what is old, is a problem", async () => {
  assert.ok(verdicts(await inspect({ ...USUAL, read_only: "on" })).includes("settings problem"));
  assert.ok(verdicts(await inspect({ ...USUAL, follower_reads: "on" })).includes("settings problem"));
});

test("settings that change what a migration means are worth a word", async () => {
  assert.ok(verdicts(await inspect({ ...USUAL, int_size: "4" })).includes("settings warning"));
  assert.ok(verdicts(await inspect({ ...USUAL, safe_updates: "on" })).includes("settings warning"));
});

test("a paused job is named, with the words that resume it", async () => {
  const checks = await inspect(USUAL, [{ id: "7", description: "ALTER TABLE a.b.c ADD d", status: "paused" }]);
  const [job] = checks.filter(({ name }) => name === "jobs");
  assert.equal(job?.verdict, "warning");
  assert.match(job?.finding ?? "", /job 7 is paused/);
  assert.match(job?.hint ?? "", /RESUME JOB 7/);
});

test("jobs that cannot be read are unknown, not well", async () => {
  const failure = { kind: "refused", code: "42501", message: "no" } as const;
  const checks = await inspectCockroach(
    () => Promise.resolve({ results: [], failure }),
    detectProduct("CockroachDB v25.2.1"),
  );
  assert.deepEqual(verdicts(checks), ["settings unknown", "jobs unknown"]);
});
