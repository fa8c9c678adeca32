// Turns what a user writes as a target into the migration that is meant. Pure.
import { suggest } from "../base/suggest.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Migration } from "./migration.ts";
import { parseVersion } from "./version.ts";

export type FindResult =
  | { readonly kind: "found"; readonly migration: Migration }
  | { readonly kind: "not-found"; readonly diagnostic: Diagnostic };

/** How many names a message lists. */
const LISTED_COUNT = 5;

/**
 * Finds a migration by its exact version in any spelling ("V001", "1", "20260203_001"), else by a prefix of exactly one
 * file's name. `migrations` are in the order of their versions.
 */
export function findMigration(migrations: readonly Migration[], target: string): FindResult {
  const version = parseVersion(target.replace(/^V/i, ""));
  const exact = migrations.find((migration) => migration.version === version);
  if (exact !== undefined) return { kind: "found", migration: exact };
  const matching = target === "" ? [] : migrations.filter(({ name }) => name.startsWith(target));
  const [only] = matching;
  if (only !== undefined && matching.length === 1) return { kind: "found", migration: only };
  return { kind: "not-found", diagnostic: diagnose(migrations, matching, target) };
}

function diagnose(migrations: readonly Migration[], matching: readonly Migration[], target: string): Diagnostic {
  if (matching.length > 1) {
    return {
      message: `\`${target}\` may be any of ${matching.length} migrations`,
      hint: `write more of the name: ${listOf(matching)}`,
    };
  }
  const message = `no migration is called \`${target}\``;
  if (migrations.length === 0) return { message, hint: "there are no migration files" };
  const near = suggest(
    target,
    migrations.flatMap(({ name, label }) => [name, label]),
  );
  const meant = migrations.find(({ name, label }) => name === near || label === near);
  const hint =
    meant === undefined
      ? `the last ones are ${listOf(migrations.slice(-LISTED_COUNT))}`
      : `did you mean \`${meant.name}\`?`;
  return { message, hint };
}

function listOf(migrations: readonly Migration[]): string {
  const names = migrations.slice(0, LISTED_COUNT).map(({ name }) => `\`${name}\``);
  const rest = migrations.length - names.length;
  return rest === 0 ? names.join(", ") : `${names.join(", ")} and ${rest} more`;
}
