// The driver's classes for values, as migrations in code get them.
import type { MigrationContext } from "../../migration/code-migration.ts";

/** Loads the driver: the copy that also sends what they are made for. */
export async function valueTypes(): Promise<MigrationContext["types"]> {
  // In the bundle of the CLI its names stand in the default export alone.
  const { default: driver } = await import("cassandra-driver");
  return driver.types;
}
