// Turns the files of a directory, as names and bytes, into migrations, and everything wrong with them into diagnostics. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { checksumOfSides } from "./checksum-of-sides.ts";
import { checkText, decodeText } from "./decode-text.ts";
import { type DirectoryFile, diagnoseFile } from "./directory-file.ts";
import type { CodeFileName, MigrationFileName } from "./file-name.ts";
import { type FilesOfVersion, groupByVersion, type NamedFile } from "./group-by-version.ts";
import { type Language, languageOf } from "./language.ts";
import { withIgnores } from "./lint-ignores.ts";
import { type Migration, type MigrationFormat, textOfSide } from "./migration.ts";
import { type DownFile, parseDownFile, parseUpFile, type UpFile } from "./parse-file.ts";
import { compareVersions } from "./version.ts";

/** With any diagnostic the migrations are not the whole directory: nothing may run on them. */
export interface MigrationsResult {
  /** In the order of their versions. */
  readonly migrations: readonly Migration[];
  /** In the order of file names and places. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every file that looks like a migration, each on its own, so that one mistake does not hide the next.
 * @param language that of the target; each file's own ending tells when it is left out
 */
export function assembleMigrations(files: readonly DirectoryFile[], language?: Language): MigrationsResult {
  const work = assembleStepwise(files, language);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** The same in small steps, for a caller that has other things to do in between; the last one returns the result. */
export function* assembleStepwise(
  files: readonly DirectoryFile[],
  language?: Language,
): Generator<undefined, MigrationsResult> {
  const { groups, diagnostics: ofNames } = groupByVersion(files);
  const diagnostics = [...ofNames];
  const migrations: Migration[] = [];
  for (const group of groups) {
    const migration = assembleVersion(group, language, diagnostics);
    if (migration !== undefined) migrations.push(migration);
    yield;
  }
  migrations.sort((left, right) => compareVersions(left.version, right.version));
  return { migrations, diagnostics: diagnostics.sort(compareDiagnostics) };
}

interface ParsedFile<Parsed> extends NamedFile<MigrationFileName> {
  readonly parsed: Parsed;
}

/** Nothing when the files of a version do not fit together, which is among the diagnostics already, or cannot be read. */
function assembleVersion(
  { version, ups, downs }: FilesOfVersion,
  language: Language | undefined,
  diagnostics: Diagnostic[],
): Migration | undefined {
  const upFiles: ParsedFile<UpFile>[] = [];
  const modules: Migration[] = [];
  for (const { file, name } of ups) {
    if (name.kind === "code") modules.push(...readModule(version, file, name, diagnostics));
    else upFiles.push(...parse(file, name, language, parseUpFile, diagnostics));
  }
  const downFiles = downs.flatMap(({ file, name }) => parse(file, name, language, parseDownFile, diagnostics));
  const [up] = upFiles;
  if (ups.length > 1) return undefined;
  if (up === undefined) return modules[0];
  const down = downFiles.find(({ name }) => name.style === up.name.style);
  if (down !== undefined && up.parsed.down !== undefined) {
    const message = `version ${version} has two down sides: one below the marker and \`${down.file.name}\``;
    diagnostics.push({ message, hint: "keep one of them", ...up.parsed.down });
  }
  return migrationOf(version, up, down?.parsed);
}

/** The text of a module is its up side, whole; it is not run here, and comments in it direct nothing. */
function readModule(
  version: string,
  file: DirectoryFile,
  { label, description }: CodeFileName,
  diagnostics: Diagnostic[],
): readonly Migration[] {
  const source = readSource(file, diagnostics);
  if (source === undefined) return [];
  return [
    {
      version,
      label,
      name: file.name,
      description,
      format: "code",
      up: { source, span: { start: 0, end: source.text.length } },
      checksum: checksumOfSides(source.text, undefined),
      directives: { allowDestructive: false, transaction: true, lintIgnores: [] },
    },
  ];
}

/** The parsed file, or nothing when it cannot be read. */
function parse<Parsed extends { readonly diagnostics: readonly Diagnostic[] }>(
  file: DirectoryFile,
  name: MigrationFileName,
  language: Language | undefined,
  parseSource: (source: Source, language: Language) => Parsed,
  diagnostics: Diagnostic[],
): readonly ParsedFile<Parsed>[] {
  const source = readSource(file, diagnostics);
  if (source === undefined) return [];
  const parsed = parseSource(source, language ?? languageOf(file.name));
  for (const diagnostic of parsed.diagnostics) diagnostics.push(diagnostic);
  return [{ file, name, parsed }];
}

/** The text, or nothing for a file that cannot be read. */
function readSource(file: DirectoryFile, diagnostics: Diagnostic[]): Source | undefined {
  const { path, content } = file;
  if (content.kind === "unreadable") {
    diagnostics.push(diagnoseFile(file, content.message, content.hint));
    return undefined;
  }
  const decoded = content.kind === "text" ? checkText(path, content.text) : decodeText(path, content.bytes);
  for (const diagnostic of decoded.diagnostics) diagnostics.push(diagnostic);
  return decoded.source;
}

function migrationOf(
  version: string,
  { file, name, parsed }: ParsedFile<UpFile>,
  downFile: DownFile | undefined,
): Migration {
  const down = parsed.down ?? downFile?.down;
  const directives = downFile === undefined ? parsed.directives : withIgnores(parsed.directives, downFile.ignores);
  const downTimeoutMs = downFile?.timeoutMs;
  const migration: Migration = {
    version,
    label: name.label,
    name: file.name,
    description: name.description,
    format: formatOf(name, downFile !== undefined),
    up: parsed.up,
    checksum: checksumOfSides(textOfSide(parsed.up), down && textOfSide(down)),
    directives: downTimeoutMs === undefined ? directives : { ...directives, downTimeoutMs },
  };
  return down === undefined ? migration : { ...migration, down };
}

function formatOf(name: MigrationFileName, hasDownFile: boolean): MigrationFormat {
  if (name.style === "suffix" || hasDownFile) return "paired";
  return name.style === "letter" ? "versioned" : "timestamped";
}

function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  const leftName = left.source?.name ?? "";
  const rightName = right.source?.name ?? "";
  if (leftName !== rightName) return leftName < rightName ? -1 : 1;
  return (left.span?.start ?? 0) - (right.span?.start ?? 0);
}
