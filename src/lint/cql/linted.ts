// What a rule sees of a migration in CQL. Data.
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Capabilities } from "../../cql/capabilities.ts";
import type { GuardrailHit } from "../../cql/guardrails/guardrails.ts";
import type { OptionMap } from "../../cql/schema/schema.ts";
import type { Migration } from "../../migration/migration.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import type { Span } from "../../text/span.ts";
import type { Fix, Problem } from "../rule.ts";
import type { OptionSpecs, OptionsOf } from "../rule-options.ts";
import type { State } from "./known-objects.ts";

/** What a rule says of statements of a kind. */
export type CqlChecks<Specs extends OptionSpecs = OptionSpecs> = {
  readonly [Kind in StatementNode["kind"]]?: (
    statement: CqlStatement<NodeOf<Kind>>,
    options: OptionsOf<Specs>,
  ) => readonly Problem[];
};

/** Also where nodes of several kinds have one shape, as those of DROP. */
type NodeOf<Kind, Node = StatementNode> = Node extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? Node
    : never
  : never;

export interface CqlMigration {
  readonly migration: Migration;
  readonly up: CqlSide;
  readonly down: CqlSide | undefined;
  /** Those of the up side, then those of the down side. */
  readonly statements: readonly CqlStatement[];
  /** Whose rules hold. */
  readonly capabilities: Capabilities;
  /** The managed keyspace; undefined where none is configured. */
  readonly keyspace: string | undefined;
}

export interface CqlSide {
  readonly direction: "up" | "down";
  readonly source: Source;
  /** With the values of the variables in it; the spans of the nodes are places in it. */
  readonly text: string;
  readonly statements: readonly CqlStatement[];
  /** What is no CQL. */
  readonly mistakes: readonly Problem[];
  readonly capabilities: Capabilities;
  /** The managed keyspace; undefined where none is configured. */
  readonly keyspace: string | undefined;
  /** The place in the source of a place in the text. */
  locate(span: Span): Span;
}

export interface CqlStatement<Node extends StatementNode = StatementNode> {
  readonly node: Node;
  readonly side: CqlSide;
  /** Place among the statements of its side, from 0; of one in a batch that of the batch. */
  readonly index: number;
  readonly trial: Trial;
  /** The batch that it is in. */
  readonly batch?: CqlStatement | undefined;
}

/** What carrying out a statement in memory has shown. */
export interface Trial {
  /** Why the server would say no; spans are places in the text. Empty when it would not, or nobody can know. */
  readonly refusals: readonly Refusal[];
  /** What the files have made before it, and with it; read by known-schema.ts. Of several profiles, those of one that runs it. */
  readonly before: State;
  readonly after: State;
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
export function problemAt(statement: CqlStatement, span: Span, message: string, hint?: string, fix?: Fix): Problem {
  const { side, batch } = statement;
  return { message, hint, source: side.source, span: side.locate(span), statement: batch ?? statement, fix };
}

/** A fix that puts words before a part of a statement. */
export function insertBefore({ side }: CqlStatement, { start }: Span, words: string, title: string): Fix {
  return { title, edits: [{ span: side.locate({ start, end: start }), text: `${words} ` }] };
}

/** A part of a statement as the user wrote it. */
export function writtenAt({ side }: CqlStatement, { start, end }: Span): string {
  return side.text.slice(start, end);
}
