// The entry `tidemark/models`: declares tables, types and views in TypeScript. Loads neither the parser nor a driver.
/// <reference types="node" preserve="true" />
export type { AnyColumn, Column, IndexOptions } from "./model/column.ts";
export { custom, frozen, list, map, set, tuple, udt, vector } from "./model/held-types.ts";
export type { Insert, Key, Row } from "./model/inferred.ts";
export type { Mistake } from "./model/mistake.ts";
export { isModel, type Model, type Place, type TableModel, type UserTypeModel, type ViewModel } from "./model/model.ts";
export {
  ascii,
  bigint,
  blob,
  boolean,
  counter,
  date,
  decimal,
  double,
  duration,
  float,
  inet,
  int,
  smallint,
  text,
  time,
  timestamp,
  timeuuid,
  tinyint,
  uuid,
  varchar,
  varint,
} from "./model/native-types.ts";
export { type ColumnMap, type Table, table } from "./model/table.ts";
export type { SubOptions, TableOptions, ViewOptions } from "./model/table-options.ts";
export {
  type FieldMap,
  type InsertOfFields,
  type RowOfFields,
  type UserType,
  type UserTypeOptions,
  userType,
} from "./model/user-type.ts";
export type { TupleOf, VectorOf } from "./model/value-types.ts";
export { type View, type ViewColumns, type ViewDefinition, view } from "./model/view.ts";
