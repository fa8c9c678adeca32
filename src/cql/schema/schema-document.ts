// A schema as JSON: what `snapshot` stores and what schemas are compared by. Data.
import type {
  ClusteringColumn,
  ColumnKind,
  CompactLayout,
  DroppedColumn,
  Index,
  IndexTarget,
  OptionMap,
  TableOptions,
  Trigger,
} from "./schema.ts";

/** The shape of the document. A newer one is refused by `decodeSchema`. */
export const SCHEMA_FORMAT = 1;

/** A schema as JSON. Lists are sorted by name, but for keys and fields; types are CQL; what is not there is left out. */
export interface SchemaDocument {
  readonly format: typeof SCHEMA_FORMAT;
  readonly keyspaces: readonly KeyspaceDocument[];
}

export interface KeyspaceDocument {
  readonly name: string;
  readonly replication: OptionMap;
  readonly durableWrites: boolean;
  readonly extra: OptionMap;
  readonly types: readonly UserTypeDocument[];
  readonly tables: readonly TableDocument[];
  readonly views: readonly ViewDocument[];
  readonly functions: readonly FunctionDocument[];
  readonly aggregates: readonly AggregateDocument[];
}

export interface FieldDocument {
  readonly name: string;
  /** CQL: "frozen<list<int>>". */
  readonly type: string;
}

export interface UserTypeDocument {
  readonly name: string;
  readonly fields: readonly FieldDocument[];
}

export interface ColumnDocument extends FieldDocument {
  readonly kind: ColumnKind;
  readonly mask?: MaskDocument;
}

export interface MaskDocument {
  readonly keyspace: string;
  readonly function: string;
  /** CQL terms. */
  readonly args: readonly (string | null)[];
}

export interface IndexDocument {
  readonly name: string;
  readonly kind: Index["kind"];
  readonly target: {
    readonly kind: IndexTarget["kind"];
    readonly column: string;
    readonly localTo?: readonly string[];
  };
  readonly className?: string;
  readonly options: OptionMap;
}

export interface DroppedColumnDocument extends FieldDocument {
  readonly kind: DroppedColumn["kind"];
  readonly droppedAtMicros?: string;
}

export interface TableDocument {
  readonly name: string;
  readonly id?: string;
  readonly columns: readonly ColumnDocument[];
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
  readonly compact?: CompactLayout;
  readonly options: TableOptions;
  readonly indexes: readonly IndexDocument[];
  readonly triggers: readonly Trigger[];
  readonly dropped: readonly DroppedColumnDocument[];
}

export interface ViewDocument {
  readonly name: string;
  readonly id?: string;
  readonly baseTable: string;
  readonly includesAllColumns: boolean;
  readonly where: string;
  readonly columns: readonly ColumnDocument[];
  readonly partitionKey: readonly string[];
  readonly clustering: readonly ClusteringColumn[];
  readonly options: TableOptions;
}

export interface FunctionDocument {
  readonly name: string;
  readonly args: readonly FieldDocument[];
  readonly returns: string;
  readonly isCalledOnNull: boolean;
  readonly language: string;
  readonly body: string;
}

export interface AggregateDocument {
  readonly name: string;
  readonly argumentTypes: readonly string[];
  readonly stateFunction: string;
  readonly stateType: string;
  readonly finalFunction?: string;
  readonly initialCondition?: string;
  readonly returns: string;
}
