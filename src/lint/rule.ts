// What a lint rule is, and what it sees of a migration. Data.
import type { StatementNode } from "../cql/ast/statement.ts";
import type { Capabilities } from "../cql/capabilities.ts";
import type { GuardrailHit } from "../cql/guardrails/guardrails.ts";
import type { OptionMap } from "../cql/schema/schema.ts";
import type { Migration } from "../migration/migration.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import type { Severity } from "./finding.ts";

export interface Rule {
  /** Of the file it stands in, of its page in docs/rules, and of `@lint-ignore`. */
  readonly name: string;
  /** Unless the configuration says otherwise. */
  readonly severity: Severity;
  /** Whether `-- @allow-destructive` at the head of a file allows what it finds. */
  readonly isDestructive: boolean;
  /** Whether its finding says all there is to say of a statement, so that findings of other rules there are left out. */
  readonly isWholeStory: boolean;
  check(migration: LintedMigration): readonly Problem[];
}

export interface Problem extends Diagnostic {
  readonly source: Source;
  /** The statement that it is about, when it is about one. */
  readonly statement?: LintedStatement | undefined;
  /** It only holds if the files make everything that is there: dropped once they turn out to use what they do not make. */
  readonly needsWholeHistory?: boolean | undefined;
}

export interface LintedMigration {
  readonly migration: Migration;
  readonly up: LintedSide;
  readonly down: LintedSide | undefined;
  /** Those of the up side, then those of the down side. */
  readonly statements: readonly LintedStatement[];
  /** Whose rules hold. */
  readonly capabilities: Capabilities;
}

export interface LintedSide {
  readonly direction: "up" | "down";
  readonly source: Source;
  /** With the values of the variables in it; the spans of the nodes are places in it. */
  readonly text: string;
  readonly statements: readonly LintedStatement[];
  /** What is no CQL. */
  readonly mistakes: readonly Problem[];
  /** The place in the source of a place in the text. */
  locate(span: Span): Span;
}

export interface LintedStatement {
  readonly node: StatementNode;
  readonly side: LintedSide;
  readonly trial: Trial;
}

/** What carrying out a statement in memory has shown. */
export interface Trial {
  /** Why the server would say no; spans are places in the text. Empty when it would not, or nobody can know. */
  readonly refusals: readonly Refusal[];
  /** The table of an ALTER TABLE as it was before, when the files make it. */
  readonly table: KnownTable | undefined;
  /** How the keyspace of an ALTER KEYSPACE was replicated before, when the files say it. */
  readonly replicationBefore: OptionMap | undefined;
  /** What the limits of the configuration say to every role that is no superuser. */
  readonly guardrails: readonly GuardrailHit[];
}

/** Names of columns. */
export interface KnownTable {
  readonly columns: ReadonlySet<string>;
  readonly keyColumns: ReadonlySet<string>;
}

export interface Refusal extends Diagnostic {
  readonly needsWholeHistory: boolean;
}

/** A problem at a part of a statement, which is a place in the text of its side. */
export function problemAt(statement: LintedStatement, span: Span, message: string, hint?: string): Problem {
  const { side } = statement;
  return { message, hint, source: side.source, span: side.locate(span), statement };
}

/** A part of a statement as the user wrote it. */
export function writtenAt({ side }: LintedStatement, { start, end }: Span): string {
  return side.text.slice(start, end);
}
