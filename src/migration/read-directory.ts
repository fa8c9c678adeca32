// Reads the migrations of a directory. The file system is touched here only; what it holds is judged by assembleMigrations.
import { type Dirent, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { messageOf } from "../base/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { assembleStepwise, type MigrationsResult } from "./assemble-migrations.ts";
import type { DirectoryFile, FileContent } from "./directory-file.ts";
import { looksLikeMigration } from "./file-name.ts";
import type { Language } from "./language.ts";

/**
 * Reads all migrations of a directory, in the order of their versions. Nothing is thrown for what the directory holds or
 * for a directory that cannot be read: whatever is wrong is a diagnostic, all of them at once, and then nothing may run.
 * Subdirectories are not read; one that holds what looks like a migration is a diagnostic.
 * @param language that of the target; each file's own ending tells when it is left out
 */
export async function readMigrations(directory: string, language?: Language): Promise<MigrationsResult> {
  const listed = await listDirectory(directory);
  if (listed.kind === "unreadable")
    return { migrations: [], diagnostics: [diagnoseDirectory(directory, listed.thrown)] };
  const candidates = listed.entries.filter((entry) => looksLikeMigration(entry.name));
  const folders = listed.entries.filter((entry) => entry.isDirectory() && !looksLikeMigration(entry.name));
  const nested = await findNested(directory, folders);
  const files = await readAll(directory, candidates);
  const { migrations, diagnostics } = await assembleWithPauses(files, language);
  return { migrations, diagnostics: [...diagnostics, ...nested] };
}

/** Files between two looks at what else there is to do: a millisecond or two. */
const FILES_PER_SLICE = 50;

/** Lets the connection to the database, which is made at the same time, get on in between. */
async function assembleWithPauses(
  files: readonly DirectoryFile[],
  language: Language | undefined,
): Promise<MigrationsResult> {
  const work = assembleStepwise(files, language);
  for (let count = 1; ; count += 1) {
    const { done, value } = work.next();
    if (done === true) return value;
    if (count % FILES_PER_SLICE === 0) await setImmediate();
  }
}

type Listing =
  | { readonly kind: "entries"; readonly entries: readonly Dirent[] }
  | { readonly kind: "unreadable"; readonly thrown: unknown };

async function listDirectory(directory: string): Promise<Listing> {
  try {
    return { kind: "entries", entries: sortByName(await readdir(directory, { withFileTypes: true })) };
  } catch (thrown) {
    return { kind: "unreadable", thrown };
  }
}

/** What is in order takes no time to sort later; plain texts are sorted in a fifth of the time that entries take. */
function sortByName(entries: readonly Dirent[]): readonly Dirent[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const sorted: Dirent[] = [];
  for (const name of [...byName.keys()].sort()) {
    const entry = byName.get(name);
    if (entry !== undefined) sorted.push(entry);
  }
  return sorted;
}

/** Blocking, a slice at a time: for thousands of small files a third of the time of reading each through promises. */
async function readAll(directory: string, entries: readonly Dirent[]): Promise<readonly DirectoryFile[]> {
  const files: DirectoryFile[] = [];
  const prefix = join(directory, "x").slice(0, -1);
  for (const entry of entries) {
    const { name } = entry;
    const path = `${prefix}${name}`;
    files.push({ name, path, content: readContent(path, entry) });
    if (files.length % FILES_PER_SLICE === 0) await setImmediate();
  }
  return files;
}

function readContent(path: string, entry: Dirent): FileContent {
  // A pipe would block for ever. A link may lead to a file: mounted configuration is made of links.
  if (!entry.isFile() && !entry.isSymbolicLink()) {
    return {
      kind: "unreadable",
      message: "it looks like a migration and is not a file",
      hint: "rename it, or move it out of the directory",
    };
  }
  try {
    const text = readFileSync(path, "utf8");
    // Either it says so itself, or the bytes are not UTF-8: then they are needed to say where.
    return text.includes("\uFFFD") ? { kind: "bytes", bytes: readFileSync(path) } : { kind: "text", text };
  } catch (thrown) {
    return { kind: "unreadable", message: `the file cannot be read: ${reasonOf(thrown)}` };
  }
}

/** Folders below a migration directory that hold what looks like a migration, at any depth. */
async function findNested(directory: string, folders: readonly Dirent[]): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const folder of folders) {
    if (folder.name.startsWith(".") || folder.name === "node_modules") continue;
    const path = join(directory, folder.name);
    const listed = await listDirectory(path);
    const source = { name: path, text: "" };
    if (listed.kind === "unreadable") {
      diagnostics.push({ message: `the folder cannot be read: ${reasonOf(listed.thrown)}`, source });
      continue;
    }
    const first = listed.entries
      .map((entry) => entry.name)
      .sort()
      .find(looksLikeMigration);
    if (first === undefined)
      diagnostics.push(
        ...(await findNested(
          path,
          listed.entries.filter((entry) => entry.isDirectory()),
        )),
      );
    else {
      const message = `a folder in the migrations directory holds \`${first}\`, and folders are not read`;
      diagnostics.push({
        message,
        hint: "move its files up into the migrations directory, or the folder out of it",
        source,
      });
    }
  }
  return diagnostics;
}

function diagnoseDirectory(directory: string, thrown: unknown): Diagnostic {
  const isMissing = codeOf(thrown) === "ENOENT";
  const message = isMissing
    ? "the migrations directory does not exist"
    : `the migrations directory cannot be read: ${reasonOf(thrown)}`;
  const hint = isMissing
    ? "`tidemark init` and `tidemark new` create it; `migrations.directory` and `--migrations-dir` name another one"
    : "check what `migrations.directory` or `--migrations-dir` names, and who may read it";
  return { message, hint, source: { name: directory, text: "" } };
}

function reasonOf(thrown: unknown): string {
  switch (codeOf(thrown)) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ENOENT":
      return "it is a link that leads nowhere";
    case "EISDIR":
      return "it is a directory";
    case "ENOTDIR":
      return "it is not a directory";
    default:
      return messageOf(thrown);
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
}
