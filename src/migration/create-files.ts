// Writes the files of a new migration into a directory, which is created when it is missing.
import { mkdir, readdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, ToolError } from "../base/errors.ts";
import { type NewFileOptions, planNewFiles } from "./plan-new-file.ts";

/**
 * Creates a migration and returns the paths of its files, the up side first. Overwrites nothing; of a pair both files are
 * made or none. Throws ToolError `usage` for a description that gives no file name, and `migration-files-invalid` when
 * the directory or a file cannot be written.
 */
export async function createMigrationFiles(directory: string, options: NewFileOptions): Promise<readonly string[]> {
  await makeDirectory(directory);
  const written: string[] = [];
  for (const { path, text } of await planMigrationFiles(directory, options)) {
    try {
      await attempt(`\`${path}\` cannot be written`, () => writeFile(path, text, { flag: "wx" }));
    } catch (thrown) {
      await Promise.all(written.map((other) => unlink(other)));
      throw thrown;
    }
    written.push(path);
  }
  return written;
}

/** @throws ToolError "migration-files-invalid" */
export async function makeDirectory(directory: string): Promise<void> {
  await attempt(cannotBeUsed(directory), () => mkdir(directory, { recursive: true }));
}

export interface PlannedPath {
  readonly path: string;
  readonly text: string;
}

/** What `createMigrationFiles` would write; throws what it would throw. A directory that is missing is an empty one. */
export async function planMigrationFiles(directory: string, options: NewFileOptions): Promise<readonly PlannedPath[]> {
  const planned = planNewFiles(await attempt(cannotBeUsed(directory), () => namesIn(directory)), options);
  if (planned.kind === "refused")
    throw new ToolError("usage", planned.diagnostic.message, { hint: planned.diagnostic.hint });
  return planned.files.map(({ name, text }) => ({ path: join(directory, name), text }));
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return [];
    throw thrown;
  }
}

function cannotBeUsed(directory: string): string {
  return `the migrations directory \`${directory}\` cannot be used`;
}

async function attempt<Result>(failure: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new ToolError("migration-files-invalid", `${failure}: ${messageOf(cause)}`, { cause });
  }
}
