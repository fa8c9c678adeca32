// What a rule sees of a migration in SQL. Data.
import type { Node } from "libpg-query";
import type { Migration } from "../../migration/migration.ts";
import type { StatementFacts } from "../../plan/statement.ts";
import type { TokenRun } from "../../sql/token-run.ts";
import type { Source } from "../../text/source.ts";
import type { Span } from "../../text/span.ts";
import type { Fix, Problem } from "../rule.ts";
import type { OptionSpecs, OptionsOf } from "../rule-options.ts";
import type { SqlServer } from "./sql-server.ts";

/** PostgreSQL's nodes by their tags: `PgNodes["AlterTableStmt"]`. */
export type PgNodes = Merged<Node>;
type Merged<Union> = (Union extends unknown ? (each: Union) => void : never) extends (each: infer All) => void
  ? All
  : never;

/** What a rule says of statements of a tag. */
export type PgChecks<Specs extends OptionSpecs = OptionSpecs> = {
  readonly [Tag in keyof PgNodes]?: (
    node: PgNodes[Tag],
    statement: SqlStatement,
    options: OptionsOf<Specs>,
  ) => readonly Problem[];
};

/** What a rule says of statements of a kind, as `classify` names it: "alter-table". */
export type KindChecks<Specs extends OptionSpecs = OptionSpecs> = Readonly<
  Record<string, (statement: SqlStatement, options: OptionsOf<Specs>) => readonly Problem[]>
>;

export interface SqlMigration {
  readonly migration: Migration;
  readonly up: SqlSide;
  readonly down: SqlSide | undefined;
  /** Those of the up side, then those of the down side. */
  readonly statements: readonly SqlStatement[];
  /** Whose rules hold. */
  readonly server: SqlServer;
  /** The managed schema: "public". */
  readonly schema: string;
}

export interface SqlSide {
  readonly direction: "up" | "down";
  readonly source: Source;
  /** With the values of the variables in it. */
  readonly text: string;
  readonly statements: readonly SqlStatement[];
  /** What does not split into statements, or is never sent. */
  readonly mistakes: readonly Problem[];
  readonly server: SqlServer;
  readonly schema: string;
  /** Tables, views and indexes that the side makes, by `keyOfName`: the index of the statement that does. */
  readonly made: ReadonlyMap<string, number>;
  /** The place in the source of a place in the text. */
  locate(span: Span): Span;
}

export interface SqlStatement {
  readonly side: SqlSide;
  /** Place among the statements of its side, from 0. */
  readonly index: number;
  /** What is sent; it begins at `start` of the text of the side. */
  readonly text: string;
  readonly start: number;
  readonly facts: StatementFacts;
  /** Its tokens, without comments; places are in `text`. */
  readonly tokens: TokenRun;
  /** Statements with the same number share a transaction; undefined: it runs outside of any. */
  readonly transaction: number | undefined;
  /** By PostgreSQL's parser; undefined on another server, and for what it does not take. Places are bytes of UTF-8 in `text`. */
  readonly tree: Node | undefined;
  /** What PostgreSQL's parser says against it. */
  readonly syntaxError: SyntaxError | undefined;
}

export interface SyntaxError {
  readonly message: string;
  /** Place in the text of the statement. */
  readonly at: number;
}

/** A problem at a part of a statement, which is a place in its text. */
export function problemAt(statement: SqlStatement, span: Span, message: string, hint?: string, fix?: Fix): Problem {
  const { side, start } = statement;
  const place = side.locate({ start: start + span.start, end: start + span.end });
  return { message, hint, source: side.source, span: place, statement, fix };
}
