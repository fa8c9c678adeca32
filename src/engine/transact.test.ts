import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { memoryRunner } from "../testing/memory-runner.ts";
import { run, TABLE } from "./one-migration-fixture.test.ts";
import type { Target, TransactionEnd } from "./ports.ts";

/** All of a migration is one transaction. */
const DIALECT: Dialect = { ...cqlDialect("cassandra"), transactionsOf: (statements) => statements.map(() => 0) };

const BUSY: TransactionEnd = { kind: "failed", index: 0, message: "a lock is not free", mayPass: true };

test("the statements of a transaction are told as started in front of it, and not again when it is repeated", async () => {
  const told: string[] = [];
  let tries = 0;
  const wrap = (target: Target): Target => {
    const { transactions } = target;
    assert.ok(transactions !== undefined);
    const sent: typeof transactions = {
      ...transactions,
      async run(request) {
        told.push("sent");
        tries += 1;
        return tries === 1 ? BUSY : transactions.run(request);
      },
    };
    return { ...target, transactions: sent };
  };
  const runner = memoryRunner(memoryDatabase(["shop"]), { dialect: DIALECT, wrap });
  const context = { ...runner.context, emit: ({ kind }: { readonly kind: string }) => void told.push(kind) };
  await run({ ...runner, context }, TABLE, "INSERT INTO t (id) VALUES (1);");
  assert.deepEqual(told, [
    "history-created",
    "run-started",
    "migration-started",
    "step-started",
    "step-started",
    "sent",
    "transaction-repeated",
    "sent",
    "step-finished",
    "step-finished",
    "migration-finished",
  ]);
});
