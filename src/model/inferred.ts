// What the type checker infers of models: rows as the driver gives them, and values as it takes them. Types.
import type { InsertOf, RoleOf, RowOf } from "./column.ts";
import type { Mistake } from "./mistake.ts";
import type { ColumnMap, HasCounter, KeyNames, Table } from "./table.ts";
import type { FieldMap, InsertOfFields, RowOfFields, UserType } from "./user-type.ts";
import type { View } from "./view.ts";

/** A type as it looks, in messages and editors. */
type Plain<T> = T extends unknown ? { [Name in keyof T]: T[Name] } : never;

/** A row as the driver gives it: a column of the key is never null, any other may be. */
export type Row<M> =
  M extends Table<infer C> ? RowOfColumns<C> : M extends View<infer C> ? RowOfColumns<C> : RowOfType<M>;

/** The values of an INSERT as the driver takes them: those of the key have to be there. */
export type Insert<M> = M extends Table<infer C> ? InsertOfColumns<C> : M extends View ? InsertOfView : InsertOfType<M>;

/** The values of the primary key as the driver takes them. */
export type Key<M> = M extends Table<infer C> ? KeyOfColumns<C> : M extends View<infer C> ? KeyOfColumns<C> : never;

type RowOfColumns<C extends ColumnMap> = {
  -readonly [Name in keyof C]: RoleOf<C[Name]> extends "partition-key" | "clustering"
    ? RowOf<C[Name]>
    : RowOf<C[Name]> | null;
};

type InsertOfColumns<C extends ColumnMap> =
  HasCounter<C> extends true
    ? Mistake<"counters take no INSERT: UPDATE … SET counter = counter + ?">
    : Plain<
        KeyOfColumns<C> & {
          -readonly [Name in Exclude<keyof C, KeyNames<C>>]?: InsertOf<C[Name]> | null | undefined;
        }
      >;
type InsertOfView = Mistake<"a view takes no INSERT: its rows come from its table">;

type KeyOfColumns<C extends ColumnMap> = { -readonly [Name in KeyNames<C>]: InsertOf<C[Name]> };

type RowOfType<M> = M extends UserType<infer F extends FieldMap> ? RowOfFields<F> : never;
type InsertOfType<M> = M extends UserType<infer F extends FieldMap> ? InsertOfFields<F> : never;
