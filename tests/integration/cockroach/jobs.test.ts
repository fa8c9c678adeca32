// Goal: a schema change that goes on as a job behind a lost answer is waited for, with its progress, and what becomes of the job is what
// is said of the step. Method: the proxy cuts the answer and shows jobs; the test does their work.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { JobRow } from "../../cockroach/speak-postgres.ts";
import { atStatement, kindsOf, type Story, withStory } from "../../cockroach/story.ts";
import { withPostgres } from "../postgres/server.ts";

const CREATE_INDEX = "CREATE INDEX a_by_b ON a (b)";
const FILES = { "V1__index.sql": `CREATE TABLE a (id INT8 PRIMARY KEY, b STRING);\n${CREATE_INDEX};\n` };
const ID = "1145445286329516033";

function job({ database }: Story, more: Partial<JobRow>): Partial<JobRow> {
  return { job_id: ID, description: `CREATE INDEX a_by_b ON ${database.name}.public.a (b)`, ...more };
}

/** While the run is on its way. */
async function after(ms: number, work: () => unknown): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await work();
}

withPostgres("jobs on CockroachDB", (url) => {
  const lost = atStatement(CREATE_INDEX, { kind: "cut-before" }, 1);

  test("a job is waited for with its progress, and its effect is found", () =>
    withStory(url, FILES, { choose: atStatement(CREATE_INDEX, { kind: "cut-before" }, 1) }, async (story) => {
      story.proxy.setJobs([job(story, { fraction_completed: 0.25 })]);
      const [{ events, error }] = await Promise.all([
        story.migrate(),
        after(2_500, async () => {
          await story.database.client.query(CREATE_INDEX);
          story.proxy.setJobs([job(story, { status: "succeeded", finished: "2026-01-01T00:00:00Z" })]);
        }),
      ]);
      assert.equal(error, undefined);
      const [waiting] = events.filter((event) => event.kind === "waiting-for-builds");
      const [build] = waiting?.builds ?? [];
      assert.equal(build?.share, 0.25);
      assert.match(build.object, new RegExp(ID));
      assert.ok(kindsOf(events).includes("step-found-done"));
      assert.equal(story.sent().filter((text) => text === CREATE_INDEX).length, 1, "it is not sent again");
    }));

  test("a canceled wait for a job is no failure of the step", () =>
    withStory(
      url,
      FILES,
      {
        choose: atStatement(CREATE_INDEX, {
          ...{ kind: "refuse-after", code: "57014", message: "query execution canceled due to statement timeout" },
        }),
      },
      async (story) => {
        story.proxy.setJobs([job(story, { status: "succeeded", finished: new Date().toISOString() })]);
        const { events, error } = await story.migrate();
        assert.equal(error, undefined);
        assert.ok(kindsOf(events).includes("step-found-done"));
      },
    ));

  test("a schema change that was canceled before it had a job failed, and says so at once", () =>
    withStory(
      url,
      FILES,
      { choose: atStatement(CREATE_INDEX, { kind: "refuse", code: "57014", message: "query execution canceled" }) },
      async (story) => {
        const { error } = await story.migrate();
        assert.equal(error?.code, "step-failed");
        assert.equal(story.sent().filter((text) => text === CREATE_INDEX).length, 1);
      },
    ));

  test("a paused job ends the run with the words that resume it, and the next run waits for it", () =>
    withStory(
      url,
      FILES,
      {
        choose: atStatement(
          CREATE_INDEX,
          { kind: "refuse", code: "XXUUU", message: `job ${ID} was paused before it completed` },
          1,
        ),
      },
      async (story) => {
        story.proxy.setJobs([job(story, { status: "paused" })]);
        const first = await story.migrate();
        assert.equal(first.error?.code, "build-failed");
        assert.match(first.error.hint ?? "", new RegExp(`RESUME JOB ${ID}`));
        story.proxy.setJobs([job(story, { status: "running", fraction_completed: 0.5 })]);
        const [second] = await Promise.all([
          story.migrate(),
          after(1_000, async () => {
            await story.database.client.query(CREATE_INDEX);
            story.proxy.setJobs([job(story, { status: "succeeded", finished: "2026-01-01T00:00:00Z" })]);
          }),
        ]);
        assert.equal(second.error, undefined);
        assert.equal(story.sent().filter((text) => text === CREATE_INDEX).length, 1, "it is not sent again");
      },
    ));

  test("a job that fails while it is waited for ends the run in its own words", () =>
    withStory(url, FILES, { choose: lost }, async (story) => {
      story.proxy.setJobs([job(story, {})]);
      const [{ error }] = await Promise.all([
        story.migrate(),
        after(700, () =>
          story.proxy.setJobs([job(story, { status: "failed", error: "disk full", finished: "2026-01-01T00:00:00Z" })]),
        ),
      ]);
      assert.equal(error?.code, "build-failed");
      assert.match(error.message, /disk full/);
    }));

  test("preflight names jobs that stand in the way", () =>
    withStory(url, FILES, {}, async (story) => {
      story.proxy.setJobs([job(story, { status: "paused" })]);
      const report = await story.look((tidemark) => tidemark.preflight());
      const found = report.checks.filter(({ name }) => name === "jobs");
      assert.match(found.map(({ finding }) => finding).join("\n"), new RegExp(`job ${ID} is paused`));
    }));
});
