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
  const existing = await attempt(`the migrations directory \`${directory}\` cannot be used`, async () => {
    await mkdir(directory, { recursive: true });
    return readdir(directory);
  });
  const planned = planNewFiles(existing, options);
  if (planned.kind === "refused")
    throw new ToolError("usage", planned.diagnostic.message, { hint: planned.diagnostic.hint });
  const written: string[] = [];
  for (const { name, text } of planned.files) {
    const path = join(directory, name);
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

async function attempt<Result>(failure: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new ToolError("migration-files-invalid", `${failure}: ${messageOf(cause)}`, { cause });
  }
}
