// Turns the files of a directory, as names and bytes, into migrations, and everything wrong with them into diagnostics. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import { checksumOfSides } from "./checksum-of-sides.ts";
import { type DecodedText, decodeText } from "./decode-text.ts";
import { type CodeFileName, type MigrationFileName, parseFileName } from "./file-name.ts";
import { type Directives, type Migration, type MigrationFormat, textOfSide } from "./migration.ts";
import { type DownFile, parseDownFile, parseUpFile, type UpFile } from "./parse-file.ts";
import { compareVersions } from "./version.ts";

export interface DirectoryFile {
  /** Without its directory. */
  readonly name: string;
  /** As the user would write it, for messages. */
  readonly path: string;
  readonly content: FileContent;
}

export type FileContent =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "unreadable"; readonly message: string; readonly hint?: string };

/** With any diagnostic the migrations are not the whole directory: nothing may run on them. */
export interface MigrationsResult {
  /** In the order of their versions. */
  readonly migrations: readonly Migration[];
  readonly diagnostics: readonly Diagnostic[];
}

interface NamedFile<Name> {
  readonly file: DirectoryFile;
  readonly name: Name;
}

interface FilesOfVersion {
  readonly version: string;
  readonly ups: NamedFile<MigrationFileName | CodeFileName>[];
  readonly downs: NamedFile<MigrationFileName>[];
}

/** Reads every file that looks like a migration, each on its own, so that one mistake does not hide the next. */
export function assembleMigrations(files: readonly DirectoryFile[]): MigrationsResult {
  const diagnostics: Diagnostic[] = [];
  const migrations: Migration[] = [];
  for (const { version, ups, downs } of groupByVersion(files, diagnostics)) {
    const upFiles = ups.flatMap((named) =>
      named.name.kind === "code" ? [] : [readUp(named.file, named.name, diagnostics)],
    );
    const downFiles = downs.map((named) => ({ ...named, parsed: readDown(named.file, diagnostics) }));
    diagnostics.push(...diagnoseVersion(version, ups, downs));
    const [up] = upFiles;
    if (up?.parsed === undefined || upFiles.length > 1) continue;
    const down = downFiles.find((candidate) => candidate.name.style === up.name.style);
    if (down !== undefined && up.parsed.down !== undefined) {
      const message = `version ${version} has two down sides: one below the marker and \`${down.file.name}\``;
      diagnostics.push({ message, hint: "keep one of them", source: up.parsed.up.source, span: up.parsed.down.span });
    }
    migrations.push(migrationOf(version, up.file, up.name, up.parsed, down?.parsed));
  }
  migrations.sort((left, right) => compareVersions(left.version, right.version));
  return { migrations, diagnostics: inOrder(diagnostics) };
}

function groupByVersion(files: readonly DirectoryFile[], diagnostics: Diagnostic[]): Iterable<FilesOfVersion> {
  const groups = new Map<string, FilesOfVersion>();
  for (const file of files.toSorted((left, right) => compareTexts(left.name, right.name))) {
    const name = parseFileName(file.name);
    if (name.kind === "other") continue;
    if (name.kind === "misnamed") {
      diagnostics.push(about(file, name.message, name.hint));
      continue;
    }
    if (name.kind === "code") {
      diagnostics.push(
        about(
          file,
          "code migrations are not supported yet",
          "write it as statements in a `.cql` or `.sql` file, or move it out of the directory",
        ),
      );
    }
    const group = groups.get(name.version) ?? { version: name.version, ups: [], downs: [] };
    groups.set(name.version, group);
    if (name.kind === "migration" && name.side === "down") group.downs.push({ file, name });
    else group.ups.push({ file, name });
  }
  return groups.values();
}

/** What is wrong with the files of one version taken together. */
function diagnoseVersion(
  version: string,
  ups: FilesOfVersion["ups"],
  downs: FilesOfVersion["downs"],
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const last = ups.at(-1);
  if (last !== undefined && ups.length > 1) {
    diagnostics.push(
      about(
        last.file,
        `version ${version} is taken by several files: ${namesOf(ups)}`,
        "give each of them a version of its own",
      ),
    );
  }
  for (const down of downs) {
    const twins = downs.filter(({ name }) => name.style === down.name.style);
    if (twins.length > 1 && twins.at(-1) === down) {
      diagnostics.push(
        about(down.file, `version ${version} has several down sides: ${namesOf(twins)}`, "keep one of them"),
      );
    }
    if (ups.some(({ name }) => name.kind === "migration" && name.style === down.name.style)) continue;
    const expected =
      down.name.style === "letter" ? `V${down.name.label}__<description>` : `${down.name.label}_<description>.up`;
    const found = ups.length === 0 ? "" : `; ${namesOf(ups)} does not pair with it`;
    diagnostics.push(
      about(
        down.file,
        `a down side without its up side${found}`,
        `its up side is a file named \`${expected}.cql\` or \`.sql\``,
      ),
    );
  }
  return diagnostics;
}

function readUp(
  file: DirectoryFile,
  name: MigrationFileName,
  diagnostics: Diagnostic[],
): NamedFile<MigrationFileName> & { readonly parsed: UpFile | undefined } {
  const decoded = readText(file, diagnostics);
  const parsed = decoded && parseUpFile(decoded.source);
  diagnostics.push(...(parsed?.diagnostics ?? []));
  return { file, name, parsed };
}

function readDown(file: DirectoryFile, diagnostics: Diagnostic[]): DownFile | undefined {
  const decoded = readText(file, diagnostics);
  const parsed = decoded && parseDownFile(decoded.source);
  diagnostics.push(...(parsed?.diagnostics ?? []));
  return parsed;
}

function readText(file: DirectoryFile, diagnostics: Diagnostic[]): DecodedText | undefined {
  if (file.content.kind === "unreadable") {
    diagnostics.push(about(file, file.content.message, file.content.hint));
    return undefined;
  }
  const decoded = decodeText(file.path, file.content.bytes);
  diagnostics.push(...decoded.diagnostics);
  return decoded;
}

function migrationOf(
  version: string,
  file: DirectoryFile,
  name: MigrationFileName,
  upFile: UpFile,
  downFile: DownFile | undefined,
): Migration {
  const down = upFile.down ?? downFile?.down;
  const downTimeoutMs = downFile?.timeoutMs;
  const directives: Directives = { ...upFile.directives, ...(downTimeoutMs !== undefined && { downTimeoutMs }) };
  return {
    version,
    label: name.label,
    name: file.name,
    description: name.description,
    format: formatOf(name, downFile !== undefined),
    up: upFile.up,
    ...(down !== undefined && { down }),
    checksum: checksumOfSides(textOfSide(upFile.up), down && textOfSide(down)),
    directives,
  };
}

function formatOf(name: MigrationFileName, hasDownFile: boolean): MigrationFormat {
  if (name.style === "suffix" || hasDownFile) return "paired";
  return name.style === "letter" ? "versioned" : "timestamped";
}

function about(file: DirectoryFile, message: string, hint: string | undefined): Diagnostic {
  return { message, hint, source: { name: file.path, text: "" } };
}

function namesOf(files: readonly NamedFile<unknown>[]): string {
  return files.map(({ file }) => `\`${file.name}\``).join(", ");
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (left, right) =>
      compareTexts(left.source?.name ?? "", right.source?.name ?? "") ||
      (left.span?.start ?? 0) - (right.span?.start ?? 0),
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
