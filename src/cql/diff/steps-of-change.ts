// Turns one change into the statements that make it, each with its place in the order of all. Pure.
import { unreachable } from "../../base/assert.ts";
import type { AlterTableAction, DdlNode, DropObject } from "../ast/ddl.ts";
import type { Property } from "../ast/property.ts";
import type { Capabilities } from "../capabilities.ts";
import { isIgnoredOption } from "../ignored-options.ts";
import type { Index, Table, Trigger } from "../schema/schema.ts";
import { createIndexNode } from "../schema/to-nodes/index-node.ts";
import { alterKeyspaceNode, createKeyspaceNode, type KeyspaceOptions } from "../schema/to-nodes/keyspace-node.ts";
import { identifierNode, objectNameNode } from "../schema/to-nodes/name-nodes.ts";
import {
  createAggregateNode,
  createFunctionNode,
  dropAggregateNode,
  dropFunctionNode,
} from "../schema/to-nodes/routine-nodes.ts";
import { columnNode, createTableNode, maskNode } from "../schema/to-nodes/table-node.ts";
import { createTriggerNode, dropTriggerNode } from "../schema/to-nodes/trigger-node.ts";
import { addFieldNode, createTypeNode } from "../schema/to-nodes/user-type-node.ts";
import { createViewNode } from "../schema/to-nodes/view-node.ts";
import type { Change } from "./change.ts";
import { optionProperties } from "./diff-options.ts";
import { sameData } from "./same-data.ts";

/**
 * What comes before what. Whatever stands on something goes before it and comes after it; what nothing new can miss
 * goes last.
 */
export const PHASES = [
  "drop-triggers",
  "drop-views",
  "drop-indexes",
  "drop-aggregates",
  "unmask",
  "drop-columns",
  "drop-tables",
  "drop-functions-early",
  "drop-types-early",
  "keyspace",
  "types",
  "functions",
  "aggregates",
  "tables",
  "add-columns",
  "table-options",
  "masks",
  "indexes",
  "views",
  "view-options",
  "triggers",
  "drop-functions-late",
  "drop-types-late",
] as const;

export type Phase = (typeof PHASES)[number];

export interface ChangeStep {
  readonly phase: Phase;
  readonly node: DdlNode;
}

export interface StepScope {
  /** The keyspace as it is written before names; undefined leaves it out. */
  readonly qualifier: string | undefined;
  readonly capabilities: Capabilities;
  /** Whether the type or function of a drop goes before anything new is made. */
  readonly goesEarly: (change: Change) => boolean;
}

export function stepsOfChange(scope: StepScope, change: Change): readonly ChangeStep[] {
  const { qualifier } = scope;
  const dropped = (kind: DropObject["kind"], name: string): DropObject => ({
    kind,
    ifExists: false,
    name: objectNameNode(qualifier, name),
  });
  switch (change.kind) {
    case "create-keyspace":
      return [{ phase: "keyspace", node: createKeyspaceNode(change.name, change.is) }];
    case "alter-keyspace": {
      const node = alterKeyspaceNode(change.name, changedOptions(change.was, change.is));
      return node.options.length === 0 ? [] : [{ phase: "keyspace", node }];
    }
    case "drop-keyspace":
      return [
        { phase: "keyspace", node: { kind: "drop-keyspace", ifExists: false, name: identifierNode(change.name) } },
      ];

    case "create-type":
      return [{ phase: "types", node: createTypeNode(qualifier, change.is) }];
    case "add-field":
      return [{ phase: "types", node: addFieldNode(qualifier, change.type, change.is) }];
    case "recreate-type":
      return [
        { phase: "drop-types-early", node: dropped("drop-type", change.name) },
        { phase: "types", node: createTypeNode(qualifier, change.is) },
      ];
    case "drop-type":
      return [
        {
          phase: scope.goesEarly(change) ? "drop-types-early" : "drop-types-late",
          node: dropped("drop-type", change.name),
        },
      ];

    case "create-table":
      return stepsOfTable(scope, change.is);
    case "drop-table":
      return [{ phase: "drop-tables", node: dropped("drop-table", change.name) }];
    case "alter-table-options":
      return stepsOfOptions(scope, change);
    case "rebuild-table":
    case "rebuild-type":
      return [];

    case "add-column": {
      const columns = [columnNode(qualifier, change.is)];
      return [alterTable(qualifier, change.table, "add-columns", { kind: "add", ifNotExists: false, columns })];
    }
    case "drop-column": {
      const columns = [identifierNode(change.name)];
      const action = { kind: "drop", ifExists: false, columns, timestamp: undefined } as const;
      return [alterTable(qualifier, change.table, "drop-columns", action)];
    }
    case "mask-column": {
      const column = identifierNode(change.name);
      const mask = maskNode(qualifier, change.is);
      const set = alterTable(qualifier, change.table, "masks", { kind: "mask", ifExists: false, column, mask });
      return change.how === "at-once" ? [set] : [unmask(qualifier, change), set];
    }
    case "unmask-column":
      return [unmask(qualifier, change)];

    case "create-index":
      return [createIndex(qualifier, change.table, change.is)];
    case "drop-index":
      return [{ phase: "drop-indexes", node: dropped("drop-index", change.name) }];
    case "recreate-index":
      return [
        { phase: "drop-indexes", node: dropped("drop-index", change.name) },
        createIndex(qualifier, change.table, change.is),
      ];

    case "create-trigger":
      return [createTrigger(qualifier, change.table, change.is)];
    case "drop-trigger":
      return [dropTrigger(qualifier, change)];
    case "recreate-trigger":
      return [dropTrigger(qualifier, change), createTrigger(qualifier, change.table, change.is)];

    case "create-view":
      return [{ phase: "views", node: createViewNode(qualifier, change.is) }];
    case "drop-view":
      return [{ phase: "drop-views", node: dropped("drop-materialized-view", change.name) }];
    case "recreate-view":
      return [
        { phase: "drop-views", node: dropped("drop-materialized-view", change.name) },
        { phase: "views", node: createViewNode(qualifier, change.is) },
      ];
    case "alter-view":
      return stepsOfOptions(scope, change);

    case "create-function":
      return [{ phase: "functions", node: createFunctionNode(qualifier, change.is) }];
    case "replace-function":
      return [{ phase: "functions", node: createFunctionNode(qualifier, change.is, "or-replace") }];
    case "drop-function":
      return [
        {
          phase: scope.goesEarly(change) ? "drop-functions-early" : "drop-functions-late",
          node: dropFunctionNode(qualifier, change.was),
        },
      ];
    case "recreate-function":
      return [
        { phase: "drop-functions-early", node: dropFunctionNode(qualifier, change.was) },
        { phase: "functions", node: createFunctionNode(qualifier, change.is) },
      ];

    case "create-aggregate":
      return [{ phase: "aggregates", node: createAggregateNode(qualifier, change.is) }];
    case "replace-aggregate":
      return [{ phase: "aggregates", node: createAggregateNode(qualifier, change.is, "or-replace") }];
    case "drop-aggregate":
      return [{ phase: "drop-aggregates", node: dropAggregateNode(qualifier, change.was) }];
    case "recreate-aggregate":
      return [
        { phase: "drop-aggregates", node: dropAggregateNode(qualifier, change.was) },
        { phase: "aggregates", node: createAggregateNode(qualifier, change.is) },
      ];
    default:
      return unreachable(change);
  }
}

function stepsOfTable({ qualifier, capabilities }: StepScope, table: Table): readonly ChangeStep[] {
  const { options, ...node } = createTableNode(qualifier, table);
  const heeded = options.filter(({ name }) => !isIgnoredOption(name.name, capabilities));
  return [
    { phase: "tables", node: { ...node, options: heeded } },
    ...table.indexes.sorted().map((index) => createIndex(qualifier, table.name, index)),
    ...table.triggers.sorted().map((trigger) => createTrigger(qualifier, table.name, trigger)),
  ];
}

function stepsOfOptions(
  { qualifier, capabilities }: StepScope,
  change: Extract<Change, { readonly kind: "alter-table-options" | "alter-view" }>,
): readonly ChangeStep[] {
  const options: readonly Property[] = optionProperties(change.was, change.is, capabilities);
  if (options.length === 0) return [];
  const name = objectNameNode(qualifier, change.name);
  if (change.kind === "alter-table-options") {
    return [alterTable(qualifier, change.name, "table-options", { kind: "options", options })];
  }
  return [{ phase: "view-options", node: { kind: "alter-materialized-view", ifExists: false, name, options } }];
}

/** Extra options one by one: what is not named stays as it is. */
function changedOptions(was: KeyspaceOptions, is: KeyspaceOptions): Partial<KeyspaceOptions> {
  const before = new Map(Object.entries(was.extra));
  const extra = Object.entries(is.extra).filter(([name, value]) => before.get(name) !== value);
  return {
    ...(!sameData(was.replication, is.replication) && { replication: is.replication }),
    ...(was.durableWrites !== is.durableWrites && { durableWrites: is.durableWrites }),
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
  };
}

function alterTable(qualifier: string | undefined, table: string, phase: Phase, action: AlterTableAction): ChangeStep {
  return {
    phase,
    node: { kind: "alter-table", ifExists: false, name: objectNameNode(qualifier, table), action },
  };
}

function unmask(qualifier: string | undefined, change: { readonly table: string; readonly name: string }): ChangeStep {
  const column = identifierNode(change.name);
  return alterTable(qualifier, change.table, "unmask", { kind: "drop-mask", ifExists: false, column });
}

function createIndex(qualifier: string | undefined, table: string, index: Index): ChangeStep {
  return { phase: "indexes", node: createIndexNode(qualifier, table, index) };
}

function createTrigger(qualifier: string | undefined, table: string, trigger: Trigger): ChangeStep {
  return { phase: "triggers", node: createTriggerNode(qualifier, table, trigger) };
}

function dropTrigger(
  qualifier: string | undefined,
  change: { readonly table: string; readonly was: Trigger },
): ChangeStep {
  return { phase: "drop-triggers", node: dropTriggerNode(qualifier, change.table, change.was.name) };
}
