// What a lint rule is. Data.
import type { Migration } from "../migration/migration.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";
import type { CqlChecks, CqlMigration } from "./cql/linted.ts";
import type { Level } from "./finding.ts";
import type { OptionSpecs, OptionsOf } from "./rule-options.ts";
import type { KindChecks, PgChecks, SqlMigration } from "./sql/linted.ts";

export interface RuleHead<Specs extends OptionSpecs = OptionSpecs> {
  /** Of the file it stands in, of its page in docs/rules, and of `@lint-ignore`. */
  readonly name: string;
  /** Unless the configuration says otherwise; "off": only where the configuration asks for it. */
  readonly level: Level;
  /** `-- @allow-destructive` at the head of a file allows what it finds. */
  readonly isDestructive?: true;
  /** Its finding says all there is to say of a statement, so that findings of other rules there are left out. */
  readonly isWholeStory?: true;
  /** What of it a configuration can set beside its level. */
  readonly options?: Specs;
}

/** A rule of files, in whatever language. */
export interface EveryRule<Specs extends OptionSpecs = OptionSpecs> extends RuleHead<Specs> {
  check(migration: LintedMigration, options: OptionsOf<Specs>): readonly Problem[];
}

export interface CqlRule<Specs extends OptionSpecs = OptionSpecs> extends RuleHead<Specs> {
  /** By the kind of a statement; those in a batch are given, too. */
  readonly on?: CqlChecks<Specs>;
  /** What takes more than one statement. */
  check?(migration: CqlMigration, options: OptionsOf<Specs>): readonly Problem[];
}

/** A rule by PostgreSQL's own trees. */
export interface PostgresRule<Specs extends OptionSpecs = OptionSpecs> extends RuleHead<Specs> {
  /** By the tag of a statement's node. */
  readonly on?: PgChecks<Specs>;
  check?(migration: SqlMigration, options: OptionsOf<Specs>): readonly Problem[];
}

/** A rule by our own tokens: of any SQL, or of CockroachDB alone. */
export interface SqlRule<Specs extends OptionSpecs = OptionSpecs> extends RuleHead<Specs> {
  /** By the kind of a statement, as `classify` names it: "alter-table". */
  readonly on?: KindChecks<Specs>;
  check?(migration: SqlMigration, options: OptionsOf<Specs>): readonly Problem[];
}

export type Rule =
  | (EveryRule & { readonly language: "every" })
  | (CqlRule & { readonly language: "cql" })
  | (PostgresRule & { readonly language: "postgres" })
  | (SqlRule & { readonly language: "cockroach" })
  | (SqlRule & { readonly language: "sql" });

// Which options a rule has is known to the rule alone; whoever runs it gives it those that it names.

export function everyRule<const Specs extends OptionSpecs>(rule: EveryRule<Specs>): Rule {
  return { language: "every", ...(rule as unknown as EveryRule) };
}

export function cqlRule<const Specs extends OptionSpecs>(rule: CqlRule<Specs>): Rule {
  return { language: "cql", ...(rule as unknown as CqlRule) };
}

export function postgresRule<const Specs extends OptionSpecs>(rule: PostgresRule<Specs>): Rule {
  return { language: "postgres", ...(rule as unknown as PostgresRule) };
}

export function cockroachRule<const Specs extends OptionSpecs>(rule: SqlRule<Specs>): Rule {
  return { language: "cockroach", ...(rule as unknown as SqlRule) };
}

export function sqlRule<const Specs extends OptionSpecs>(rule: SqlRule<Specs>): Rule {
  return { language: "sql", ...(rule as unknown as SqlRule) };
}

/** What a rule finds wrong: in `source` at `span`, a place in the file; without one, in the file as a whole. */
export interface Problem extends Diagnostic {
  readonly source: Source;
  /** The statement that it is about, when it is about one: the same object for all rules. */
  readonly statement?: object | undefined;
  /** It only holds if the files make everything that is there: dropped once they turn out to use what they do not make. */
  readonly needsWholeHistory?: boolean | undefined;
  /** Changes to the file that surely mend it, and change nothing else of what the file does. */
  readonly fix?: Fix | undefined;
}

export interface Fix {
  /** "write IF NOT EXISTS" */
  readonly title: string;
  /** In the order of their places in the file, apart from each other. */
  readonly edits: readonly Edit[];
}

/** Puts a text in the place of a part of the file; an empty part: before it. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** What every language shows of a migration. */
export interface LintedMigration {
  readonly migration: Migration;
  readonly up: LintedSide;
  readonly down: LintedSide | undefined;
}

export interface LintedSide {
  readonly direction: "up" | "down";
  readonly source: Source;
  readonly statements: readonly object[];
}
