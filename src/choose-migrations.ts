// Which migrations a call is about: those that it names, and those that have changed since a commit.
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { ToolError } from "./base/errors.ts";
import { changedFiles } from "./changed-files.ts";
import { parseFileName } from "./migration/file-name.ts";
import { findMigration } from "./migration/find.ts";
import type { Migration } from "./migration/migration.ts";

export interface Choice {
  /** Versions, beginnings of names, paths of files; undefined: all. */
  readonly named: readonly string[] | undefined;
  /** A commit of git; undefined: changed or not. */
  readonly since: string | undefined;
}

/**
 * Their versions; undefined: all of them. A migration is chosen whole: of two files that belong together one may have changed.
 * @throws ToolError "usage" for what names no migration, and see `changedFiles`
 */
export async function chooseMigrations(
  migrations: readonly Migration[],
  directory: string,
  { named, since }: Choice,
): Promise<ReadonlySet<string> | undefined> {
  const byName = named === undefined || named.length === 0 ? undefined : versionsNamed(migrations, directory, named);
  if (since === undefined) return byName;
  const names = await changedFiles(directory, since);
  const changed = [...names].flatMap((name) => versionOf(name) ?? []);
  return new Set(byName === undefined ? changed : changed.filter((version) => byName.has(version)));
}

function versionsNamed(migrations: readonly Migration[], directory: string, words: readonly string[]): Set<string> {
  return new Set(words.map((word) => (isPath(word) ? ofPath(migrations, directory, word) : ofWord(migrations, word))));
}

function isPath(word: string): boolean {
  return /[/\\]/.test(word) || versionOf(word) !== undefined;
}

function ofPath(migrations: readonly Migration[], directory: string, path: string): string {
  const version = versionOf(basename(path));
  // The name of a file alone may also be meant as one of the directory.
  const isHere = path === basename(path) || realPath(dirname(path)) === realPath(directory);
  if (isHere && version !== undefined && migrations.some((migration) => migration.version === version)) return version;
  throw new ToolError("usage", `\`${path}\` is no migration of \`${directory}\``, {
    hint: "name a version, or a file of the migrations directory",
  });
}

/** Behind links; as it stands where there is nothing. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

function ofWord(migrations: readonly Migration[], word: string): string {
  const found = findMigration(migrations, word);
  if (found.kind === "found") return found.migration.version;
  throw new ToolError("usage", found.diagnostic.message, { hint: found.diagnostic.hint });
}

function versionOf(name: string): string | undefined {
  const parsed = parseFileName(name);
  return parsed.kind === "migration" || parsed.kind === "code" ? parsed.version : undefined;
}
