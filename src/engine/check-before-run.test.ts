import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { type ErrorCode, ToolError } from "../base/errors.ts";
import { type MemoryRunner, memoryRunner } from "../testing/memory-runner.ts";
import { diedAt, finding, LACK } from "./in-doubt-fixture.test.ts";
import { migrate } from "./migrate.ts";
import { run, TABLE, texts } from "./one-migration-fixture.test.ts";
import type { Inspection, Target } from "./ports.ts";

function failing(code: ErrorCode): (target: Target) => Target {
  return (target) => ({ ...target, inspect: () => Promise.reject(new ToolError(code, "it says why")) });
}

function warnings({ events }: MemoryRunner): readonly string[] {
  return events.flatMap((event) => (event.kind === "warning" ? [event.message] : []));
}

test("a problem ends the run before anything is touched, with what to do; what is only a warning is told", async () => {
  const database = memoryDatabase(["shop"]);
  const single = { name: "replication", verdict: "warning", finding: "one replica", hint: "raise it" } as const;
  const runner = memoryRunner(database, { wrap: finding([LACK, single]) });
  await assert.rejects(run(runner, TABLE), {
    code: "preflight-failed",
    message: "permissions: it needs DROP",
    hint: /^GRANT it\n.*--no-preflight/,
    details: { checks: [LACK] },
  });
  assert.deepEqual([texts(database), warnings(runner)], [[], ["one replica: raise it"]]);
});

test("what is unknown stops nothing, and is no news", async () => {
  const database = memoryDatabase(["shop"]);
  const runner = memoryRunner(database, { wrap: finding([{ ...LACK, verdict: "unknown" }]) });
  await run(runner, TABLE);
  assert.deepEqual([texts(database).length, warnings(runner)], [1, []]);
});

test("that it could not look is told in one warning, and the run goes on", async () => {
  for (const code of ["server-failed", "permission-denied", "connection-failed"] as const) {
    const database = memoryDatabase(["shop"]);
    const runner = memoryRunner(database, { wrap: failing(code) });
    await run(runner, TABLE);
    assert.equal(texts(database).length, 1, code);
    assert.deepEqual(warnings(runner), ["could not look beforehand: it says why"]);
  }
});

test("a server that is not supported stops the run all the same", async () => {
  const database = memoryDatabase(["shop"]);
  const running = run(memoryRunner(database, { wrap: failing("unsupported-server") }), TABLE);
  await assert.rejects(running, { code: "unsupported-server" });
  assert.deepEqual(texts(database), []);
});

test("a bug of ours is none of the world's failures", async () => {
  const wrap = (target: Target): Target => ({ ...target, inspect: () => Promise.reject(new TypeError("a bug")) });
  await assert.rejects(run(memoryRunner(memoryDatabase(["shop"]), { wrap }), TABLE), TypeError);
});

test("Ctrl-C ends a look that takes its time at once: nothing was touched, and the lock is given back", {
  timeout: 10_000,
}, async () => {
  const database = memoryDatabase(["shop"]);
  const stop = new AbortController();
  const wrap = (target: Target): Target => ({
    ...target,
    inspect() {
      setImmediate().then(() => stop.abort());
      return new Promise<Inspection>(() => undefined);
    },
  });
  const { context, ...runner } = memoryRunner(database, { wrap, signal: stop.signal });
  await assert.rejects(run({ context, ...runner }, TABLE), { code: "interrupted" });
  assert.deepEqual([texts(database), await context.target.store.readLease()], [[], undefined]);
});

const DROPS = [TABLE, "DROP TABLE t;", "CREATE TYPE a (b int);"];

test("a step in doubt is not looked at, and a problem of what follows a change of the schema is only told", async () => {
  for (const moment of ["before", "after"] as const) {
    const { database, migrations } = await diedAt("DROP", moment, DROPS);
    const asked: string[] = [];
    const runner = memoryRunner(database, { wrap: finding([LACK], asked) });
    await migrate(runner.context, { ...runner.planOptions, migrations });
    assert.deepEqual(asked, ["CREATE TYPE a (b int)"]);
    assert.deepEqual(warnings(runner), ["it needs DROP: GRANT it"]);
    assert.deepEqual(texts(database).length, 3, `killed ${moment} it`);
  }
});

test("after a step in doubt that changes rows alone a problem stops the run", async () => {
  const { database, migrations } = await diedAt("INSERT", "after", [
    TABLE,
    "INSERT INTO t (id) VALUES (1);",
    "DROP TABLE t;",
  ]);
  const { context, planOptions } = memoryRunner(database, { wrap: finding([LACK]) });
  await assert.rejects(migrate(context, { ...planOptions, migrations }), { code: "preflight-failed" });
});

test("when only steps in doubt are left nothing is looked at", async () => {
  const { database, migrations } = await diedAt("DROP", "after", DROPS.slice(0, 2));
  const { context, planOptions } = memoryRunner(database, { wrap: failing("unsupported-server") });
  const { executed } = await migrate(context, { ...planOptions, migrations });
  assert.equal(executed.length, 1);
});
