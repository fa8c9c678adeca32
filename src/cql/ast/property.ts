// What stands behind WITH in a parsed statement. Data.
import type { Span } from "../../text/span.ts";
import type { Identifier } from "./name.ts";
import type { LiteralTerm, MapTerm, SequenceTerm } from "./term.ts";

/** `comment = 'x'`, `caching = {'keys': 'ALL'}` */
export interface Property extends Span {
  readonly name: Identifier;
  readonly value: PropertyValue;
}

/** A `set` without items is the empty map `{}`. */
export type PropertyValue = LiteralTerm | MapTerm | SequenceTerm | WordValue;

/** A word of the grammar without quotes: `key = values`. */
export interface WordValue extends Span {
  readonly kind: "word";
  readonly word: string;
}

/** What a table or a view has besides its columns; `COMPACT STORAGE` is where it stands. */
export interface TableProperties {
  readonly clusteringOrder: readonly ClusteringOrderNode[];
  readonly compactStorage: Span | undefined;
  readonly options: readonly Property[];
}

export interface ClusteringOrderNode {
  readonly column: Identifier;
  readonly order: "asc" | "desc";
}
