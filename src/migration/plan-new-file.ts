// Turns the names in a directory and a description into the files that `new` writes. Pure: the time is given.
import type { Diagnostic } from "../text/diagnostic.ts";
import { codeTemplate } from "./code-template.ts";
import { parseFileName } from "./file-name.ts";
import { compareVersions } from "./version.ts";

/**
 * "versioned": one file, the next number. "timestamped": one file, the time in UTC as its version. "paired": a file each
 * for up and down, the next number. "code": a module, the day in UTC and the next number of that day.
 */
export type NewFileFormat = "versioned" | "timestamped" | "paired" | "code";

export interface NewFileOptions {
  readonly description: string;
  readonly format: NewFileFormat;
  /** Of statements; code is written in TypeScript. */
  readonly extension: "cql" | "sql";
  /** Milliseconds since 1970; the version of the formats "timestamped" and "code". */
  readonly nowMs: number;
  /** What a single file holds; a template by default. */
  readonly text?: string | undefined;
  /** The statements of a side, in place of a template. */
  readonly up?: string | undefined;
  /** Only beside `up`. */
  readonly down?: string | undefined;
}

export interface NewFile {
  readonly name: string;
  readonly text: string;
}

export type NewFilesResult =
  | { readonly kind: "files"; readonly files: readonly NewFile[] }
  | { readonly kind: "refused"; readonly diagnostic: Diagnostic };

/** File systems allow names of 255 bytes; the version and the ending need some of them. */
const DESCRIPTION_BYTES_MAX = 180;
const DEFAULT_DIGITS = 3;

const UP_TEXT = "-- What this changes, and why.\n\n";
const DOWN_TEXT = "-- How to undo it. Without a statement here it cannot be rolled back.\n\n";

/**
 * `existing` are the names of all files in the directory. The next number follows the highest version there and is
 * padded as that one is, to three digits in an empty directory. Where the highest is a day and a number, the next one is too.
 */
export function planNewFiles(existing: readonly string[], options: NewFileOptions): NewFilesResult {
  const words = fileNameOf(options.description);
  const problem = problemOf(words, options.description) ?? problemOfTexts(options);
  if (problem !== undefined) return { kind: "refused", diagnostic: problem };
  const versions = versionsOf(existing);
  const { extension } = options;
  switch (options.format) {
    case "versioned": {
      const name = `V${nextNumber(versions, options.nowMs)}__${words}.${extension}`;
      return { kind: "files", files: [{ name, text: options.text ?? textOfBoth(options) }] };
    }
    case "timestamped": {
      const name = `${freeTimestamp(versions, options.nowMs)}_${words}.${extension}`;
      return { kind: "files", files: [{ name, text: textOfBoth(options) }] };
    }
    case "paired": {
      const number = nextNumber(versions, options.nowMs);
      const up = { name: `V${number}__${words}.${extension}`, text: ended(options.up) ?? UP_TEXT };
      const down = { name: `U${number}__undo_${words}.${extension}`, text: ended(options.down) ?? DOWN_TEXT };
      // Whoever gives an up side only has said that there is no way back.
      const isOneWay = options.up !== undefined && options.down === undefined;
      return { kind: "files", files: isOneWay ? [up] : [up, down] };
    }
    case "code": {
      const dated = nextOfDay(highestOf(versions), options.nowMs);
      if (dated === undefined) return { kind: "refused", diagnostic: describeAboveDays(highestOf(versions)) };
      const description = words.replaceAll("_", " ");
      return {
        kind: "files",
        files: [{ name: `${dated}_${words}.ts`, text: options.text ?? codeTemplate(description, extension) }],
      };
    }
  }
}

/** "Add users' e-mail!" is add_users_e_mail. Letters and digits of every script stay, in their composed form; the rest is `_`. */
function fileNameOf(description: string): string {
  return description
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}

function problemOf(words: string, description: string): Diagnostic | undefined {
  if (words === "") {
    return {
      message: `\`${description}\` has no letter or digit to name a file after`,
      hint: "describe the change, as in `tidemark new add_email`",
    };
  }
  if (Buffer.byteLength(words) > DESCRIPTION_BYTES_MAX) {
    return {
      message: `the description is too long for a file name: at most ${DESCRIPTION_BYTES_MAX} bytes`,
      hint: "shorten it",
    };
  }
  return undefined;
}

function textOfBoth({ up, down }: NewFileOptions): string {
  if (up !== undefined && down === undefined) return ended(up) ?? "";
  return `${ended(up) ?? UP_TEXT}\n-- @down\n${ended(down) ?? DOWN_TEXT}`;
}

/** As a file ends. */
function ended(text: string | undefined): string | undefined {
  return text === undefined || text.endsWith("\n") ? text : `${text}\n`;
}

/** In a text of its own, `-- @down` would begin another side than the one that was meant. */
function problemOfTexts({ format, up, down }: NewFileOptions): Diagnostic | undefined {
  if (up === undefined && down === undefined) return undefined;
  if (format === "code") return { message: "`up` and `down` are statements, and a migration in code has none" };
  if (up === undefined) return { message: "`down` needs an `up` beside it", hint: "give both, or only `up`" };
  const isMarked = [up, down ?? ""].some((text) => /^[ \t]*--[ \t]*@(?:down|undo)[ \t]*\r?$/im.test(text));
  if (!isMarked) return undefined;
  return { message: "`up` and `down` are one side each: a line `-- @down` stands in one", hint: "leave the line out" };
}

/** Labels by canonical version. */
function versionsOf(existing: readonly string[]): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const name of existing) {
    const parsed = parseFileName(name);
    if (parsed.kind === "migration" || parsed.kind === "code") versions.set(parsed.version, parsed.label);
  }
  return versions;
}

function highestOf(versions: ReadonlyMap<string, string>): string | undefined {
  let highest: string | undefined;
  for (const version of versions.keys())
    if (highest === undefined || compareVersions(version, highest) > 0) highest = version;
  return highest;
}

function nextNumber(versions: ReadonlyMap<string, string>, nowMs: number): string {
  const highest = highestOf(versions);
  if (highest === undefined) return "1".padStart(DEFAULT_DIGITS, "0");
  const [number = "0", ...rest] = highest.split(".");
  // The number after a day would be the next day, and above whatever is still made today.
  const dated = rest.length === 1 && isDay(number) ? nextOfDay(highest, nowMs) : undefined;
  if (dated !== undefined) return dated;
  const digits = versions.get(highest)?.match(/^[0-9]+/)?.[0].length ?? DEFAULT_DIGITS;
  return String(BigInt(number) + 1n).padStart(digits, "0");
}

const NUMBER_OF_DAY_MAX = 999;
const DAY_MS = 86_400_000;

/**
 * YYYYMMDD_NNN above `highest`: of today, or of the day of the highest when that is later; the day after one with all its
 * numbers taken. Undefined when the highest is above every such version of its day.
 */
function nextOfDay(highest: string | undefined, nowMs: number): string | undefined {
  const today = dayOf(nowMs);
  const [number = "0", ofDay = "0"] = highest?.split(".") ?? [];
  if (highest === undefined || BigInt(number) < BigInt(today)) return `${today}_001`;
  if (!isDay(number)) return undefined;
  const next = BigInt(ofDay) + 1n;
  if (next > NUMBER_OF_DAY_MAX) return `${dayOf(timeOfDay(number) + DAY_MS)}_001`;
  return `${number}_${String(next).padStart(3, "0")}`;
}

/** YYYYMMDD in UTC. */
function dayOf(timeMs: number): string {
  return timestampOf(timeMs).slice(0, 8);
}

function isDay(number: string): boolean {
  return /^[0-9]{8}$/.test(number) && !Number.isNaN(timeOfDay(number)) && dayOf(timeOfDay(number)) === number;
}

function timeOfDay(day: string): number {
  return Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
}

function describeAboveDays(highest: string | undefined): Diagnostic {
  return {
    message: `version ${highest} is above any that a file of code can have, such as \`20260203_001\``,
    hint: "write the change as statements; or name the file by hand, and set `migrations.out_of_order: true`",
  };
}

/** YYYYMMDDHHMMSS in UTC; of two files made in one second the second one is dated a second later. */
function freeTimestamp(versions: ReadonlyMap<string, string>, nowMs: number): string {
  let timeMs = nowMs;
  while (versions.has(timestampOf(timeMs))) timeMs += 1_000;
  return timestampOf(timeMs);
}

function timestampOf(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, "").slice(0, 14);
}
