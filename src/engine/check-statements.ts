// What is wrong with the statements of migration files, before anything runs. Pure.
import type { Migration } from "../migration/migration.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { type SplitOptions, splitSide } from "./split-side.ts";

export function checkStatements(migrations: readonly Migration[], options: SplitOptions): readonly Diagnostic[] {
  return migrations.flatMap(({ format, up, down }) => {
    if (format === "code") return [];
    const sides = down === undefined ? [up] : [up, down];
    return sides.flatMap((side) => splitSide(side, options).diagnostics);
  });
}
