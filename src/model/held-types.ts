// The makers of columns whose type holds others: collections, tuples, vectors, user's types, and classes. Pure.
import type { types } from "cassandra-driver";
import type { CqlType } from "../cql/schema/cql-type.ts";
import { freeze, isCounter } from "../cql/schema/type-facts.ts";
import {
  type AnyColumn,
  type Column,
  type ColumnSpec,
  columnOfType,
  type FormOf,
  type InsertOf,
  isColumn,
  type RoleOf,
  type RowOf,
} from "./column.ts";
import type {
  Form,
  FrozenForm,
  FrozenMistake,
  InnerMistake,
  IsMultiCell,
  OrderedMistake,
  WithDurations,
} from "./column-rules.ts";
import type { Without } from "./mistake.ts";
import type { FieldMap, InsertOfFields, RowOfFields, UserType, UserTypeForm } from "./user-type.ts";
import type { TupleOf, VectorOf } from "./value-types.ts";

type Inner<C extends AnyColumn> = Without<InnerMistake<FormOf<C>, RoleOf<C>>>;
type Ordered<C extends AnyColumn> = Without<InnerMistake<FormOf<C>, RoleOf<C>> | OrderedMistake<FormOf<C>>>;
/** A collection holds only what is frozen, unless it is frozen itself. */
type CollectionForm<F extends Form, Held extends Form> = true extends IsMultiCell<Held> ? "loose collection" : F;

/** An array. */
export function list<C extends AnyColumn>(
  element: C & Inner<C>,
): Column<RowOf<C>[], readonly InsertOf<C>[], WithDurations<CollectionForm<"list", FormOf<C>>, FormOf<C>>> {
  const held = readHeld(element, "list");
  return holding({ kind: "list", element: held.type, isFrozen: false }, [held]);
}

/** An array, too, as the driver gives and takes it. */
export function set<C extends AnyColumn>(
  element: C & Ordered<C>,
): Column<RowOf<C>[], readonly InsertOf<C>[], CollectionForm<"set", FormOf<C>>> {
  const held = ordered(readHeld(element, "set"));
  return holding({ kind: "set", element: held.type, isFrozen: false }, [held]);
}

/** An object: whatever the type of the keys is, the driver gives and takes them as the names of properties. */
export function map<K extends AnyColumn, V extends AnyColumn>(
  key: K & Ordered<K>,
  value: V & Inner<V>,
): Column<
  { [key: string]: RowOf<V> },
  { readonly [key: string]: InsertOf<V> },
  WithDurations<CollectionForm<"map", FormOf<K> | FormOf<V>>, FormOf<V>>
> {
  const keySpec = ordered(readHeld(key, "map"));
  const valueSpec = readHeld(value, "map");
  return holding({ kind: "map", key: keySpec.type, value: valueSpec.type, isFrozen: false }, [keySpec, valueSpec]);
}

/** Always frozen, with everything in it. */
export function tuple<C extends AnyColumn[]>(
  ...elements: C & { readonly [Index in keyof C]: Inner<C[Index]> }
): Column<
  TupleOf<{ -readonly [Index in keyof C]: RowOf<C[Index]> }>,
  types.Tuple,
  WithDurations<"tuple", FormOf<C[number]>>
> {
  const held = elements.map((element) => readHeld(element, "tuple"));
  const mistakes = held.length === 0 ? ["a tuple holds something"] : [];
  return holding({ kind: "tuple", elements: held.map(({ type }) => freeze(type)) }, held, mistakes);
}

/** @param dimension how many elements it has, from 1 */
export function vector<C extends AnyColumn>(
  element: C & Inner<C>,
  dimension: number,
): Column<VectorOf<RowOf<C>>, types.Vector, "vector"> {
  const held = readHeld(element, "vector");
  const isPossible = Number.isSafeInteger(dimension) && dimension >= 1;
  const mistakes = isPossible ? [] : [`the dimension of a vector is a whole number from 1, not ${dimension}`];
  return holding({ kind: "vector", element: held.type, dimension: isPossible ? dimension : 1 }, [held], mistakes);
}

/** Held as one value, and written as a whole. */
export function frozen<C extends AnyColumn>(
  type: C & Without<InnerMistake<"native", RoleOf<C>> | FrozenMistake<FormOf<C>>>,
): Column<RowOf<C>, InsertOf<C>, FrozenForm<FormOf<C>>> {
  const held = readHeld(type, "frozen type");
  const { kind } = held.type;
  const mistakes =
    kind === "native" || kind === "custom" ? ["only collections, tuples, vectors and user's types can be frozen"] : [];
  return holding(freeze(held.type), [held], mistakes);
}

/** A type that `userType` has made; not frozen unless `frozen` stands around it. */
export function udt<F extends FieldMap>(type: UserType<F>): Column<RowOfFields<F>, InsertOfFields<F>, UserTypeForm<F>> {
  if (type?.kind !== "user-type") return columnOfType(UNKNOWN, [], ["`udt` takes what `userType` has made"]);
  return columnOfType({ kind: "user", name: type.name, isFrozen: false }, [type]);
}

/**
 * A type by the name of its class, such as `PointType` of DSE. The driver gives and takes bytes for one that it does not know;
 * say by `custom<R, I>(…)` what it gives and takes for one that it does.
 */
export function custom(className: string): Column<Buffer, Buffer, "custom">;
export function custom<R, I = R>(className: string): Column<R, I, "custom">;
export function custom(className: string): Column<Buffer, Buffer, "custom"> {
  if (typeof className === "string" && className !== "") return columnOfType({ kind: "custom", className });
  return columnOfType(UNKNOWN, [], ["`custom` takes the name of a class"]);
}

const UNKNOWN: CqlType = { kind: "native", name: "blob" };

type Held = Pick<ColumnSpec, "type" | "userTypes" | "mistakes">;

/** What stands in another type; programs in JavaScript may put anything there. */
function readHeld(element: AnyColumn, where: string): Held {
  if (!isColumn(element)) {
    return { type: UNKNOWN, userTypes: [], mistakes: [`in a ${where} stands a type, such as \`text()\``] };
  }
  const { type, roles, indexes, userTypes } = element.spec;
  const mistakes = [...element.spec.mistakes];
  if (roles.length > 0 || indexes.length > 0) mistakes.push("a type within another has no role and no index");
  if (isCounter(type)) mistakes.push("a counter cannot stand within another type");
  return { type, userTypes, mistakes };
}

function ordered(held: Held): Held {
  if (held.type.kind !== "native" || held.type.name !== "duration") return held;
  const mistake = "a duration cannot be in a set or a key of a map: durations have no order";
  return { ...held, mistakes: [...held.mistakes, mistake] };
}

function holding<R, I, F extends Form>(
  type: CqlType,
  held: readonly Held[],
  mistakes: readonly string[] = [],
): Column<R, I, F> {
  const userTypes = new Set(held.flatMap((each) => each.userTypes));
  return columnOfType(type, [...userTypes], [...held.flatMap((each) => each.mistakes), ...mistakes]);
}
