// The data that migration files become: what planning, linting and every command read. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";

/** One versioned unit of change, read from one file or from a pair of files. */
export interface Migration {
  /** Canonical, see `parseVersion`: numbers joined by ".", without leading zeros and without trailing parts of zero. */
  readonly version: string;
  /** The version as the file name writes it: "001", "1.2", "20260203_001". */
  readonly label: string;
  /** The file name of the up side: "V001__create_users.cql". */
  readonly name: string;
  /** "create users" */
  readonly description: string;
  readonly format: MigrationFormat;
  /** May hold no statement at all: such a migration is recorded like any other. */
  readonly up: Side;
  /** Absent when there is nothing to undo with: no marker and no down file, or only white space and comments there. */
  readonly down?: Side;
  /** "sha256:<hex>" over both sides, see `checksumOfSides`. */
  readonly checksum: string;
  readonly directives: Directives;
}

/**
 * "paired": a file each for up and down. "code": a module, whose text is `up` and holds no statements; what it does, down side
 * and all, is known once it is imported.
 */
export type MigrationFormat = "versioned" | "timestamped" | "paired" | "code";

/** `source.text.slice(span.start, span.end)` is what the server gets, untouched. A byte order mark is not part of `source.text`. */
export interface Side {
  readonly source: Source;
  readonly span: Span;
}

/** What the comments at the head of the up file ask for. */
export interface Directives {
  /** Speaks to lint only, in files of CQL and SQL. */
  readonly allowDestructive: boolean;
  /** Whether a transaction may be put around it, where the database has them. */
  readonly transaction: boolean;
  /** How long a statement may take, for both sides. */
  readonly timeoutMs?: number;
  /** The same for the down side alone, from the head of a down file of its own. */
  readonly downTimeoutMs?: number;
  /** Names of profiles; for any other one the migration is neither pending nor recorded. Absent: for all. */
  readonly environments?: readonly string[];
  /** At the head of the up file for all of the migration, at the head of a down file of its own for that file. */
  readonly lintIgnores: readonly LintIgnore[];
  /** Below the head, each for the statement under it. Absent: none. */
  readonly statementIgnores?: readonly LintIgnore[];
  /** What is meant to silence lint and does not, for lint to tell. Absent: none. */
  readonly mistakenIgnores?: readonly Diagnostic[];
}

/** One lint rule that is silenced. That the rule exists is for lint to check. */
export interface LintIgnore {
  readonly rule: string;
  readonly reason: string;
  readonly source: Source;
  readonly span: Span;
}

/** The text of a side, as the server gets it. */
export function textOfSide(side: Side): string {
  return side.source.text.slice(side.span.start, side.span.end);
}
