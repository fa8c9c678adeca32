// Parsed statements that change data, and the few that only steer a session. Data.
import type { Span } from "../../text/span.ts";
import type { Identifier, ObjectName } from "./name.ts";
import type { ColumnPath, Relation } from "./relation.ts";
import type { Term } from "./term.ts";

export type DmlNode = Insert | InsertJson | Update | Delete | Batch | Truncate;

/** `USING TIMESTAMP 1 AND TTL 2`; ScyllaDB also has `TIMEOUT 5s`. */
export interface UsingClause {
  readonly timestamp: Term | undefined;
  readonly ttl: Term | undefined;
  readonly timeout: Term | undefined;
}

export interface Insert {
  readonly kind: "insert";
  readonly table: ObjectName;
  readonly columns: readonly Identifier[];
  readonly values: readonly Term[];
  readonly ifNotExists: boolean;
  readonly using: UsingClause;
}

/** A second kind of INSERT, with the same facts: `INSERT INTO t JSON '{…}' DEFAULT UNSET`. */
export interface InsertJson {
  readonly kind: "insert-json";
  readonly table: ObjectName;
  readonly json: Term;
  readonly defaults: "null" | "unset" | undefined;
  readonly ifNotExists: boolean;
  readonly using: UsingClause;
}

/** `IF EXISTS`, or conditions on columns. */
export type Condition = "exists" | readonly Relation[] | undefined;

export interface Update {
  readonly kind: "update";
  readonly table: ObjectName;
  readonly using: UsingClause;
  readonly assignments: readonly Assignment[];
  readonly where: readonly Relation[];
  readonly condition: Condition;
}

/**
 * "set" is `a = x`, `a[1] = x`, `a.f = x`. "add" and "subtract" change what is there: `a = a + x`, `a += x`,
 * `a = a - x`, `c = c -1`. "prepend" is `a = x + a`.
 */
export interface Assignment extends Span {
  readonly kind: "set" | "add" | "subtract" | "prepend";
  readonly target: ColumnPath;
  readonly value: Term;
  /** The column on the right side of `a = b + 1`, which the server wants to be the one on the left. */
  readonly operand: Identifier | undefined;
  /** `a += x` rather than `a = a + x`. */
  readonly isShorthand: boolean;
}

export interface Delete {
  readonly kind: "delete";
  readonly table: ObjectName;
  /** Empty when whole rows are deleted. */
  readonly targets: readonly ColumnPath[];
  readonly using: UsingClause;
  readonly where: readonly Relation[];
  readonly condition: Condition;
}

export interface Batch {
  readonly kind: "batch";
  readonly type: "logged" | "unlogged" | "counter";
  readonly using: UsingClause;
  readonly statements: readonly (Insert | InsertJson | Update | Delete)[];
}

export interface Truncate {
  readonly kind: "truncate";
  readonly table: ObjectName;
  /** ScyllaDB: `USING TIMEOUT 5s`. */
  readonly timeout: Term | undefined;
}
