// The conditions of WHERE and IF in a parsed statement. Data.
import type { Span } from "../../text/span.ts";
import type { Identifier } from "./name.ts";
import type { Term } from "./term.ts";

export type Comparison = "=" | "<" | "<=" | ">" | ">=" | "!=";

export type Relation =
  | ComparisonRelation
  | TokenRelation
  | InRelation
  | TupleRelation
  | IsNotNullRelation
  | IndexExpressionRelation;

/** What a relation or an assignment speaks of: `a`, `a[1]`, `a.street`. */
export interface ColumnPath extends Span {
  readonly column: Identifier;
  readonly element: Term | undefined;
  readonly field: Identifier | undefined;
}

export interface ComparisonRelation extends Span {
  readonly kind: "comparison";
  readonly left: ColumnPath;
  readonly operator: Comparison | "like" | "contains" | "contains-key";
  readonly right: Term;
}

/** `token(a, b) > token(1, 2)` */
export interface TokenRelation extends Span {
  readonly kind: "token";
  readonly columns: readonly Identifier[];
  readonly operator: Comparison;
  readonly right: Term;
}

/** `a IN (1, 2)`, `a IN ?` */
export interface InRelation extends Span {
  readonly kind: "in";
  readonly left: ColumnPath;
  readonly values: readonly Term[] | MarkerIn;
}

/** The marker that stands for a whole list of values. */
export interface MarkerIn extends Span {
  readonly kind: "marker-in";
  readonly name: Identifier | undefined;
}

/** `(a, b) > (1, 2)`, `(a, b) IN ((1, 2), (3, 4))` */
export interface TupleRelation extends Span {
  readonly kind: "tuple";
  readonly columns: readonly Identifier[];
  readonly operator: Comparison | "in";
  readonly values: readonly Term[] | MarkerIn;
}

export interface IsNotNullRelation extends Span {
  readonly kind: "is-not-null";
  readonly column: Identifier;
}

/** `expr(index_name, 'text')` */
export interface IndexExpressionRelation extends Span {
  readonly kind: "index-expression";
  readonly index: Identifier;
  readonly right: Term;
}
