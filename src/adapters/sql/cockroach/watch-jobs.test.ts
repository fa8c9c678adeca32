import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../../../base/errors.ts";
import type { StatementStep } from "../../../plan/plan.ts";
import type { PipelineEnd, SqlFailure, SqlStatement } from "../connection.ts";
import { createJobWatch, type JobWatch } from "./watch-jobs.ts";

const step = { text: "CREATE INDEX by_email ON users (email)" } as StatementStep;
const description = "CREATE INDEX by_email ON shop.public.users (email)";

function watch(answers: readonly (readonly object[] | SqlFailure)[]): JobWatch & { readonly asked: SqlStatement[] } {
  const left = [...answers];
  const asked: SqlStatement[] = [];
  const { readBuilds, mayHaveStarted } = createJobWatch({
    place: { database: "shop", schema: "public" },
    toError: ({ message }) => new ToolError("server-failed", message),
    send(statement): Promise<PipelineEnd> {
      asked.push(statement);
      const next = left.shift() ?? [];
      if (!Array.isArray(next)) return Promise.resolve({ results: [], failure: next as SqlFailure });
      const rows = next as readonly Record<string, unknown>[];
      return Promise.resolve({
        results: [{ rows, rowCount: rows.length, notices: [], durationMs: 1 }],
        failure: undefined,
      });
    },
  });
  return { readBuilds, mayHaveStarted, asked };
}

const job = (status: string, more: object = {}): object => ({
  id: "12",
  description,
  status,
  share: 0.5,
  error: "",
  ...more,
});

test("a job at work is a build under way, with its share", async () => {
  const builds = await watch([[job("running")]]).readBuilds([step]);
  assert.deepEqual(builds, [
    {
      kind: "building",
      object: `job 12 (${description})`,
      nodes: ["the cluster"],
      silent: [],
      isAtWork: true,
      share: 0.5,
    },
  ]);
});

test("a job of somebody else's table is none of ours", async () => {
  assert.deepEqual(await watch([[job("running", { description: "ALTER TABLE a.b.c ADD d" })]]).readBuilds([step]), []);
});

test("a job that was seen is asked for by its number until it is done", async () => {
  const { readBuilds, asked } = watch([[job("running")], [job("succeeded")]]);
  await readBuilds([step]);
  assert.deepEqual(
    (await readBuilds([step])).map(({ kind }) => kind),
    ["built"],
  );
  assert.deepEqual(
    asked.map(({ values }) => values?.[1]),
    [[], ["12"]],
  );
});

test("a paused job ends the wait, with the words that resume it", async () => {
  await assert.rejects(watch([[job("paused")]]).readBuilds([step]), (error: ToolError) => {
    assert.equal(error.code, "build-failed");
    assert.match(error.hint ?? "", /RESUME JOB 12/);
    return true;
  });
});

test("a job that fails while it is waited for is a failure, in its own words", async () => {
  const { readBuilds } = watch([[job("running")], [job("failed", { error: "duplicate key value" })]]);
  await readBuilds([step]);
  await assert.rejects(readBuilds([step]), { code: "build-failed", message: /has failed: duplicate key value/ });
});

test("a job that is being undone is waited for", async () => {
  const [build] = await watch([[job("reverting")]]).readBuilds([step]);
  assert.equal(build?.kind, "building");
});

test("a job that could not be undone is for a person", async () => {
  await assert.rejects(watch([[job("revert-failed")]]).readBuilds([step]), { message: /could not be undone/ });
});

test("a role that may not see jobs hides what is built", async () => {
  const [build] = await watch([{ kind: "refused", code: "42501", message: "no" }]).readBuilds([step]);
  assert.equal(build?.kind, "hidden");
});

test("without statements that start one, nothing is asked", async () => {
  const { readBuilds, asked } = watch([]);
  assert.deepEqual(await readBuilds([]), []);
  assert.equal(asked.length, 0);
});

test("a canceled statement may have left a job where one is of its table, or none can be seen", async () => {
  assert.equal(await watch([[job("succeeded")]]).mayHaveStarted(step), true);
  assert.equal(await watch([[]]).mayHaveStarted(step), false);
  assert.equal(await watch([{ kind: "refused", code: "42501", message: "no" }]).mayHaveStarted(step), true);
});
