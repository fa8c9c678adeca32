// The schema of a SQL database: what one of its namespaces holds, as plain data. Types and expressions are texts as the database
// prints them, with what is in the namespace unqualified and all else qualified, so that it reads the same under another name.

export type SqlFamily = "postgres" | "cockroach";

/** Lists are in the order of names, but for what has an order of its own: columns, labels, attributes. */
export interface SqlSchema {
  readonly family: SqlFamily;
  /** Their names; those that put their objects into this namespace. */
  readonly extensions: readonly string[];
  readonly types: readonly SqlType[];
  readonly sequences: readonly SqlSequence[];
  readonly tables: readonly SqlTable[];
  readonly views: readonly SqlView[];
  readonly routines: readonly SqlRoutine[];
}

/** Names another object: "table users", "view v", "type mood", "sequence s", "function f(integer)", "extension citext". */
export type ObjectKey = string;

interface Described {
  readonly name: string;
  readonly comment?: string | undefined;
}

interface Dependent {
  /** What must be there before it can be made, foreign keys, triggers and policies aside. */
  readonly needs: readonly ObjectKey[];
}

export interface SqlTable extends Described, Dependent {
  readonly isUnlogged: boolean;
  /** "RANGE (made_on)" */
  readonly partitionBy?: string | undefined;
  readonly partitionOf?: SqlPartition | undefined;
  /** Written as in a statement. Those of a partition aside. */
  readonly inherits: readonly string[];
  /** "fillfactor=70" */
  readonly options: readonly string[];
  readonly columns: readonly SqlColumn[];
  /** Those that it has itself: neither inherited, nor of the table that it is a partition of. */
  readonly constraints: readonly SqlConstraint[];
  /** Without those that a constraint keeps. */
  readonly indexes: readonly SqlIndex[];
  readonly triggers: readonly SqlTrigger[];
  readonly policies: readonly SqlPolicy[];
  readonly rowSecurity: "off" | "on" | "forced";
}

export interface SqlPartition {
  /** Written as in a statement. */
  readonly parent: string;
  /** "FOR VALUES FROM (1) TO (10)", "DEFAULT" */
  readonly bound: string;
}

export interface SqlColumn extends Described {
  /** "character varying(20)", "mood[]" */
  readonly type: string;
  readonly isNotNull: boolean;
  readonly default?: string | undefined;
  readonly identity?: SqlIdentity | undefined;
  readonly generated?: SqlGenerated | undefined;
  /** When it is not that of the type. */
  readonly collation?: string | undefined;
  /** It is there because a table that this one inherits from, or is a partition of, has it. */
  readonly isInherited: boolean;
}

export interface SqlIdentity {
  readonly kind: "always" | "by-default";
  readonly numbers: SqlNumbers;
}

export interface SqlGenerated {
  readonly kind: "stored" | "virtual";
  readonly expression: string;
}

export type ConstraintKind = "primary-key" | "unique" | "check" | "foreign-key" | "exclusion";

export interface SqlConstraint extends Described {
  readonly kind: ConstraintKind;
  /** "CHECK (price > 0)", "FOREIGN KEY (a) REFERENCES t(id) NOT VALID" */
  readonly definition: string;
}

export interface SqlIndex extends Described {
  /** The whole statement that makes it. */
  readonly definition: string;
  /** Not so after CREATE INDEX CONCURRENTLY has failed: no query uses it. */
  readonly isValid: boolean;
}

export interface SqlTrigger extends Described {
  /** The whole statement that makes it. */
  readonly definition: string;
  readonly enabled: "origin" | "disabled" | "replica" | "always";
}

export interface SqlPolicy extends Described {
  /** What follows "CREATE POLICY name ON table". */
  readonly definition: string;
}

export interface SqlView extends Described, Dependent {
  readonly kind: "view" | "materialized-view";
  /** "security_barrier=true" */
  readonly options: readonly string[];
  /** Its query. */
  readonly definition: string;
  readonly indexes: readonly SqlIndex[];
  readonly triggers: readonly SqlTrigger[];
}

/** How a sequence counts. Numbers are texts, for they have 64 bits. */
export interface SqlNumbers {
  /** "bigint" */
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly isCycling: boolean;
}

export interface SqlSequence extends Described {
  readonly numbers: SqlNumbers;
  readonly isUnlogged: boolean;
  /** The column that it goes with when that is dropped. */
  readonly ownedBy?: { readonly table: string; readonly column: string } | undefined;
}

export type SqlType = SqlEnum | SqlComposite | SqlRange | SqlDomain;

export interface SqlEnum extends Described, Dependent {
  readonly kind: "enum";
  readonly labels: readonly string[];
}

export interface SqlComposite extends Described, Dependent {
  readonly kind: "composite";
  readonly attributes: readonly SqlAttribute[];
}

export interface SqlAttribute {
  readonly name: string;
  readonly type: string;
  readonly collation?: string | undefined;
}

export interface SqlRange extends Described, Dependent {
  readonly kind: "range";
  /** "subtype = double precision, subtype_diff = float8mi" */
  readonly definition: string;
}

export interface SqlDomain extends Described, Dependent {
  readonly kind: "domain";
  readonly type: string;
  readonly collation?: string | undefined;
  readonly default?: string | undefined;
  readonly isNotNull: boolean;
  readonly checks: readonly { readonly name: string; readonly definition: string }[];
}

export interface SqlRoutine extends Described, Dependent {
  readonly kind: "function" | "procedure" | "aggregate";
  /** What tells it from others of its name: "integer, text". */
  readonly arguments: string;
  /** The whole statement that makes it. */
  readonly definition: string;
  readonly language: string;
}

export function emptySqlSchema(family: SqlFamily): SqlSchema {
  return { family, extensions: [], types: [], sequences: [], tables: [], views: [], routines: [] };
}

export function routineKey({ name, arguments: args }: Pick<SqlRoutine, "name" | "arguments">): ObjectKey {
  return `function ${name}(${args})`;
}

/** What other objects call it in their `needs`. */
export function objectKey(kind: "table" | "view" | "type" | "sequence" | "extension", name: string): ObjectKey {
  return `${kind} ${name}`;
}
