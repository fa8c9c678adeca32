// A dialect: what the engine must know of a database's language. Pure.
import type { SplitResult, Statement, StatementFacts } from "../plan/statement.ts";
import type { StepCost } from "../plan/step-cost.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";

export type DialectName = "cassandra" | "scylla" | "astra" | "dse" | "cockroach" | "postgres";

/** Those of CQL, which are the products that its rules are kept for. */
export type CqlDialectName = Exclude<DialectName, "cockroach" | "postgres">;

export function isCqlDialect(name: DialectName): name is CqlDialectName {
  return name !== "cockroach" && name !== "postgres";
}

export interface Dialect {
  readonly name: DialectName;
  readonly family: "cql" | "sql";
  /** The statements of a part of a file. */
  split(source: Source, span: Span): SplitResult;
  /** Whether a statement of this kind makes the database build something from the rows that are there, in the background. */
  startsBuild(statementKind: string): boolean;
  /** The keyspace that a session statement (`USE shop`) moves to. */
  namespaceAfter(statement: Statement): string | undefined;
  /**
   * Which statements of one side share a transaction, as a number each: neighbours with the same number share one; undefined:
   * it runs outside of any, by itself. Left out by databases without transactions.
   * @param isWanted false: each statement is to be by itself
   */
  transactionsOf?(statements: readonly Statement[], isWanted: boolean): readonly (number | undefined)[];
  /** What is wrong with the statements of one side together; places are in its file. @param transactions of `transactionsOf` */
  judgeSide?(statements: readonly Statement[], transactions: readonly (number | undefined)[]): readonly Diagnostic[];
  /** Which statements take away or change tidemark's own tables; left out: the language does not tell. */
  judgeOwnTables?(statements: readonly Statement[], history: TableName, scope: string): readonly Diagnostic[];
  /** What has to be known of a text that code sends; it may hold bind markers. */
  describe(text: string): Promise<StatementDescription>;
  /** What carrying out a statement costs the database and its rows, as far as its words tell. */
  costOf(text: string): Promise<StepCost>;
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
  /** Why it is not sent, whatever the server would say; undefined: nothing is known against it. */
  readonly refusal?: Pick<Diagnostic, "message" | "hint"> | undefined;
}

/** Names as they are stored. */
export interface TableName {
  /** The keyspace, when it is written. */
  readonly namespace: string | undefined;
  readonly name: string;
}
