// The rules of columns as the type checker says them; `check-types.ts` holds the same when a program runs. Types.

import type { Mistake } from "./mistake.ts";

/** "value": a regular column, or what stands within another type. */
export type Role = "value" | "indexed" | "static" | "partition-key" | "clustering";

/**
 * How a type is held: "native", "custom", "counter", "duration", "tuple", "vector", "frozen collection", "frozen type"; not
 * frozen: "list", "set", "map", "type"; "loose collection": one that holds something that is not frozen; "loose type": one
 * with such a field. Behind it " of durations" where the server finds one in it.
 */
export type Form = string;

type OfDurations = " of durations";
export type Collection = "list" | "set" | "map" | "loose collection";
export type HoldsDuration<F extends Form> = F extends "duration" | `${string}${OfDurations}` ? true : false;
export type IsMultiCell<F extends Form> = F extends `${Collection | "type" | "loose type"}${"" | OfDurations}`
  ? true
  : false;

/** A form, with durations where there are some in what it holds. */
export type WithDurations<F extends Form, Held extends Form> =
  true extends HoldsDuration<Held> ? `${F}${OfDurations}` : F;

/** The form of the same, frozen. */
export type FrozenForm<F extends Form> = F extends `${Collection}${infer Durations extends "" | OfDurations}`
  ? `frozen collection${Durations}`
  : F extends `${"type" | "loose type"}${infer Durations extends "" | OfDurations}`
    ? `frozen type${Durations}`
    : F;

/** `never` for a type that may be in a key. */
export type KeyFormMistake<F extends Form> =
  IsMultiCell<F> extends true
    ? "a collection or a user's type in a key must be frozen: write frozen(…)"
    : F extends "counter"
      ? "a counter cannot be in a key"
      : HoldsDuration<F> extends true
        ? "a duration cannot be in a key: durations have no order"
        : never;

export type RoleMistake<P extends Role> = P extends "value" | "indexed" ? never : `the column has a role: ${P}`;

export type KeyMistake<F extends Form, P extends Role> = RoleMistake<P> | KeyFormMistake<F>;

export type IndexMistake<F extends Form> = F extends "counter"
  ? "a counter cannot be indexed"
  : HoldsDuration<F> extends true
    ? "a duration cannot be indexed"
    : F extends `${"type" | "loose type"}`
      ? "a user's type must be frozen to be indexed: write frozen(udt(…))"
      : never;

/** What part of a column an index may be on. */
export type IndexPart<F extends Form> = F extends "map"
  ? "keys" | "values" | "entries"
  : F extends "list" | "set"
    ? "values"
    : F extends "frozen collection"
      ? "full"
      : Mistake<"`on` is for an index on a collection">;

/** What holds for the type of a column or a field, whatever its role is. */
export type FormMistake<F extends Form> = F extends `loose collection${"" | OfDurations}`
  ? "a collection or a user's type within a collection must be frozen: write frozen(…)"
  : F extends `loose type${"" | OfDurations}`
    ? "a user's type with a field that is not frozen must be frozen: write frozen(udt(…))"
    : never;

/** What stands within a collection, a tuple or a vector. */
export type InnerMistake<F extends Form, P extends Role> =
  | (P extends "value" ? never : "a type within another has no role and no index")
  | (F extends "counter" ? "a counter cannot stand within another type" : never);

/** What cannot be an element of a set, or a key of a map. */
export type OrderedMistake<F extends Form> = F extends "duration"
  ? "a duration cannot be in a set or a key of a map: durations have no order"
  : never;

export type FrozenMistake<F extends Form> = F extends "native" | "custom" | "counter" | "duration"
  ? "only collections, tuples, vectors and user's types can be frozen"
  : never;

export type FieldMistake<F extends Form, P extends Role> =
  | FormMistake<F>
  | (P extends "value" ? never : "a field has no role and no index")
  | (F extends "counter" ? "a field cannot be a counter" : never)
  | (F extends `type${"" | OfDurations}` ? "a user's type in a field must be frozen: write frozen(udt(…))" : never);
