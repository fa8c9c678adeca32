// The difference of two schemas, as data: one change for one object or column. Data.
//
// `was` is what stands in the first schema, `is` what stands in the second. The kinds are public JSON.
import type {
  Column,
  Field,
  Index,
  Keyspace,
  Mask,
  OptionValue,
  Table,
  TableOptions,
  Trigger,
  UserAggregate,
  UserFunction,
  UserType,
  View,
} from "../schema/schema.ts";
import type { KeyspaceOptions } from "../schema/to-nodes/keyspace-node.ts";

export type Change =
  | KeyspaceChange
  | TypeChange
  | TableChange
  | ColumnChange
  | IndexChange
  | TriggerChange
  | ViewChange
  | FunctionChange
  | AggregateChange;

export type KeyspaceChange = CreateKeyspaceChange | AlterKeyspaceChange | DropKeyspaceChange;
export type TypeChange = CreateTypeChange | DropTypeChange | AddFieldChange | RecreateTypeChange | RebuildTypeChange;
export type TableChange = CreateTableChange | DropTableChange | AlterTableOptionsChange | RebuildTableChange;
export type ColumnChange = AddColumnChange | DropColumnChange | MaskColumnChange | UnmaskColumnChange;
export type IndexChange = CreateIndexChange | DropIndexChange | RecreateIndexChange;
export type TriggerChange = CreateTriggerChange | DropTriggerChange | RecreateTriggerChange;
export type ViewChange = CreateViewChange | DropViewChange | AlterViewChange | RecreateViewChange;
export type FunctionChange = CreateFunctionChange | DropFunctionChange | ReplaceFunctionChange | RecreateFunctionChange;
export type AggregateChange =
  | CreateAggregateChange
  | DropAggregateChange
  | ReplaceAggregateChange
  | RecreateAggregateChange;

/**
 * "full": the reverse brings everything back. "structure": it brings back the object, and not the data that was in it.
 * "none": no statement undoes it.
 */
export type Reversal = "full" | "structure" | "none";

/** What every change says of itself. */
export interface ChangeFacts {
  /** What data or protection is lost for good, as a sentence without a full stop; undefined when nothing is. */
  readonly loss: string | undefined;
  /** What does not work while the change is under way, as a sentence without a full stop. */
  readonly meanwhile: string | undefined;
  readonly reversal: Reversal;
}

/** An object that stands directly in a keyspace; `name` is the signature of a function or an aggregate. */
interface OfKeyspace extends ChangeFacts {
  readonly keyspace: string;
  readonly name: string;
}

/** What belongs to a table. */
interface OfTable extends OfKeyspace {
  readonly table: string;
}

export interface CreateKeyspaceChange extends OfKeyspace {
  readonly kind: "create-keyspace";
  /** With everything in it. */
  readonly is: Keyspace;
}

export interface AlterKeyspaceChange extends OfKeyspace {
  readonly kind: "alter-keyspace";
  readonly was: KeyspaceOptions;
  readonly is: KeyspaceOptions;
}

export interface DropKeyspaceChange extends OfKeyspace {
  readonly kind: "drop-keyspace";
  readonly was: Keyspace;
}

export interface CreateTypeChange extends OfKeyspace {
  readonly kind: "create-type";
  readonly is: UserType;
}

export interface DropTypeChange extends OfKeyspace {
  readonly kind: "drop-type";
  readonly was: UserType;
}

/** A field at the end of a type; `name` is the field's. */
export interface AddFieldChange extends OfKeyspace {
  readonly kind: "add-field";
  readonly type: string;
  readonly is: Field;
}

/** A type that no table holds, dropped and made again. */
export interface RecreateTypeChange extends OfKeyspace {
  readonly kind: "recreate-type";
  readonly was: UserType;
  readonly is: UserType;
  /** "definition": it differs itself. "type": it holds a type that is made again. */
  readonly because: "definition" | "type";
}

/** A type that tables hold, and that no server can change in place into what it is to be. */
export interface RebuildTypeChange extends OfKeyspace {
  readonly kind: "rebuild-type";
  readonly was: UserType;
  readonly is: UserType;
  readonly reasons: readonly RebuildTypeReason[];
  /** The tables whose rows hold values of it, by name. */
  readonly tables: readonly string[];
}

/** `was` and `is` are types, or for "field-moved" positions from 1. "partition-key": nothing can be added to such a type. */
export interface RebuildTypeReason {
  readonly kind: "field-removed" | "field-moved" | "field-type" | "partition-key";
  readonly field: string;
  readonly was: string | undefined;
  readonly is: string | undefined;
}

export interface CreateTableChange extends OfKeyspace {
  readonly kind: "create-table";
  /** With its indexes and triggers. */
  readonly is: Table;
}

export interface DropTableChange extends OfKeyspace {
  readonly kind: "drop-table";
  /** With its indexes and triggers. */
  readonly was: Table;
}

export interface AlterTableOptionsChange extends OfKeyspace {
  readonly kind: "alter-table-options";
  /** All options of the table but those that have their default. */
  readonly was: TableOptions;
  readonly is: TableOptions;
  /** Those that differ, by name. */
  readonly options: readonly OptionChange[];
}

/** Undefined is the server's default. */
export interface OptionChange {
  readonly name: string;
  readonly was: OptionValue | undefined;
  readonly is: OptionValue | undefined;
}

/** A table that no server can change in place into what it is to be: rows have to be copied to a new one. */
export interface RebuildTableChange extends OfKeyspace {
  readonly kind: "rebuild-table";
  readonly was: Table;
  readonly is: Table;
  readonly reasons: readonly RebuildTableReason[];
  /**
   * What else differs in a table whose key or layout differs: it comes with the new table, and is not done to the old
   * one. Where only columns are the reason, the rest stands beside this change.
   */
  readonly changes: readonly Change[];
}

export interface RebuildTableReason {
  readonly kind:
    | "partition-key"
    | "clustering"
    /** A column of the key with the place, type and order of one that is gone: `was` and `is` are the names. */
    | "key-name"
    | "compact-layout"
    /** Counters or none: decided when a table is made. */
    | "counter"
    | "column-type"
    | "column-kind"
    /** A column of a compact table is neither added nor dropped. */
    | "compact-column"
    /** The name of a column that was dropped, with another type or kind; or of a dropped counter. */
    | "column-again"
    /** A column that the server refuses to drop. */
    | "column-stays";
  /** Undefined for what concerns the whole table. */
  readonly column: string | undefined;
  /** Undefined where a column is not there. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

export interface AddColumnChange extends OfTable {
  readonly kind: "add-column";
  readonly is: Column;
}

export interface DropColumnChange extends OfTable {
  readonly kind: "drop-column";
  readonly was: Column;
}

/** A mask on a column that had none or another; with `was` and `is` the same, one whose function is made again. */
export interface MaskColumnChange extends OfTable {
  readonly kind: "mask-column";
  readonly was: Mask | undefined;
  readonly is: Mask;
  /** "at-once", or "unmasked-first" where the function of the old mask has to go before the new one can come. */
  readonly how: "at-once" | "unmasked-first";
}

export interface UnmaskColumnChange extends OfTable {
  readonly kind: "unmask-column";
  readonly was: Mask;
}

export interface CreateIndexChange extends OfTable {
  readonly kind: "create-index";
  readonly is: Index;
}

export interface DropIndexChange extends OfTable {
  readonly kind: "drop-index";
  readonly was: Index;
}

export interface RecreateIndexChange extends OfTable {
  readonly kind: "recreate-index";
  readonly was: Index;
  readonly is: Index;
}

export interface CreateTriggerChange extends OfTable {
  readonly kind: "create-trigger";
  readonly is: Trigger;
}

export interface DropTriggerChange extends OfTable {
  readonly kind: "drop-trigger";
  readonly was: Trigger;
}

export interface RecreateTriggerChange extends OfTable {
  readonly kind: "recreate-trigger";
  readonly was: Trigger;
  readonly is: Trigger;
}

export interface CreateViewChange extends OfKeyspace {
  readonly kind: "create-view";
  readonly is: View;
}

export interface DropViewChange extends OfKeyspace {
  readonly kind: "drop-view";
  readonly was: View;
}

export interface AlterViewChange extends OfKeyspace {
  readonly kind: "alter-view";
  /** As for a table. */
  readonly was: TableOptions;
  readonly is: TableOptions;
  readonly options: readonly OptionChange[];
}

export interface RecreateViewChange extends OfKeyspace {
  readonly kind: "recreate-view";
  readonly was: View;
  readonly is: View;
  /**
   * "definition": it differs itself. "base-table": no column can be dropped from a table that has views. "type": no field
   * can be added to a type in a partition key.
   */
  readonly because: "definition" | "base-table" | "type";
}

export interface CreateFunctionChange extends OfKeyspace {
  readonly kind: "create-function";
  readonly is: UserFunction;
}

export interface DropFunctionChange extends OfKeyspace {
  readonly kind: "drop-function";
  readonly was: UserFunction;
}

/** CREATE OR REPLACE does it: callers never miss it. */
export interface ReplaceFunctionChange extends OfKeyspace {
  readonly kind: "replace-function";
  readonly was: UserFunction;
  readonly is: UserFunction;
}

export interface RecreateFunctionChange extends OfKeyspace {
  readonly kind: "recreate-function";
  readonly was: UserFunction;
  readonly is: UserFunction;
  /** "definition": it differs in what OR REPLACE refuses to change. "type": it takes or gives a type that is made again. */
  readonly because: "definition" | "type";
}

export interface CreateAggregateChange extends OfKeyspace {
  readonly kind: "create-aggregate";
  readonly is: UserAggregate;
}

export interface DropAggregateChange extends OfKeyspace {
  readonly kind: "drop-aggregate";
  readonly was: UserAggregate;
}

export interface ReplaceAggregateChange extends OfKeyspace {
  readonly kind: "replace-aggregate";
  readonly was: UserAggregate;
  readonly is: UserAggregate;
}

export interface RecreateAggregateChange extends OfKeyspace {
  readonly kind: "recreate-aggregate";
  readonly was: UserAggregate;
  readonly is: UserAggregate;
  /** "function": one of its functions is made again. */
  readonly because: "definition" | "type" | "function";
}
