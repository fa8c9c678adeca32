// A dialect: what the engine must know of a database's language. Pure.
import type { SplitResult, Statement, StatementFacts } from "../plan/statement.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";

export type DialectName = "cassandra" | "scylla" | "astra" | "dse";

export interface Dialect {
  readonly name: DialectName;
  readonly family: "cql";
  /** The statements of a part of a file. */
  split(source: Source, span: Span): SplitResult;
  /** Whether a statement of this kind makes the database build something from the rows that are there, in the background. */
  startsBuild(statementKind: string): boolean;
  /** The keyspace that a session statement (`USE shop`) moves to. */
  namespaceAfter(statement: Statement): string | undefined;
  /** What has to be known of a text that code sends; it may hold bind markers. */
  describe(text: string): Promise<StatementDescription>;
}

export interface StatementDescription {
  readonly facts: StatementFacts;
  /** How many statements the text is. */
  readonly count: number;
  /** What it takes away for good, in its own words; undefined: nothing but rows by their key. */
  readonly removes: string | undefined;
  readonly reads: readonly TableName[];
  /** Tables that it changes, or the rows of. */
  readonly writes: readonly TableName[];
  /** Tables that it adds to, and whose rows stay as they are. */
  readonly extends: readonly TableName[];
}

/** Names as they are stored. */
export interface TableName {
  /** The keyspace, when it is written. */
  readonly namespace: string | undefined;
  readonly name: string;
}
