// Groups the files of a directory by the version that their names give. Pure: only names are looked at.
import type { Diagnostic } from "../text/diagnostic.ts";
import { type DirectoryFile, diagnoseFile } from "./directory-file.ts";
import { type CodeFileName, type MigrationFileName, parseFileName } from "./file-name.ts";

export interface NamedFile<Name> {
  readonly file: DirectoryFile;
  readonly name: Name;
}

export interface FilesOfVersion {
  readonly version: string;
  /** One, when all is well. */
  readonly ups: readonly NamedFile<MigrationFileName | CodeFileName>[];
  /** At most one that pairs with the up file, when all is well. */
  readonly downs: readonly NamedFile<MigrationFileName>[];
}

export interface GroupedFiles {
  readonly groups: readonly FilesOfVersion[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Files that are no migrations are left out; misnamed ones, and versions whose files do not fit together, are diagnostics. */
export function groupByVersion(files: readonly DirectoryFile[]): GroupedFiles {
  const diagnostics: Diagnostic[] = [];
  const groups = new Map<string, MutableGroup>();
  for (const file of files.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const name = parseFileName(file.name);
    if (name.kind === "other") continue;
    if (name.kind === "misnamed") {
      diagnostics.push(diagnoseFile(file, name.message, name.hint));
      continue;
    }
    let group = groups.get(name.version);
    if (group === undefined) {
      group = { version: name.version, ups: [], downs: [] };
      groups.set(name.version, group);
    }
    if (name.kind === "migration" && name.side === "down") group.downs.push({ file, name });
    else group.ups.push({ file, name });
  }
  for (const group of groups.values()) {
    if (group.ups.length !== 1) diagnostics.push(...diagnoseUps(group));
    if (group.downs.length > 0) diagnostics.push(...diagnoseDowns(group));
  }
  return { groups: [...groups.values()], diagnostics };
}

interface MutableGroup {
  readonly version: string;
  readonly ups: NamedFile<MigrationFileName | CodeFileName>[];
  readonly downs: NamedFile<MigrationFileName>[];
}

function diagnoseUps({ version, ups }: FilesOfVersion): readonly Diagnostic[] {
  const last = ups.at(-1);
  if (last === undefined || ups.length === 1) return [];
  const message = `version ${version} is taken by several files: ${namesOf(ups)}`;
  return [diagnoseFile(last.file, message, "give each of them a version of its own")];
}

function diagnoseDowns({ version, ups, downs }: FilesOfVersion): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const style of ["letter", "suffix"] as const) {
    const ofStyle = downs.filter(({ name }) => name.style === style);
    const last = ofStyle.at(-1);
    if (last === undefined) continue;
    if (ofStyle.length > 1) {
      const message = `version ${version} has several down sides: ${namesOf(ofStyle)}`;
      diagnostics.push(diagnoseFile(last.file, message, "keep one of them"));
    }
    if (ups.some(({ name }) => name.kind === "migration" && name.style === style)) continue;
    const { label } = last.name;
    const expected = style === "letter" ? `V${label}__<description>` : `${label}_<description>.up`;
    const found = ups.length === 0 ? "" : `; ${namesOf(ups)} does not pair with it`;
    const hint = `its up side is a file named \`${expected}.cql\` or \`.sql\``;
    diagnostics.push(diagnoseFile(last.file, `a down side without its up side${found}`, hint));
  }
  return diagnostics;
}

function namesOf(files: readonly NamedFile<unknown>[]): string {
  return files.map(({ file }) => `\`${file.name}\``).join(", ");
}
