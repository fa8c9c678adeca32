// What was carried out, as JSON.
import type { ExecutedMigration } from "../engine/execute-plan.ts";

export interface MigrationRecord {
  readonly version: string;
  readonly name: string;
  readonly description: string;
  readonly durationMs: number;
}

export function encodeMigration({ migration, durationMs }: ExecutedMigration): MigrationRecord {
  const { version, name, description } = migration;
  return { version, name, description, durationMs: Math.round(durationMs) };
}
