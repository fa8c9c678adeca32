import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeRuntime } from "./node-runtime.ts";

const runtime = nodeRuntime("1.2.3");

test("a sleep is cut short by its signal, not failed by it", async () => {
  const stop = new AbortController();
  const startedMs = runtime.monotonicMs();
  const sleeping = runtime.sleep(60_000, stop.signal);
  stop.abort();
  await sleeping;
  await runtime.sleep(60_000, stop.signal);
  assert.ok(runtime.monotonicMs() - startedMs < 5_000);
});

test("a sleep lasts as long as asked", async () => {
  const startedMs = runtime.monotonicMs();
  await runtime.sleep(20);
  assert.ok(runtime.monotonicMs() - startedMs >= 19);
});

test("two ids are never the same", () => {
  assert.notEqual(runtime.randomId(), runtime.randomId());
});

test("the machine says who and where it is", () => {
  assert.equal(runtime.toolVersion, "1.2.3");
  assert.equal(runtime.pid, process.pid);
  assert.ok(runtime.user.length > 0 && runtime.host.length > 0);
});
