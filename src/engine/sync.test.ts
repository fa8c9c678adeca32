import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEffect, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { DiagnosticsError } from "../text/diagnostics-error.ts";
import { HistoryError } from "./disagreement.ts";
import { migrate } from "./migrate.ts";
import type { StepOutcome, Target } from "./ports.ts";
import { previewSync } from "./sync.ts";
import { declaring, syncOn } from "./sync-fixture.test.ts";

const TABLE = "CREATE TABLE t (k int PRIMARY KEY, a int);";
const INDEXED = `${TABLE} CREATE INDEX ON t (a);`;

/** Fails when the history or the lease is asked for anything. */
function withoutStore(target: Target): Target {
  const store = new Proxy(target.store, {
    get: (_store, name) => assert.fail(`asked the history for ${String(name)}`),
  });
  return { ...target, store };
}

test("sync carries the statements out in order and tells of each, and a second one has none", async () => {
  const database = memoryDatabase(["shop"]);
  const { statements, events } = await syncOn(database, INDEXED);
  assert.deepEqual(
    statements.map((text) => text.slice(0, 25)),
    ["CREATE TABLE IF NOT EXIST", "CREATE INDEX IF NOT EXIST"],
  );
  assert.deepEqual(
    events.flatMap((event) => (event.kind === "step-finished" ? [`${event.step.file}:${event.step.line}`] : [])),
    ["models.ts:1", "models.ts:1"],
  );
  assert.deepEqual((await syncOn(database, INDEXED)).statements, []);
});

test("where nothing differs, neither the history nor the lease is looked at", async () => {
  const database = memoryDatabase(["shop"]);
  await syncOn(database, INDEXED);
  const { statements } = await syncOn(database, INDEXED, { wrap: withoutStore });
  assert.deepEqual(statements, []);
});

test("a preview says the statements, sends nothing and makes no history", async () => {
  const database = memoryDatabase(["shop"]);
  const { context } = memoryRunner(database);
  const { statements } = await previewSync(context, await declaring(INDEXED));
  assert.equal(statements.length, 2);
  assert.deepEqual(database.executions, []);
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("drift is told, and is in the result", async () => {
  const database = memoryDatabase(["shop"]);
  await syncOn(database, "CREATE TABLE t (k int PRIMARY KEY, a int, note text);");
  const { drift, events } = await syncOn(database, TABLE);
  assert.deepEqual(
    drift.map(({ kind, object, description }) => [kind, object, description]),
    [["add-column", "table shop.t", "column note text only live"]],
  );
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ["drift-found"],
  );
});

test("what is refused is said at once, with its place and the way, and nothing is sent", async () => {
  const database = memoryDatabase(["shop"]);
  await syncOn(database, `${INDEXED} CREATE TABLE ss (k int PRIMARY KEY);`);
  const before = describeEffect(database);
  const declared =
    "CREATE TABLE t (k int PRIMARY KEY, a text, b int); CREATE INDEX ON t (a); CREATE TABLE ss (k text PRIMARY KEY);";
  await assert.rejects(syncOn(database, declared), (error) => {
    assert.ok(error instanceof DiagnosticsError);
    assert.equal(error.code, "sync-refused");
    assert.equal(error.message, "sync cannot make 2 differences in place");
    assert.deepEqual(
      error.diagnostics.map(({ message }) => message.split(":")[0]),
      ["table shop.ss", "table shop.t"],
    );
    for (const { hint } of error.diagnostics) assert.match(hint ?? "", /tidemark generate NAME/);
    return true;
  });
  assert.deepEqual(describeEffect(database), before);
});

test("a migration that stopped half way comes first, for a preview, too", async () => {
  const database = memoryDatabase(["shop"]);
  const files = { "V1__a.cql": "CREATE TABLE a (k int PRIMARY KEY);\nCREATE TABLE a (k int PRIMARY KEY);" };
  const { context, planOptions } = memoryRunner(database);
  await assert.rejects(migrate(context, { ...planOptions, migrations: migrationsOf(files) }), { code: "step-failed" });
  const declared = await declaring(TABLE);
  for (const refused of [syncOn(database, TABLE), previewSync(context, declared)]) {
    await assert.rejects(refused, (error) => {
      assert.ok(error instanceof HistoryError);
      assert.match(error.message, /V1__a\.cql is half applied/);
      assert.match(error.hint ?? "", /tidemark migrate/);
      return true;
    });
  }
});

test("a preview beside a migration that is under way says what would be left to do", async () => {
  const database = memoryDatabase(["shop"]);
  const files = { "V1__a.cql": "CREATE TABLE a (k int PRIMARY KEY);" };
  let previewed: Promise<readonly string[]> | undefined;
  const wrap = (target: Target): Target => ({
    ...target,
    async execute(step, options) {
      const { context } = memoryRunner(database, { name: "other" });
      previewed = previewSync(context, await declaring(TABLE)).then(({ statements }) => statements);
      await previewed;
      return target.execute(step, options);
    },
  });
  const { context, planOptions } = memoryRunner(database, { wrap });
  await migrate(context, { ...planOptions, migrations: migrationsOf(files) });
  assert.equal((await previewed)?.length, 1);
});

test("of two that run at once one does it, and the other waits for it and finds nothing to do", async () => {
  const database = memoryDatabase(["shop"], { buildMs: 20_000 });
  const runs = ["one", "two", "three"].map((name) => {
    // All see that something is to be done before one of them takes the lease.
    const wrap = (target: Target): Target => ({
      ...target,
      execute: async (step, options) => {
        await database.clock.sleep(1_000);
        return target.execute(step, options);
      },
    });
    return syncOn(database, INDEXED, { name, wrap }).then((synced) => ({ ...synced, endedMs: database.clock.nowMs() }));
  });
  const results = await Promise.all(runs);
  assert.deepEqual(results.map(({ statements }) => statements.length).sort(), [0, 0, 2]);
  assert.equal(database.executions.length, 2);
  const endedMs = Math.max(...results.map((each) => each.endedMs));
  assert.ok(
    results.every((each) => endedMs - each.endedMs < 2_000),
    "nobody ends before the index is built",
  );
});

test("an index that is still being built is waited for, unless it is to be left", async () => {
  const waiting = memoryDatabase(["shop"], { buildMs: 30_000 });
  const startedMs = waiting.clock.nowMs();
  const { events } = await syncOn(waiting, INDEXED);
  assert.ok(waiting.clock.nowMs() - startedMs >= 30_000);
  assert.ok(events.some(({ kind }) => kind === "waiting-for-builds"));
  const leaving = await syncOn(memoryDatabase(["shop"], { buildMs: 30_000 }), INDEXED, { leavesBuilds: true });
  assert.ok(leaving.events.some(({ kind }) => kind === "builds-left"));
});

test("a statement that the server refuses says which model it comes from, and the next run does what is left", async () => {
  const database = memoryDatabase(["shop"]);
  const wrap = (target: Target): Target => ({
    ...target,
    async execute(step, options): Promise<StepOutcome> {
      if (step.statementKind === "create-index") return { kind: "failed", message: "no more indexes" };
      return target.execute(step, options);
    },
  });
  await assert.rejects(syncOn(database, INDEXED, { wrap }), {
    code: "step-failed",
    message: "models.ts:1: statement 2 (CREATE INDEX t_a_idx) failed: no more indexes",
    hint: /run sync again/,
  });
  const { statements } = await syncOn(database, INDEXED);
  assert.deepEqual(statements, ["CREATE INDEX IF NOT EXISTS t_a_idx ON shop.t (a)"]);
});

test("a statement without an answer is looked after", async () => {
  const database = memoryDatabase(["shop"]);
  let isLost = false;
  const wrap = (target: Target): Target => ({
    ...target,
    async execute(step, options): Promise<StepOutcome> {
      const outcome = await target.execute(step, options);
      if (isLost) return outcome;
      isLost = true;
      return { kind: "unknown", message: "no answer in time" };
    },
  });
  const { statements, events } = await syncOn(database, TABLE, { wrap });
  assert.equal(statements.length, 1);
  assert.equal(database.executions.length, 1);
  assert.ok(events.some(({ kind }) => kind === "step-found-done"));
});

test("an index that another run has left is waited for, unless it is to be left", async () => {
  const database = memoryDatabase(["shop"], { buildMs: 60_000 });
  await syncOn(database, INDEXED, { leavesBuilds: true });
  const beganMs = database.clock.nowMs();
  const left = await syncOn(database, INDEXED, { leavesBuilds: true });
  assert.deepEqual([left.statements, database.clock.nowMs() - beganMs < 1_000], [[], true]);
  assert.ok(left.events.some(({ kind }) => kind === "builds-left"));
  await syncOn(database, INDEXED);
  assert.ok(database.clock.nowMs() - beganMs > 50_000);
});
