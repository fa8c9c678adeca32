// Values as the driver gives them for types that hold others: its own classes, with what is in them typed. Types.
import type { types } from "cassandra-driver";

/** A tuple, whose elements may be null. */
export interface TupleOf<Elements extends unknown[]> extends types.Tuple {
  elements: { [Index in keyof Elements]: Elements[Index] | null };
  get<Index extends number>(index: Index): number extends Index ? Elements[number] | null : Elements[Index] | null;
  values(): { [Index in keyof Elements]: Elements[Index] | null };
}

export interface VectorOf<Element> extends types.Vector {
  elements: Element[];
  at(index: number): Element;
  forEach(callback: (value: Element, index: number, array: Element[]) => void): void;
  [Symbol.iterator](): IterableIterator<Element>;
}
