import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../base/errors.ts";
import { awaitBuilds, describeBuild } from "./await-builds.ts";
import type { EngineEvent } from "./event.ts";
import type { Build, BuildUnderWay } from "./ports.ts";

type Options = Parameters<typeof awaitBuilds>;

const BUILDING: BuildUnderWay = {
  kind: "building",
  object: "index shop.by_email",
  nodes: ["a", "b"],
  silent: [],
  isAtWork: true,
  share: 0.5,
};
const BUILT: Build = { kind: "built", object: BUILDING.object };

/** @param seen what each look finds; the last one again and again */
function start(seen: readonly (readonly Build[])[], { leavesBuilds = false, abortAt = Number.POSITIVE_INFINITY } = {}) {
  const events: EngineEvent[] = [];
  const abort = new AbortController();
  let looks = 0;
  let waits = 0;
  let agreements = 0;
  let nowMs = 0;
  const target = {
    readBuilds: async () => {
      looks += 1;
      if (looks >= abortAt) abort.abort();
      return seen[Math.min(looks, seen.length) - 1];
    },
  };
  const runtime = {
    monotonicMs: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const context = {
    target,
    runtime,
    emit: (event: EngineEvent) => events.push(event),
    signal: abort.signal,
    leavesBuilds,
  };
  const agreement = {
    absent: () => [],
    reached: async () => {
      agreements += 1;
    },
  };
  const onWait = async (): Promise<void> => {
    waits += 1;
  };
  const migration = { steps: [{ effect: "schema" }] };
  const lease = { assertHeld: () => undefined };
  const ended = awaitBuilds(...([context, lease, migration, { agreement, onWait }] as unknown as Options));
  return { ended, events, counts: () => ({ looks, waits, agreements, nowMs }) };
}

test("what is built at once costs one look and no wait", async () => {
  const { ended, events, counts } = start([[BUILT]]);
  assert.deepEqual(await ended, []);
  assert.deepEqual([counts().looks, counts().waits, events.length], [1, 0, 0]);
});

test("it is waited for until all nodes have built it, and that is told every few seconds", async () => {
  const { ended, events, counts } = start([...Array.from({ length: 12 }, () => [BUILDING]), [BUILT]]);
  assert.deepEqual(await ended, []);
  assert.equal(counts().waits, 1);
  assert.ok(events.length > 0 && events.length <= counts().nowMs / 2_000 + 1);
  assert.ok(events.every(({ kind }) => kind === "waiting-for-builds"));
});

test("who leaves builds looks once, and is told what is left", async () => {
  const { ended, counts } = start([[BUILDING]], { leavesBuilds: true });
  assert.deepEqual(await ended, [BUILDING]);
  assert.deepEqual([counts().looks, counts().waits], [1, 0]);
});

test("an interruption ends the wait after the journal knows that the statements are done", async () => {
  const { ended, counts } = start([[BUILDING]], { abortAt: 3 });
  assert.deepEqual(await ended, [BUILDING]);
  assert.equal(counts().waits, 1);
});

test("a build on which no node works is an error after a while, and not before", async () => {
  const idle: BuildUnderWay = { ...BUILDING, isAtWork: false };
  const { ended, counts } = start([[idle]]);
  await assert.rejects(
    ended,
    (error) =>
      error instanceof ToolError &&
      error.code === "build-failed" &&
      /by_email is not built on a, b/.test(error.message),
  );
  assert.ok(counts().nowMs > 15_000);
});

test("where the server does not show whether it works, the wait goes on", async () => {
  const dark: BuildUnderWay = { ...BUILDING, isAtWork: undefined, share: undefined };
  const { ended, counts } = start([...Array.from({ length: 60 }, () => [dark]), [BUILT]]);
  assert.deepEqual(await ended, []);
  assert.ok(counts().nowMs > 30_000);
});

test("while a node does not answer, agreement is asked whether it is there at all", async () => {
  const silent: BuildUnderWay = { ...BUILDING, nodes: ["a"], silent: [{ address: "b", problem: "did not answer" }] };
  const { ended, counts } = start([...Array.from({ length: 20 }, () => [silent]), [BUILT]]);
  await ended;
  assert.ok(counts().agreements > 0);
});

test("what may not be seen is told once, with the permission that it takes", async () => {
  const hidden: Build = { kind: "hidden", object: "index shop.by_email", table: 'system."IndexInfo"' };
  const { ended, events } = start([[hidden]]);
  assert.deepEqual(await ended, []);
  assert.equal(events.length, 1);
  assert.ok(events[0]?.kind === "warning" && events[0].message.includes('GRANT SELECT ON system."IndexInfo"'));
});

test("a build is described by its object, where it is open, and how far it is", () => {
  assert.equal(describeBuild(BUILDING), "index shop.by_email on 2 nodes (50 %)");
  assert.equal(describeBuild({ ...BUILDING, nodes: ["a"], share: undefined }), "index shop.by_email on a");
});
