import assert from "node:assert/strict";
import { test } from "node:test";
import type { EngineEvent } from "./engine/event.ts";
import { tellEnd } from "./tell-end.ts";

const DONE = { executed: [], current: "3" };

test("what a call came to is its last event", async () => {
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent): void => void events.push(event);
  await tellEnd("migrate", { onEvent }, async () => {
    onEvent({ kind: "warning", message: "on the way" });
    return DONE;
  });
  assert.deepEqual(
    events.map((event) => ({ ...event, durationMs: 0 })),
    [
      { kind: "warning", message: "on the way", durationMs: 0 },
      { kind: "run-finished", operation: "migrate", versions: [], stepCount: 0, current: "3", durationMs: 0 },
    ],
  );
});

test("a failure is told with what was thrown, and thrown", async () => {
  const events: EngineEvent[] = [];
  const failure = new Error("no");
  const ending = tellEnd("rollback", { onEvent: (event) => void events.push(event) }, () => Promise.reject(failure));
  await assert.rejects(ending, failure);
  const [event, ...others] = events;
  assert.deepEqual(others, []);
  assert.ok(event?.kind === "run-failed");
  assert.equal(event.error, failure);
});

test("of sync, the statements are counted", async () => {
  const events: EngineEvent[] = [];
  const run = async (): Promise<{ readonly statements: readonly string[] }> => ({ statements: ["a", "b"] });
  await tellEnd("sync", { onEvent: (event) => void events.push(event) }, run);
  const [event] = events;
  assert.ok(event?.kind === "run-finished");
  assert.equal(event.stepCount, 2);
  assert.equal(event.current, undefined);
});

test("a dry run has no end", async () => {
  await tellEnd("migrate", { dryRun: true, onEvent: () => assert.fail("told") }, async () => DONE);
});
