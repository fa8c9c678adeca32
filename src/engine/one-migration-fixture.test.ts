// Runs of one migration on a database in memory, for the tests of what carries a plan out.
import type { MemoryDatabase } from "../adapters/memory/memory-database.ts";
import { type MemoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { type MigrateResult, migrate } from "./migrate.ts";
import type { StepOutcome } from "./ports.ts";

export const NO_ANSWER: StepOutcome = { kind: "unknown", message: "no answer in time" };
export const TABLE = "CREATE TABLE t (id int PRIMARY KEY);";

/** `migrate` with these statements as the only migration. */
export function run({ context, planOptions }: MemoryRunner, ...statements: readonly string[]): Promise<MigrateResult> {
  return migrate(context, { ...planOptions, migrations: migrationsOf({ "V1__t.cql": statements.join("\n") }) });
}

/** What was carried out, in order. */
export function texts(database: MemoryDatabase): readonly string[] {
  return database.executions.map(({ text }) => text);
}
