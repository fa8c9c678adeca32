// What is wrong with the statements of migration files, before anything runs. Pure.
import type { Dialect } from "../dialect/dialect.ts";
import type { Migration } from "../migration/migration.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

export function checkStatements(migrations: readonly Migration[], dialect: Dialect): readonly Diagnostic[] {
  return migrations.flatMap(({ up, down }) => {
    const sides = down === undefined ? [up] : [up, down];
    return sides.flatMap(({ source, span }) => dialect.split(source, span).diagnostics);
  });
}
