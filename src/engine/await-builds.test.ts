import assert from "node:assert/strict";
import { test } from "node:test";
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

interface Started {
  readonly ended: ReturnType<typeof awaitBuilds>;
  readonly events: readonly EngineEvent[];
  counts(): { readonly looks: number; readonly agreements: number; readonly nowMs: number };
}

/** @param seen what each look finds; the last one again and again */
function start(
  seen: readonly (readonly Build[])[],
  { leavesBuilds = false, abortAt = Number.POSITIVE_INFINITY } = {},
): Started {
  const events: EngineEvent[] = [];
  const abort = new AbortController();
  let looks = 0;
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
  const emit = (event: EngineEvent): void => void events.push(event);
  const context = { target, runtime, emit, signal: abort.signal, leavesBuilds };
  const agreement = {
    absent: () => [],
    reached: async () => {
      agreements += 1;
    },
  };
  const lease = { assertHeld: () => undefined };
  const ended = awaitBuilds(...([context, lease, [], agreement] as unknown as Options));
  return { ended, events, counts: () => ({ looks, agreements, nowMs }) };
}

test("what is built at once costs one look and no wait", async () => {
  const { ended, events, counts } = start([[BUILT]]);
  assert.deepEqual(await ended, { left: [], warnings: [] });
  assert.deepEqual([counts().looks, counts().nowMs, events.length], [1, 0, 0]);
});

test("it is waited for until all nodes have built it, and that is told every few seconds", async () => {
  const { ended, events, counts } = start([...Array.from({ length: 14 }, () => [BUILDING]), [BUILT]]);
  assert.deepEqual(await ended, { left: [], warnings: [] });
  assert.ok(events.length > 0 && events.length <= counts().nowMs / 2_000 + 1);
  assert.ok(events.every(({ kind }) => kind === "waiting-for-builds"));
});

test("who leaves builds looks once, and is told what is left", async () => {
  const { ended, counts } = start([[BUILDING]], { leavesBuilds: true });
  assert.deepEqual((await ended).left, [BUILDING]);
  assert.equal(counts().looks, 1);
});

test("an interruption ends the wait", async () => {
  const { ended, counts } = start([[BUILDING]], { abortAt: 3 });
  assert.deepEqual((await ended).left, [BUILDING]);
  assert.equal(counts().looks, 3);
});

test("a build on which no node works is an error after six minutes", async () => {
  const { ended, counts } = start([[{ ...BUILDING, isAtWork: false }]]);
  await assert.rejects(ended, { code: "build-failed", message: /by_email is not built on a, b, and no node/ });
  assert.ok(counts().nowMs > 360_000 && counts().nowMs < 370_000, `${counts().nowMs} ms`);
});

test("a build that stands still for five minutes and goes on is none", async () => {
  const idle = Array.from({ length: 95 }, () => [{ ...BUILDING, isAtWork: false }]);
  const { ended, counts } = start([...idle, [BUILDING], ...idle, [BUILT]]);
  assert.deepEqual((await ended).left, []);
  assert.ok(counts().nowMs > 500_000);
});

test("where the server does not show whether it works, the wait goes on", async () => {
  const dark: BuildUnderWay = { ...BUILDING, isAtWork: undefined, share: undefined };
  const { ended, counts } = start([...Array.from({ length: 300 }, () => [dark]), [BUILT]]);
  assert.deepEqual((await ended).left, []);
  assert.ok(counts().nowMs > 600_000);
});

test("while a node does not answer, agreement is asked whether it is there at all", async () => {
  const silent: BuildUnderWay = { ...BUILDING, nodes: ["a"], silent: [{ address: "b", problem: "did not answer" }] };
  const { ended, counts } = start([...Array.from({ length: 20 }, () => [silent]), [BUILT]]);
  await ended;
  assert.ok(counts().agreements > 0);
});

test("a node that agrees and never answers this question is no reason to wait for ever", async () => {
  const { ended } = start([[{ ...BUILDING, nodes: [], silent: [{ address: "b", problem: "did not answer" }] }]]);
  await assert.rejects(ended, { code: "build-failed", message: /is not built on b \(did not answer\)/ });
});

test("what may not be seen is not waited for, and the history gets the reason", async () => {
  const hidden: Build = { kind: "hidden", object: "index shop.by_email", reason: "no permission" };
  const { ended, counts } = start([[hidden]]);
  const { warnings } = await ended;
  assert.deepEqual(warnings, [
    "whether index shop.by_email is built cannot be seen, and was not waited for: no permission",
  ]);
  assert.equal(counts().looks, 1);
});

test("what somebody removes meanwhile is worth a word in the history", async () => {
  const { ended } = start([[BUILDING], []]);
  assert.deepEqual((await ended).warnings, ["index shop.by_email was removed while it was being built"]);
});

test("a build is described by its object, where it is open, and how far it is", () => {
  assert.equal(describeBuild(BUILDING), "index shop.by_email on 2 nodes (task under way: 50 %)");
  assert.equal(describeBuild({ ...BUILDING, nodes: ["a"], share: undefined }), "index shop.by_email on a");
  const idle = { ...BUILDING, share: undefined, isAtWork: false };
  assert.equal(describeBuild(idle), "index shop.by_email on 2 nodes (no node works on it now)");
});
