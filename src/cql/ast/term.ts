// Values and expressions in a parsed statement. Data.
import type { Span } from "../../text/span.ts";
import type { Identifier, ObjectName } from "./name.ts";
import type { TypeNode } from "./type-node.ts";

export type Term =
  | LiteralTerm
  | NullTerm
  | MarkerTerm
  | SequenceTerm
  | MapTerm
  | UserValueTerm
  | CallTerm
  | HintTerm
  | CastTerm
  | ArithmeticTerm
  | NegationTerm;

export interface LiteralTerm extends Span {
  readonly kind: "literal";
  readonly type: "string" | "integer" | "float" | "boolean" | "duration" | "uuid" | "blob";
  /** A string without its quotes, with single ones where they were doubled; anything else as it was written. */
  readonly value: string;
}

export interface NullTerm extends Span {
  readonly kind: "null";
}

/** `?` or `:name` */
export interface MarkerTerm extends Span {
  readonly kind: "marker";
  readonly name: Identifier | undefined;
}

/** `[a, b]`, `{a, b}`, `(a, b)`; `{}` is a set without items, which may stand for an empty map, too. */
export interface SequenceTerm extends Span {
  readonly kind: "list" | "set" | "tuple";
  readonly items: readonly Term[];
}

/** `{a: 1, b: 2}` where the keys are terms. */
export interface MapTerm extends Span {
  readonly kind: "map";
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: Term;
  readonly value: Term;
}

/** `{street: 'x', zip: 1}`: a value of a user's type. */
export interface UserValueTerm extends Span {
  readonly kind: "user-value";
  readonly fields: readonly UserValueField[];
}

export interface UserValueField {
  readonly name: Identifier;
  readonly value: Term;
}

export interface CallTerm extends Span {
  readonly kind: "call";
  readonly function: ObjectName;
  readonly args: readonly Term[];
}

/** `(int) x` */
export interface HintTerm extends Span {
  readonly kind: "hint";
  readonly type: TypeNode;
  readonly term: Term;
}

/** `CAST(x AS int)` */
export interface CastTerm extends Span {
  readonly kind: "cast";
  readonly term: Term;
  readonly type: TypeNode;
}

export interface ArithmeticTerm extends Span {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-" | "*" | "/" | "%";
  readonly left: Term;
  readonly right: Term;
}

/** `-x` */
export interface NegationTerm extends Span {
  readonly kind: "negation";
  readonly term: Term;
}
