// One side of a migration that is generated: what is done, in order. Data.
import type { StatementBody } from "../ast/statement.ts";
import type { Column, Schema, Table } from "../schema/schema.ts";
import type { ValueConversion } from "./value-conversion.ts";

export interface SidePlan {
  readonly parts: readonly Part[];
  /** What the server has once all of it is done, with what it remembers. */
  readonly after: Schema;
  /** Why it does not lead there, each a sentence without a full stop; none when it does. */
  readonly problems: readonly string[];
  /** Tables whose rows are copied, by name as they are called before. */
  readonly copied: readonly string[];
}

export type Part = StatementsPart | CopyRowsPart | CopyColumnPart;

export interface StatementsPart {
  readonly kind: "statements";
  /** In a few words: "make the helper tables". */
  readonly title: string;
  readonly statements: readonly PlannedStatement[];
}

export interface PlannedStatement {
  /** With bare names, and without guards. */
  readonly node: StatementBody;
  /** What is lost by it, or said of what comes back; a sentence without a full stop. */
  readonly remarks: readonly string[];
  readonly isDestructive: boolean;
}

/** All rows of one table into another, which is empty. */
export interface CopyRowsPart {
  readonly kind: "copy-rows";
  readonly from: Table;
  readonly to: Table;
  readonly columns: readonly CopiedColumn[];
  /** Whether nobody but the migration knows of the second table. */
  readonly isFresh: boolean;
  readonly asJson: ReadAsJson;
}

/** By name, the columns of the source that the driver has no objects for. */
export type ReadAsJson = ReadonlySet<string>;

export interface CopiedColumn {
  readonly to: Column;
  /** Undefined: the other table has nothing for it. */
  readonly from: Column | undefined;
  readonly conversion: ValueConversion;
}

/** One column into another one of the same table. */
export interface CopyColumnPart {
  readonly kind: "copy-column";
  readonly table: Table;
  readonly from: Column;
  readonly to: Column;
  readonly conversion: ValueConversion;
  readonly asJson: ReadAsJson;
}

/** What both sides of a file are written from. */
export interface Sides {
  readonly description: string;
  readonly up: SidePlan;
  readonly down: DownSide;
}

export type DownSide =
  | { readonly kind: "plan"; readonly plan: SidePlan }
  /** A sentence without a full stop. */
  | { readonly kind: "none"; readonly reason: string };

export interface WrittenFile {
  readonly kind: "cql" | "code";
  readonly text: string;
  /** What somebody has to write before it can run on rows; each a sentence without a full stop. */
  readonly leftOpen: readonly string[];
  /** Why it cannot be rolled back; undefined when it can. */
  readonly noWayBack: string | undefined;
}
