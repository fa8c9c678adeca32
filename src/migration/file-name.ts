// Turns the name of a file into what it says about a migration. Pure: the name alone decides.
import { explainFileName } from "./explain-file-name.ts";
import { parseVersion } from "./version.ts";

/** "letter": `V1__x.cql`, `U1__undo_x.cql`; "digits": `1_x.sql`; "suffix": `1_x.up.cql`, `1_x.down.cql`. Pairs share version and style. */
export type NameStyle = "letter" | "digits" | "suffix";

export interface MigrationFileName {
  readonly kind: "migration";
  readonly style: NameStyle;
  readonly side: "up" | "down";
  /** Canonical. */
  readonly version: string;
  /** The version as it is written. */
  readonly label: string;
  /** Words with single spaces between them. */
  readonly description: string;
}

export interface CodeFileName {
  readonly kind: "code";
  readonly version: string;
  readonly label: string;
  readonly description: string;
}

/** A name that looks like a migration and fits no format. */
export interface MisnamedFile {
  readonly kind: "misnamed";
  /** The reason. */
  readonly message: string;
  readonly hint: string;
}

/** "other": no migration, and nobody would take it for one. */
export type FileName = MigrationFileName | CodeFileName | MisnamedFile | { readonly kind: "other" };

const LETTER_STEM = /^([VU])([0-9]+(?:[._][0-9]+)*)__(.*)$/s;
// Eight digits, an underscore and three digits are one version; without a description they must not read as version and description.
const DIGITS_STEM = /^([0-9]{8}_[0-9]{3}|(?![0-9]{8}_[0-9]{3}(?:_|$))[0-9]+)_(.*)$/s;
const SUFFIX = /^(.*)\.(up|down)$/is;
const CODE_NAME = /^([0-9]{8}_[0-9]{3})_(.+)\.(?:ts|mts|js|mjs)$/s;

/** Reads the name of a file, without its directory. Never silent about a name that looks like a migration. */
export function parseFileName(name: string): FileName {
  const parsed = parseTextName(name) ?? parseCodeName(name);
  if (parsed !== undefined) return parsed;
  if (!looksLikeMigration(name)) return { kind: "other" };
  return { kind: "misnamed", ...explainFileName(name, (candidate) => parseTextName(candidate) !== undefined) };
}

/** Whether a person would take a file of this name for a migration. Hidden files and backups of editors are none. */
export function looksLikeMigration(name: string): boolean {
  if (name.startsWith(".")) return false;
  if (/\.(?:cql|sql)(?:\.txt)?$/i.test(name)) return true;
  if (/^[VU][0-9][^.]*__[^.~]*$/i.test(name)) return true; // the ending was forgotten
  return /^V?[0-9].*\.(?:ts|mts|js|mjs)$/is.test(name) && !/\.(?:d|test|spec)\.[a-z]+$/i.test(name);
}

function parseTextName(name: string): MigrationFileName | undefined {
  const isText = name.endsWith(".sql") || name.endsWith(".cql");
  if (!isText || name.startsWith(".")) return undefined;
  const stem = name.slice(0, -".sql".length);
  const suffix = SUFFIX.exec(stem);
  const letter = LETTER_STEM.exec(stem);
  if (letter !== null) {
    // `V1__x.down.cql` would run as "up" if the suffix were taken for a part of the description.
    return suffix === null ? nameOf("letter", letter[1] === "U" ? "down" : "up", letter[2], letter[3]) : undefined;
  }
  if (suffix !== null && suffix[2] !== "up" && suffix[2] !== "down") return undefined; // `.DOWN` is no part of a description either
  const digits = DIGITS_STEM.exec(suffix?.[1] ?? stem);
  if (digits === null) return undefined;
  if (suffix === null) return nameOf("digits", "up", digits[1], digits[2]);
  return nameOf("suffix", suffix[2] === "down" ? "down" : "up", digits[1], digits[2]);
}

function nameOf(style: NameStyle, side: "up" | "down", label = "", words = ""): MigrationFileName | undefined {
  const version = parseVersion(label);
  const description = describe(words);
  if (version === undefined || description === "") return undefined;
  return { kind: "migration", style, side, version, label, description };
}

function parseCodeName(name: string): CodeFileName | undefined {
  if (!looksLikeMigration(name)) return undefined;
  const [, label = "", words = ""] = CODE_NAME.exec(name) ?? [];
  const version = parseVersion(label);
  return version === undefined ? undefined : { kind: "code", version, label, description: describe(words) };
}

function describe(words: string): string {
  return words.replace(/[_\s]+/g, " ").trim();
}
