// Turns the names in a directory and a description into the files that `new` writes. Pure: the time is given.
import type { Diagnostic } from "../text/diagnostic.ts";
import { parseFileName } from "./file-name.ts";
import { compareVersions } from "./version.ts";

/**
 * "versioned": one file, the next number. "timestamped": one file, the time in UTC as its version. "paired": a file each
 * for up and down, the next number.
 */
export type NewFileFormat = "versioned" | "timestamped" | "paired";

export interface NewFileOptions {
  readonly description: string;
  readonly format: NewFileFormat;
  readonly extension: "cql" | "sql";
  /** Milliseconds since 1970; the version of the format "timestamped". */
  readonly nowMs: number;
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
 * padded as that one is, to three digits in an empty directory.
 */
export function planNewFiles(existing: readonly string[], options: NewFileOptions): NewFilesResult {
  const words = fileNameOf(options.description);
  const problem = problemOf(words, options.description);
  if (problem !== undefined) return { kind: "refused", diagnostic: problem };
  const versions = versionsOf(existing);
  const { extension } = options;
  switch (options.format) {
    case "versioned": {
      const name = `V${nextNumber(versions)}__${words}.${extension}`;
      return { kind: "files", files: [{ name, text: `${UP_TEXT}\n-- @down\n${DOWN_TEXT}` }] };
    }
    case "timestamped": {
      const name = `${freeTimestamp(versions, options.nowMs)}_${words}.${extension}`;
      return { kind: "files", files: [{ name, text: `${UP_TEXT}\n-- @down\n${DOWN_TEXT}` }] };
    }
    case "paired": {
      const number = nextNumber(versions);
      const up = { name: `V${number}__${words}.${extension}`, text: UP_TEXT };
      const down = { name: `U${number}__undo_${words}.${extension}`, text: DOWN_TEXT };
      return { kind: "files", files: [up, down] };
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

/** Labels by canonical version. */
function versionsOf(existing: readonly string[]): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const name of existing) {
    const parsed = parseFileName(name);
    if (parsed.kind === "migration" || parsed.kind === "code") versions.set(parsed.version, parsed.label);
  }
  return versions;
}

function nextNumber(versions: ReadonlyMap<string, string>): string {
  const [highest] = [...versions.keys()].sort((left, right) => compareVersions(right, left));
  if (highest === undefined) return "1".padStart(DEFAULT_DIGITS, "0");
  const digits = versions.get(highest)?.match(/^[0-9]+/)?.[0].length ?? DEFAULT_DIGITS;
  const [number = "0"] = highest.split(".");
  return String(BigInt(number) + 1n).padStart(digits, "0");
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
