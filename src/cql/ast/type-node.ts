// Data types in a parsed statement, as they were written. Data.
import type { Span } from "../../text/span.ts";
import type { NativeTypeName } from "../schema/cql-type.ts";
import type { Identifier } from "./name.ts";

export type TypeNode =
  | NativeTypeNode
  | CollectionTypeNode
  | MapTypeNode
  | TupleTypeNode
  | VectorTypeNode
  | FrozenTypeNode
  | UserTypeNode
  | CustomTypeNode;

/** `int`; `varchar` is `text`. */
export interface NativeTypeNode extends Span {
  readonly kind: "native";
  readonly name: NativeTypeName;
}

export interface CollectionTypeNode extends Span {
  readonly kind: "list" | "set";
  readonly element: TypeNode;
}

export interface MapTypeNode extends Span {
  readonly kind: "map";
  readonly key: TypeNode;
  readonly value: TypeNode;
}

export interface TupleTypeNode extends Span {
  readonly kind: "tuple";
  readonly elements: readonly TypeNode[];
}

export interface VectorTypeNode extends Span {
  readonly kind: "vector";
  readonly element: TypeNode;
  /** As written: an integer that may be too large, or negative. */
  readonly dimension: string;
}

export interface FrozenTypeNode extends Span {
  readonly kind: "frozen";
  readonly inner: TypeNode;
}

/** A type of the user's: `address`, `shop.address`. */
export interface UserTypeNode extends Span {
  readonly kind: "user";
  readonly keyspace: Identifier | undefined;
  readonly name: Identifier;
}

/** `'org.apache.cassandra.db.marshal.BytesType'` */
export interface CustomTypeNode extends Span {
  readonly kind: "custom";
  readonly className: string;
}
