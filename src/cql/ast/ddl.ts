// Parsed statements that change the schema. Data.
import type { Span } from "../../text/span.ts";
import type { Identifier, ObjectName } from "./name.ts";
import type { Property, TableProperties } from "./property.ts";
import type { Relation } from "./relation.ts";
import type { Selector } from "./select.ts";
import type { Term } from "./term.ts";
import type { TypeNode } from "./type-node.ts";

export type DdlNode =
  | CreateKeyspace
  | AlterKeyspace
  | DropKeyspace
  | CreateTable
  | AlterTable
  | CreateType
  | AlterType
  | CreateIndex
  | CreateMaterializedView
  | AlterMaterializedView
  | CreateFunction
  | CreateAggregate
  | DropRoutine
  | CreateTrigger
  | DropTrigger
  | DropObject;

export interface CreateKeyspace {
  readonly kind: "create-keyspace";
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly options: readonly Property[];
}

export interface AlterKeyspace {
  readonly kind: "alter-keyspace";
  readonly ifExists: boolean;
  readonly name: Identifier;
  readonly options: readonly Property[];
}

export interface DropKeyspace {
  readonly kind: "drop-keyspace";
  readonly ifExists: boolean;
  readonly name: Identifier;
}

export interface CreateTable extends TableProperties {
  readonly kind: "create-table";
  readonly ifNotExists: boolean;
  readonly name: ObjectName;
  readonly columns: readonly ColumnNode[];
  /** Every `PRIMARY KEY (…)` that was written; the grammar allows several, the server one. */
  readonly primaryKeys: readonly PrimaryKeyNode[];
}

export interface ColumnNode extends Span {
  readonly name: Identifier;
  readonly type: TypeNode;
  readonly isStatic: boolean;
  readonly mask: MaskNode | undefined;
  /** Whether `PRIMARY KEY` stands behind this column; never in ALTER TABLE. */
  readonly isPrimaryKey: boolean;
}

export interface PrimaryKeyNode extends Span {
  readonly partition: readonly Identifier[];
  readonly clustering: readonly Identifier[];
}

/** `MASKED WITH DEFAULT` has no function; `MASKED WITH mask_inner(1, null)` has one. */
export interface MaskNode extends Span {
  readonly function: ObjectName | undefined;
  readonly args: readonly Term[];
}

export interface AlterTable {
  readonly kind: "alter-table";
  readonly ifExists: boolean;
  readonly name: ObjectName;
  readonly action: AlterTableAction;
}

export type AlterTableAction =
  | { readonly kind: "add"; readonly ifNotExists: boolean; readonly columns: readonly ColumnNode[] }
  /** `timestamp` in microseconds, as written. */
  | {
      readonly kind: "drop";
      readonly ifExists: boolean;
      readonly columns: readonly Identifier[];
      readonly timestamp: string | undefined;
    }
  | { readonly kind: "rename"; readonly ifExists: boolean; readonly renames: readonly RenameNode[] }
  | { readonly kind: "alter-type"; readonly column: Identifier; readonly type: TypeNode }
  | { readonly kind: "mask"; readonly ifExists: boolean; readonly column: Identifier; readonly mask: MaskNode }
  | { readonly kind: "drop-mask"; readonly ifExists: boolean; readonly column: Identifier }
  | { readonly kind: "drop-compact-storage" }
  | { readonly kind: "options"; readonly options: readonly Property[] }
  /** ScyllaDB: `ALTER TABLE t TTL column`; undefined is `TTL NULL`. */
  | { readonly kind: "ttl-column"; readonly column: Identifier | undefined };

export interface RenameNode {
  readonly from: Identifier;
  readonly to: Identifier;
}

export interface CreateType {
  readonly kind: "create-type";
  readonly ifNotExists: boolean;
  readonly name: ObjectName;
  readonly fields: readonly FieldNode[];
}

export interface FieldNode {
  readonly name: Identifier;
  readonly type: TypeNode;
}

export interface AlterType {
  readonly kind: "alter-type";
  readonly ifExists: boolean;
  readonly name: ObjectName;
  readonly action: AlterTypeAction;
}

export type AlterTypeAction =
  | { readonly kind: "add"; readonly ifNotExists: boolean; readonly field: Identifier; readonly type: TypeNode }
  | { readonly kind: "rename"; readonly ifExists: boolean; readonly renames: readonly RenameNode[] }
  | { readonly kind: "alter-type"; readonly field: Identifier; readonly type: TypeNode };

export interface CreateIndex {
  readonly kind: "create-index";
  readonly isCustom: boolean;
  readonly ifNotExists: boolean;
  readonly name: Identifier | undefined;
  readonly table: ObjectName;
  readonly targets: readonly IndexTargetNode[];
  /** The class name behind USING. */
  readonly using: string | undefined;
  readonly options: readonly Property[];
}

/** `partition-key` is ScyllaDB's local index: `ON t ((a, b), c)`. */
export type IndexTargetNode =
  | { readonly kind: "simple" | "values" | "keys" | "entries" | "full"; readonly column: Identifier }
  | { readonly kind: "partition-key"; readonly columns: readonly Identifier[] };

export interface CreateMaterializedView extends TableProperties {
  readonly kind: "create-materialized-view";
  readonly ifNotExists: boolean;
  readonly name: ObjectName;
  /** "*", or what is selected. */
  readonly selectors: "*" | readonly Selector[];
  readonly base: ObjectName;
  readonly where: readonly Relation[];
  readonly primaryKey: PrimaryKeyNode;
}

export interface AlterMaterializedView {
  readonly kind: "alter-materialized-view";
  readonly ifExists: boolean;
  readonly name: ObjectName;
  readonly options: readonly Property[];
}

export interface CreateFunction {
  readonly kind: "create-function";
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly name: ObjectName;
  readonly args: readonly ArgumentNode[];
  readonly onNull: "called" | "returns-null";
  readonly returns: TypeNode;
  readonly language: string;
  readonly body: string;
}

export interface ArgumentNode {
  readonly name: Identifier;
  readonly type: TypeNode;
}

export interface CreateAggregate {
  readonly kind: "create-aggregate";
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly name: ObjectName;
  readonly argumentTypes: readonly TypeNode[];
  readonly stateFunction: Identifier;
  readonly stateType: TypeNode;
  readonly finalFunction: Identifier | undefined;
  readonly initialCondition: Term | undefined;
  /** ScyllaDB: `REDUCEFUNC f`. */
  readonly reduceFunction: Identifier | undefined;
}

export interface DropRoutine {
  readonly kind: "drop-function" | "drop-aggregate";
  readonly ifExists: boolean;
  readonly name: ObjectName;
  /** Undefined when no list was written, so that the name alone must be clear. */
  readonly argumentTypes: readonly TypeNode[] | undefined;
}

export interface CreateTrigger {
  readonly kind: "create-trigger";
  readonly ifNotExists: boolean;
  readonly name: Identifier;
  readonly table: ObjectName;
  readonly className: string;
}

export interface DropTrigger {
  readonly kind: "drop-trigger";
  readonly ifExists: boolean;
  readonly name: Identifier;
  readonly table: ObjectName;
}

export interface DropObject {
  readonly kind: "drop-table" | "drop-type" | "drop-index" | "drop-materialized-view";
  readonly ifExists: boolean;
  readonly name: ObjectName;
}
