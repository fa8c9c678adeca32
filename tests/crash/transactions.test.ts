// Goal: the same as for statements that are sent one by one, where the database has transactions: in memory, so that every call
// of the ports is tried; real servers are killed and cut off in tests/integration/postgres.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MemoryDatabase } from "../../src/adapters/memory/memory-database.ts";
import { ToolError } from "../../src/base/errors.ts";
import { cqlDialect } from "../../src/dialect/cql-dialect.ts";
import type { Dialect } from "../../src/dialect/dialect.ts";
import type { Target, TransactionEnd } from "../../src/engine/ports.ts";
import { memoryRunner } from "../../src/testing/memory-runner.ts";
import { aroundEveryCall, type DeathPoint, mortality } from "./dying-target.ts";
import { mulberry } from "./mulberry.ts";
import { assertAsUndisturbed, type Command, freshDatabase, migratedDatabase, runCommand, takeUp } from "./story.ts";

const WHENS = ["before", "after"] as const;
const CALLS_MAX = 400;

/** Whatever stands alone in its database parts the transactions around it. */
const DIALECTS: Readonly<Record<string, Dialect>> = {
  "all but indexes in transactions": withTransactions((kind) => kind.endsWith("-index")),
  "only data in transactions": withTransactions((kind) => !["insert", "update", "delete", "batch"].includes(kind)),
};

function withTransactions(isAlone: (kind: string) => boolean): Dialect {
  return {
    ...cqlDialect("cassandra"),
    transactionsOf(statements) {
      let number = 0;
      return statements.map(({ facts }) => {
        if (!isAlone(facts.kind)) return number;
        number += 1;
        return undefined;
      });
    },
  };
}

for (const [name, dialect] of Object.entries(DIALECTS)) {
  const worlds: Readonly<Record<Command, () => Promise<MemoryDatabase>>> = {
    migrate: async () => freshDatabase(),
    rollback: () => migratedDatabase({ dialect }),
  };

  async function runUndisturbed(command: Command): Promise<MemoryDatabase> {
    const database = await worlds[command]();
    await runCommand(command, memoryRunner(database, { dialect }));
    return database;
  }

  /** @returns whether it died */
  async function runAndDie(command: Command, database: MemoryDatabase, death: DeathPoint): Promise<boolean> {
    const { wrap, isDead } = mortality(death);
    try {
      await runCommand(command, memoryRunner(database, { name: "victim", wrap, dialect }));
    } catch (error) {
      if (!isDead()) throw error;
    }
    return isDead();
  }

  async function countCalls(command: Command): Promise<number> {
    const { wrap, callCount } = mortality({ call: CALLS_MAX, when: "before" });
    await runCommand(command, memoryRunner(await worlds[command](), { wrap, dialect }));
    const count = callCount();
    assert.ok(count > 10 && count < CALLS_MAX, `${count} calls`);
    return count;
  }

  for (const command of ["migrate", "rollback"] as const) {
    test(`${name}: ${command} makes what it makes statement by statement`, async () => {
      const plain = command === "migrate" ? freshDatabase() : await migratedDatabase();
      await runCommand(command, memoryRunner(plain));
      await assertAsUndisturbed(await runUndisturbed(command), plain);
    });

    for (const when of WHENS) {
      test(`${name}: ${command} that dies ${when} any call is taken up by the next`, async () => {
        const undisturbed = await runUndisturbed(command);
        const count = await countCalls(command);
        for (let call = 1; call <= count; call += 1) {
          const database = await worlds[command]();
          assert.ok(await runAndDie(command, database, { call, when }), `dies ${when} call ${call}`);
          await takeUp(command, database, { dialect });
          await assertAsUndisturbed(database, undisturbed);
        }
      });
    }

    test(`${name}: ${command} that dies again and again is finished by the last`, async () => {
      const undisturbed = await runUndisturbed(command);
      for (let seed = 1; seed <= 60; seed += 1) {
        const random = mulberry(seed);
        const database = await worlds[command]();
        for (let deaths = 0; deaths < 4; deaths += 1) {
          const call = 1 + Math.floor(random() * 15);
          await runAndDie(command, database, { call, when: random() < 0.5 ? "before" : "after" }).catch(
            (error: unknown) => assert.ok(error instanceof ToolError, String(error)),
          );
          await database.clock.sleep(31_000);
        }
        await takeUp(command, database, { dialect });
        await assertAsUndisturbed(database, undisturbed);
      }
    });

    test(`${name}: ${command} that is interrupted at any call leaves no doubt and no lease`, async () => {
      const undisturbed = await runUndisturbed(command);
      const count = await countCalls(command);
      for (let stop = 1; stop <= count; stop += 1) {
        const database = await worlds[command]();
        const interrupt = new AbortController();
        let calls = 0;
        const wrap = (target: Target): Target =>
          aroundEveryCall(target, (carryOut) => {
            calls += 1;
            if (calls === stop) interrupt.abort();
            return carryOut();
          });
        const runner = memoryRunner(database, { name: "interrupted", wrap, signal: interrupt.signal, dialect });
        await runCommand(command, runner).catch((error: unknown) => {
          assert.ok(error instanceof ToolError && error.code === "interrupted", String(error));
        });
        await runCommand(command, memoryRunner(database, { name: "next", lockWaitMs: 0, dialect }));
        await assertAsUndisturbed(database, undisturbed);
      }
    });
  }

  test(`${name}: a transaction that the database refuses for a moment is tried again, and says so`, async () => {
    const database = freshDatabase();
    const failure: TransactionEnd = { kind: "failed", index: 0, message: "a lock was not free", mayPass: true };
    const runner = memoryRunner(database, { dialect, wrap: (target) => refuse(target, failure, 3) });
    await runCommand("migrate", runner);
    const repeated = runner.events.filter(({ kind }) => kind === "transaction-repeated");
    assert.equal(repeated.length, 3);
    await assertAsUndisturbed(database, await runUndisturbed("migrate"));
  });

  test(`${name}: one that it refuses for good leaves nothing of itself, and the next run begins there`, async () => {
    const database = freshDatabase();
    const failure: TransactionEnd = { kind: "failed", index: 0, message: "no such column" };
    const runner = memoryRunner(database, { dialect, wrap: (target) => refuse(target, failure, 1) });
    await assert.rejects(runCommand("migrate", runner), /no such column/);
    await runCommand("migrate", memoryRunner(database, { name: "next", dialect }));
    await assertAsUndisturbed(database, await runUndisturbed("migrate"), "any");
  });

  test(`${name}: one whose lease was taken away ends the run with lock-lost`, async () => {
    const database = freshDatabase();
    const runner = memoryRunner(database, { dialect, wrap: (target) => refuse(target, { kind: "lease-lost" }, 1) });
    await assert.rejects(runCommand("migrate", runner), { code: "lock-lost" });
  });
}

/** The first so many transactions end so, and do nothing. */
function refuse(target: Target, end: TransactionEnd, times: number): Target {
  const { transactions } = target;
  assert.ok(transactions !== undefined);
  let left = times;
  return {
    ...target,
    transactions: {
      ...transactions,
      async run(request) {
        left -= 1;
        return left >= 0 ? end : transactions.run(request);
      },
    },
  };
}
