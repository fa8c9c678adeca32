// What a model holds: a table, a user's type or a view as a program in TypeScript or JavaScript declares it. Data; pure.
import type { CqlType } from "../cql/schema/cql-type.ts";
import type {
  ClusteringColumn,
  ColumnKind,
  Field,
  IndexTarget,
  OptionMap,
  TableOptions,
} from "../cql/schema/schema.ts";

/** The same in every copy of the package, so that one knows the models of another. */
export const MODEL: unique symbol = Symbol.for("tidemark.model");

export type Model = TableModel | UserTypeModel | ViewModel;

/** Where a model was declared: a path as the runtime knows it; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface ModelHead {
  readonly [MODEL]: true;
  /** As it is stored: `Users` is `"Users"` in CQL. */
  readonly name: string;
  /** Undefined: the keyspace that is managed. */
  readonly keyspace: string | undefined;
  /** Undefined where the runtime does not tell. */
  readonly place: Place | undefined;
}

export interface TableModel extends ModelHead {
  readonly kind: "table";
  /** In the order of their declaration. */
  readonly columns: readonly ColumnModel[];
  /** Names of columns, in the order of the key. */
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
  readonly indexes: readonly IndexModel[];
  /** By their names in CQL. What is not named has the server's default. */
  readonly options: TableOptions;
  readonly isCompact: boolean;
  /** Those that stand in the types of its columns; each knows those of its fields. */
  readonly userTypes: readonly UserTypeModel[];
}

export interface ColumnModel {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: ColumnKind;
}

export interface IndexModel {
  /** Undefined: that of an equal index of the database, else the server's choice. */
  readonly name: string | undefined;
  readonly column: string;
  readonly target: IndexTarget["kind"];
  /** What stands behind USING: `sai`, or a class. Undefined for the server's own kind of index. */
  readonly using: string | undefined;
  readonly options: OptionMap;
}

export interface UserTypeModel extends ModelHead {
  readonly kind: "user-type";
  readonly fields: readonly Field[];
  /** Those that stand in the types of its fields; each knows those of its own. */
  readonly userTypes: readonly UserTypeModel[];
}

export interface ViewModel extends ModelHead {
  readonly kind: "view";
  readonly base: TableModel;
  /** Names of columns, those of the key among them or not. */
  readonly columns: "all" | readonly string[];
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
  /** Relations in CQL; a column of the key that stands in none of them is `IS NOT NULL`. */
  readonly where: string | undefined;
  readonly options: TableOptions;
}

/** Whether a value is a model of this or any other copy of the package. */
export function isModel(value: unknown): value is Model {
  return typeof value === "object" && value !== null && Reflect.get(value, MODEL) === true;
}
