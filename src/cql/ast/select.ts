// A parsed SELECT. Data.
import type { Span } from "../../text/span.ts";
import type { Identifier, ObjectName } from "./name.ts";
import type { Relation } from "./relation.ts";
import type { LiteralTerm, MarkerTerm, NullTerm, Term } from "./term.ts";
import type { TypeNode } from "./type-node.ts";

export interface Select {
  readonly kind: "select";
  readonly isJson: boolean;
  readonly isDistinct: boolean;
  readonly selectors: "*" | readonly Selector[];
  readonly table: ObjectName;
  readonly where: readonly Relation[];
  readonly groupBy: readonly Selectable[];
  readonly orderBy: readonly OrderingNode[];
  readonly perPartitionLimit: Term | undefined;
  readonly limit: Term | undefined;
  readonly allowFiltering: boolean;
  /** ScyllaDB: `BYPASS CACHE`. */
  readonly bypassCache: boolean;
  /** ScyllaDB: `USING TIMEOUT 5s`. */
  readonly timeout: Term | undefined;
}

export interface OrderingNode {
  readonly column: Identifier;
  /** `ANN OF [1, 2]` */
  readonly annOf: Term | undefined;
  readonly order: "asc" | "desc";
}

export interface Selector extends Span {
  readonly what: Selectable;
  readonly alias: Identifier | undefined;
}

export type Selectable =
  | ColumnSelectable
  | LiteralTerm
  | NullTerm
  | MarkerTerm
  | FieldSelectable
  | ElementSelectable
  | SequenceSelectable
  | MapSelectable
  | CallSelectable
  | CastSelectable
  | HintSelectable
  | ArithmeticSelectable
  | NegationSelectable;

export interface ColumnSelectable extends Span {
  readonly kind: "column";
  readonly name: Identifier;
}

/** `a.street` */
export interface FieldSelectable extends Span {
  readonly kind: "field";
  readonly of: Selectable;
  readonly field: Identifier;
}

/** `a[1]`, `a[1..2]`, `a[..2]`, `a[1..]`; `isRange` tells `a[1]` from `a[1..]`. */
export interface ElementSelectable extends Span {
  readonly kind: "element";
  readonly of: Selectable;
  readonly isRange: boolean;
  readonly from: Term | undefined;
  readonly to: Term | undefined;
}

export interface SequenceSelectable extends Span {
  readonly kind: "list" | "set" | "tuple";
  readonly items: readonly Selectable[];
}

export interface MapSelectable extends Span {
  readonly kind: "map";
  readonly entries: readonly { readonly key: Selectable; readonly value: Selectable }[];
}

/** `count(*)` is a call with the argument "*". */
export interface CallSelectable extends Span {
  readonly kind: "call";
  readonly function: ObjectName;
  readonly args: "*" | readonly Selectable[];
}

export interface CastSelectable extends Span {
  readonly kind: "cast";
  readonly of: Selectable;
  readonly type: TypeNode;
}

/** `(int) a` */
export interface HintSelectable extends Span {
  readonly kind: "hint";
  readonly type: TypeNode;
  readonly of: Selectable;
}

export interface ArithmeticSelectable extends Span {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-" | "*" | "/" | "%";
  readonly left: Selectable;
  readonly right: Selectable;
}

export interface NegationSelectable extends Span {
  readonly kind: "negation";
  readonly of: Selectable;
}
