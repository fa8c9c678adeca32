// Transactions on a database in memory: what was done is undone by going back to a copy.
import { assert } from "../../base/assert.ts";
import { classify } from "../../cql/classify.ts";
import type { HistoryChange, OpenTransaction, StepOutcome, TransactionEnd, Transactions } from "../../engine/ports.ts";
import type { NewHistoryEvent } from "../../migration/history.ts";
import { type StatementStep, statementStep } from "../../plan/plan.ts";
import { applyStatement } from "./apply-statement.ts";
import type { MemoryDatabase, MemoryKeyspace } from "./memory-database.ts";
import { writeHeld } from "./memory-store.ts";

/** A double for tests: one at a time, and nobody else does anything while one is open. */
export function memoryTransactions(database: MemoryDatabase, scope: string): Transactions {
  function record(owner: string, change: HistoryChange): boolean {
    // It takes no time.
    const events = change.events?.map((event) => ({ ...event, durationMs: 0 }));
    return writeHeld(database, database.keyspaces.get(scope)?.history, owner, { ...change, events });
  }

  return {
    async run({ steps, owner, change }): Promise<TransactionEnd> {
      const undo = copyOf(database);
      for (const [index, step] of steps.entries()) {
        const message = applyStatement(database, step, {});
        if (message === undefined) continue;
        undo();
        return { kind: "failed", index, message };
      }
      if (record(owner, change)) return { kind: "done", outcomes: steps.map(() => ({ warnings: [], durationMs: 0 })) };
      undo();
      return { kind: "lease-lost" };
    },
    async begin({ keyspace }): Promise<OpenTransaction> {
      // Nobody else sees what it does before it is committed.
      const draft = draftOf(database);
      const sent: StatementStep[] = [];
      let refusal: string | undefined;
      return {
        async send(text, parameters): Promise<StepOutcome> {
          const step = readStep(text, keyspace);
          refusal ??= applyStatement(draft, step, { parameters });
          if (refusal !== undefined) return { kind: "failed", message: refusal };
          sent.push(step);
          return { kind: "done", warnings: [], rows: [] };
        },
        async commit(owner, change) {
          if (refusal !== undefined) return { kind: "failed", index: undefined, message: refusal };
          if (!record(owner, change)) return { kind: "lease-lost" };
          for (const step of sent) applyStatement(database, step, {});
          return { kind: "done", outcomes: [] };
        },
        async rollback() {},
      };
    },
    async amend(owner, seq, warnings) {
      const log = database.keyspaces.get(scope)?.history?.log;
      const text = log?.get(seq);
      assert(log !== undefined && text !== undefined, "an event that is amended was recorded");
      const event: NewHistoryEvent = JSON.parse(text);
      const journal = database.keyspaces.get(scope)?.history?.running;
      const change = { journal: journal === undefined ? null : JSON.parse(journal), events: [{ ...event, warnings }] };
      return record(owner, change);
    },
  };
}

function readStep(text: string, keyspace: string): StatementStep {
  return statementStep(text, classify(text), { index: 0, keyspace, file: "", line: 1 });
}

function draftOf({ keyspaces, ...database }: MemoryDatabase): MemoryDatabase {
  return { ...database, keyspaces: structuredClone(keyspaces), executions: [] };
}

/** @returns what puts everything back as it is now */
function copyOf({ keyspaces, executions }: MemoryDatabase): () => void {
  const copy: ReadonlyMap<string, MemoryKeyspace> = structuredClone(keyspaces);
  const executionCount = executions.length;
  return () => {
    keyspaces.clear();
    for (const [name, keyspace] of copy) keyspaces.set(name, keyspace);
    executions.splice(executionCount);
  };
}
