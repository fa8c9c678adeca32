// A target with the lease taken, and transactions of statements on it.
import assert from "node:assert/strict";
import type { SqlOptions } from "../../../src/adapters/sql/sql-options.ts";
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import type { StepOutcome, Target, TransactionEnd } from "../../../src/engine/ports.ts";
import { type StatementStep, statementStep } from "../../../src/plan/plan.ts";
import { classify } from "../../../src/sql/classify.ts";
import { sqlOptions } from "./sql-options.ts";

export interface Runner {
  readonly target: Target;
  /** One transaction, with its record. */
  run(...texts: readonly string[]): Promise<TransactionEnd>;
  /** One statement by itself. */
  execute(text: string): Promise<StepOutcome>;
  /** A transaction that stays open for each, as for code; committed if all were done. */
  runCode(...texts: readonly string[]): Promise<readonly StepOutcome[]>;
}

export async function withRunner(
  url: string,
  use: (runner: Runner) => Promise<void>,
  options: Partial<Omit<SqlOptions, "url">> = {},
): Promise<void> {
  const target = await openSqlTarget(sqlOptions(url, options), "postgres");
  const { transactions, store } = target;
  assert.ok(transactions !== undefined);
  try {
    await target.initialize({ createScope: true });
    const snapshot = await store.read();
    const holder = { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 };
    assert.ok(await store.acquire({ owner: "one", holder, epoch: snapshot?.epoch ?? 0, ttlMs: 60_000 }));
    await use({
      target,
      run: (...texts) =>
        transactions.run({
          steps: texts.map((text, index) => stepOf(text, index, target.scope)),
          owner: "one",
          change: { journal: null },
        }),
      execute: (text) => target.execute(stepOf(text, 0, target.scope), {}),
      async runCode(...texts) {
        const open = await transactions.begin({ keyspace: target.scope });
        const outcomes: StepOutcome[] = [];
        for (const text of texts) outcomes.push(await open.send(text, []));
        if (outcomes.every(({ kind }) => kind === "done")) {
          assert.equal((await open.commit("one", { journal: null })).kind, "done");
        } else await open.rollback();
        return outcomes;
      },
    });
  } finally {
    await target.close();
  }
}

function stepOf(text: string, index: number, keyspace: string): StatementStep {
  return { ...statementStep(text, classify(text), { index, keyspace, file: "x.sql", line: 1 }), transaction: 0 };
}
