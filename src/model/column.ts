// A column that is being declared: its type, and what was said of it. Every call gives a new one. Pure.
import type { CqlType } from "../cql/schema/cql-type.ts";
import type { ColumnKind, OptionMap } from "../cql/schema/schema.ts";
import type { Form, IndexMistake, IndexPart, KeyMistake, Role, RoleMistake } from "./column-rules.ts";
import { readObject } from "./is-plain-object.ts";
import type { Without } from "./mistake.ts";
import type { UserTypeModel } from "./model.ts";
import { isScalar, type SubOptions } from "./table-options.ts";

/** Known to the type checker alone. */
declare const TYPES: unique symbol;

export interface ColumnTypes {
  /** What the driver gives. */
  readonly row: unknown;
  /** What the driver takes. */
  readonly insert: unknown;
  readonly form: Form;
  readonly role: Role;
}

/** Any column. */
export interface AnyColumn {
  readonly spec: ColumnSpec;
  readonly [TYPES]?: ColumnTypes;
}

export type RowOf<C extends AnyColumn> = NonNullable<C[typeof TYPES]>["row"];
export type InsertOf<C extends AnyColumn> = NonNullable<C[typeof TYPES]>["insert"];
export type FormOf<C extends AnyColumn> = NonNullable<C[typeof TYPES]>["form"];
export type RoleOf<C extends AnyColumn> = NonNullable<C[typeof TYPES]>["role"];

/** A type, and the column that has it. `R` is what the driver gives for it, `I` what it takes. */
export interface Column<R, I, F extends Form, P extends Role = "value"> extends AnyColumn {
  readonly [TYPES]?: { readonly row: R; readonly insert: I; readonly form: F; readonly role: P };
  /** The key that says where a row is; of several columns in the order of their declaration. */
  partitionKey(this: Without<KeyMistake<F, P>>): Column<R, I, F, "partition-key">;
  /** The key of a row within its partition; of several columns in the order of their declaration. */
  clusteringKey(this: Without<KeyMistake<F, P>>, order?: "asc" | "desc"): Column<R, I, F, "clustering">;
  /** One value for all rows of a partition. */
  static(this: Without<RoleMistake<P>>): Column<R, I, F, "static">;
  /** With an index; every call is one more. */
  indexed(
    this: Without<IndexMistake<F>>,
    options?: IndexOptions<F>,
  ): Column<R, I, F, P extends "value" ? "indexed" : P>;
}

export interface IndexOptions<F extends Form> {
  /** Unless it is given: that of an equal index of the database, else `table_column_idx`, as servers call it. */
  readonly name?: string | undefined;
  /** `sai`, or the class of a custom index; the server's own kind of index unless it is given. */
  readonly using?: "sai" | (string & {}) | undefined;
  /** Of a custom index. */
  readonly options?: SubOptions | undefined;
  /** Of a collection: its values unless it is given; of a frozen one always the full value. */
  readonly on?: IndexPart<F> | undefined;
}

/** What was said of a column. */
export interface ColumnSpec {
  readonly type: CqlType;
  /** Those that were given; more than one is a mistake. */
  readonly roles: readonly Exclude<ColumnKind, "regular">[];
  readonly order: "asc" | "desc";
  readonly indexes: readonly IndexSpec[];
  /** Those that stand in its type. */
  readonly userTypes: readonly UserTypeModel[];
  /** What is wrong with its type. */
  readonly mistakes: readonly string[];
}

export interface IndexSpec {
  readonly name: string | undefined;
  readonly using: string | undefined;
  readonly options: OptionMap;
  readonly on: string | undefined;
}

/** A column of a type of which nothing was said. */
export function columnOfType<R, I, F extends Form>(
  type: CqlType,
  userTypes: readonly UserTypeModel[] = [],
  mistakes: readonly string[] = [],
): Column<R, I, F> {
  return columnOf({ type, roles: [], order: "asc", indexes: [], userTypes, mistakes });
}

function columnOf<R, I, F extends Form, P extends Role>(spec: ColumnSpec): Column<R, I, F, P> {
  return {
    spec,
    partitionKey: () => columnOf({ ...spec, roles: [...spec.roles, "partition-key"] }),
    clusteringKey: (order = "asc") =>
      columnOf({ ...spec, roles: [...spec.roles, "clustering"], ...readOrder(order, spec) }),
    static: () => columnOf({ ...spec, roles: [...spec.roles, "static"] }),
    indexed: (options = {}) => {
      const mistakes = [...spec.mistakes];
      const index = readIndex(options, mistakes);
      return columnOf({ ...spec, indexes: [...spec.indexes, index], mistakes });
    },
  };
}

function readOrder(order: string, { mistakes }: ColumnSpec): Pick<ColumnSpec, "order" | "mistakes"> {
  if (order === "asc" || order === "desc") return { order, mistakes };
  return { order: "asc", mistakes: [...mistakes, `the order of a clustering key is "asc" or "desc", not "${order}"`] };
}

/** What an index is on is the type's to judge. */
type GivenIndex = Omit<IndexOptions<Form>, "on"> & { readonly on?: unknown };

function readIndex(given: GivenIndex, mistakes: string[]): IndexSpec {
  const read = readObject(given, 'an index is given as an object: { using: "sai" }', mistakes);
  const { name, using, options = {}, on, ...others } = read;
  for (const unknown of Object.keys(others)) {
    mistakes.push(`an index has no \`${unknown}\`: it has \`name\`, \`using\`, \`options\` and \`on\``);
  }
  const texts = Object.entries(readObject(options, "the `options` of an index are an object", mistakes))
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      if (!isScalar(value)) mistakes.push(`option \`${key}\` of an index takes a text, a number, true or false`);
      return [key, String(value)] as const;
    });
  return {
    name: readText(name, "name", mistakes),
    using: readText(using, "using", mistakes),
    options: Object.fromEntries(texts),
    on: readText(on, "on", mistakes),
  };
}

function readText(value: unknown, what: string, mistakes: string[]): string | undefined {
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  mistakes.push(`the \`${what}\` of an index is a text that is not empty`);
  return undefined;
}

/** Whether a value is a column of this or any other copy of the package. */
export function isColumn(value: unknown): value is AnyColumn {
  if (typeof value !== "object" || value === null || !("spec" in value)) return false;
  const { spec } = value;
  return typeof spec === "object" && spec !== null && "type" in spec && "roles" in spec;
}
