// What becomes of a transaction whose connection is cut: goal is that the target always knows. A proxy cuts before the COMMIT
// reaches the server, or between it and its answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import type { Target } from "../../../src/engine/ports.ts";
import type { NewHistoryEvent } from "../../../src/migration/history.ts";
import { type StatementStep, statementStep } from "../../../src/plan/plan.ts";
import { startCuttingProxy } from "../../postgres/cutting-proxy.ts";
import { type TestDatabase, withDatabase, withPostgres } from "./server.ts";
import { sqlOptions } from "./sql-options.ts";

withPostgres("cut connections", (url) => {
  for (const moment of ["before", "after"] as const) {
    test(`a transaction that is cut ${moment} its COMMIT is ${moment === "before" ? "undone" : "done"}, and known to be`, () =>
      withDatabase(url, (database) =>
        withTarget(database, async ({ target, arm }) => {
          arm("COMMIT", moment);
          const end = await run(target, 1);
          assert.equal(end?.kind, moment === "before" ? "failed" : "done", JSON.stringify(end));
          assert.equal(end?.kind === "failed" && end.mayPass, moment === "before");
          assert.deepEqual(await found(database), moment === "before" ? [0, 0] : [1, 1]);
          assert.equal((await run(target, 2))?.kind, "done");
          assert.deepEqual(await found(database), moment === "before" ? [1, 1] : [2, 2]);
        }),
      ));

    test(`a write of the history that is cut ${moment} it is sent happens once`, () =>
      withDatabase(url, (database) =>
        withTarget(database, async ({ target, arm }) => {
          arm("UPDATE", moment);
          assert.equal(await target.store.write("me", { journal: null, events: [event(1)] }), true);
          assert.equal((await target.store.read())?.events.length, 1);
          assert.equal(await target.store.write("me", { journal: null, events: [event(2)] }), true);
        }),
      ));

    test(`a lease whose request is cut ${moment} it is sent is taken once`, () =>
      withDatabase(url, (database) =>
        withTarget(database, async ({ target, arm }) => {
          await target.store.release("me");
          arm("UPDATE", moment);
          assert.equal(await target.store.acquire({ ...REQUEST, owner: "again", epoch: 1 }), true);
          const { epoch, lease } = (await target.store.read()) ?? {};
          assert.deepEqual([epoch, lease?.owner], [2, "again"]);
          assert.equal(await target.store.write("again", { journal: null, events: [event(1)] }), true);
        }),
      ));
  }
});

const REQUEST = {
  owner: "me",
  holder: { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 },
  epoch: 0,
  ttlMs: 30_000,
} as const;

interface World {
  readonly target: Target;
  readonly arm: (text: string, moment: "before" | "after") => void;
}

async function withTarget(database: TestDatabase, use: (world: World) => Promise<void>): Promise<void> {
  const proxy = await startCuttingProxy(database.url);
  const target = await openSqlTarget(sqlOptions(proxy.url), "postgres");
  try {
    await target.initialize({ createScope: false });
    assert.equal(await target.store.acquire(REQUEST), true);
    await use({ target, arm: proxy.arm });
    assert.equal(proxy.cutCount, 1);
  } finally {
    await target.close();
    await proxy.close();
  }
}

function run(target: Target, seq: number): ReturnType<NonNullable<Target["transactions"]>["run"]> | undefined {
  return target.transactions?.run({ steps: [step(seq)], owner: "me", change: { journal: null, events: [event(seq)] } });
}

function step(seq: number): StatementStep {
  const facts = { kind: "create-table", effect: "schema", onRetry: "ask" } as const;
  const place = { index: 0, keyspace: "public", file: "x.sql", line: 1 };
  return statementStep(`CREATE TABLE t${seq} (id int)`, facts, place);
}

/** Tables and events that are there. */
async function found({ client }: TestDatabase): Promise<readonly number[]> {
  const text = `SELECT (SELECT count(*)::int4 FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^t[0-9]') AS tables,
    (SELECT count(*)::int4 FROM tidemark_history) AS events`;
  const { rows } = await client.query<{ tables: number; events: number }>(text);
  return rows.flatMap(({ tables, events }) => [tables, events]);
}

function event(seq: number): NewHistoryEvent {
  const who = { by: "ann", host: "build-7", tool: "0.0.0", run: "run-1" };
  const what = { kind: "applied", version: String(seq), name: `V${seq}__x.sql`, checksum: "sha256:00" } as const;
  return { seq, ...what, direction: "up", at: 1_790_000_000_000, durationMs: 0, ...who, warnings: [] };
}
