// Runs that died at a statement, so that the journal has it in doubt, for the tests of what comes next.
import assert from "node:assert/strict";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import type { Migration } from "../migration/migration.ts";
import type { StatementStep } from "../plan/plan.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { migrate } from "./migrate.ts";
import type { Check, Target } from "./ports.ts";

export interface Died {
  readonly database: MemoryDatabase;
  readonly migrations: readonly Migration[];
}

/** A migration of these statements, whose runner was killed at the one that begins so. */
export async function diedAt(
  statement: string,
  moment: "before" | "after",
  statements: readonly string[],
): Promise<Died> {
  const database = memoryDatabase(["shop"]);
  const migrations = migrationsOf({ "V1__t.cql": statements.join("\n") });
  const wrap = (target: Target): Target => ({
    ...target,
    async execute(step, options) {
      if (!step.text.startsWith(statement)) return target.execute(step, options);
      if (moment === "after") await target.execute(step, options);
      throw new Error("killed");
    },
  });
  const { context, planOptions } = memoryRunner(database, { wrap });
  await assert.rejects(migrate(context, { ...planOptions, migrations }), /killed/);
  return { database, migrations };
}

/** A target that finds this, and writes down what it was asked to look at. */
export function finding(checks: readonly Check[], asked: string[] = []): (target: Target) => Target {
  return (target) => ({
    ...target,
    async inspect(steps: readonly StatementStep[]) {
      asked.push(...steps.map(({ text }) => text));
      return { checks, isSuperuser: undefined };
    },
  });
}

export const LACK: Check = { name: "permissions", verdict: "problem", finding: "it needs DROP", hint: "GRANT it" };
