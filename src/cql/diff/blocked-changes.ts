// Says which changes no statement can make, and why: rebuilds, what cannot be said in CQL, and what waits for them. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { Column, Table, UserAggregate, View } from "../schema/schema.ts";
import { isInitialConditionReadable } from "../schema/to-nodes/initial-condition-node.ts";
import { isWhereReadable } from "../schema/to-nodes/view-node.ts";
import { BlockedParts } from "./blocked-parts.ts";
import type { Change } from "./change.ts";
import { describeTableReason, describeTypeReason, type Sides } from "./describe-reason.ts";
import { optionsWithoutDefault } from "./diff-options.ts";
import { functionsOf } from "./signature.ts";
import { userTypesIn, userTypesInAggregate, userTypesInFields, userTypesInFunction } from "./type-uses.ts";

export interface BlockedChange {
  readonly change: Change;
  /** What stands in the way, without a full stop. */
  readonly reason: string;
}

const BEFORE_AND_AFTER: Sides = { from: "before", to: "after" };

export interface BlockedOptions {
  readonly capabilities: Capabilities;
  /** What the two schemas are called in reasons; "before" and "after" by default. */
  readonly sides?: Sides | undefined;
}

/** In the order of the changes. A change that stands on one that is blocked is blocked, too. */
export function blockedChanges(
  changes: readonly Change[],
  { capabilities, sides = BEFORE_AND_AFTER }: BlockedOptions,
): readonly BlockedChange[] {
  const reasons = new Map<Change, string>();
  const parts = new BlockedParts();
  let size: number;
  // What is blocked may block what came before it: until nothing more is.
  do {
    size = reasons.size;
    for (const change of changes) {
      if (reasons.has(change)) continue;
      const reason = ownReason(change, capabilities, sides) ?? waitsFor(change, parts);
      if (reason === undefined) continue;
      reasons.set(change, reason);
      parts.add(change);
    }
  } while (reasons.size > size);
  return changes.flatMap((change) => {
    const reason = reasons.get(change);
    return reason === undefined ? [] : [{ change, reason }];
  });
}

function ownReason(change: Change, capabilities: Capabilities, sides: Sides): string | undefined {
  switch (change.kind) {
    case "rebuild-table": {
      const reasons = change.reasons.map((reason) => describeTableReason(reason, sides));
      return `the rows have to be copied to a new table: ${reasons.join("; ")}`;
    }
    case "rebuild-type": {
      const reasons = change.reasons.map((reason) => describeTypeReason(reason, sides));
      const tables = change.tables.map((table) => `\`${table}\``).join(", ");
      return `a new type is needed, and the rows of ${tables} have to be copied: ${reasons.join("; ")}`;
    }
    case "create-keyspace":
      return change.is.aggregates.sorted().map(unreadable).find(isDefined);
    case "create-aggregate":
    case "replace-aggregate":
    case "recreate-aggregate":
      return unreadable(change.is);
    case "create-view":
    case "recreate-view":
      return unreadableWhere(change.is);
    case "alter-keyspace":
      return withoutDefault(Object.keys(change.was.extra).filter((name) => !Object.hasOwn(change.is.extra, name)));
    case "alter-table-options":
    case "alter-view":
      return withoutDefault(optionsWithoutDefault(change.was, change.is, capabilities));
    default:
      return undefined;
  }
}

function unreadable(aggregate: UserAggregate): string | undefined {
  if (isInitialConditionReadable(aggregate)) return undefined;
  return `the INITCOND of aggregate \`${aggregate.name}\` is no CQL: ${aggregate.initialCondition}`;
}

function unreadableWhere(view: View): string | undefined {
  return isWhereReadable(view) ? undefined : `the WHERE of view \`${view.name}\` is no CQL: ${view.where}`;
}

function withoutDefault(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  return `the default of ${names.map((name) => `\`${name}\``).join(", ")} is not known: give it a value`;
}

/** The first thing that is not as this change needs it. */
function waitsFor(change: Change, parts: BlockedParts): string | undefined {
  switch (change.kind) {
    case "create-type":
      return parts.typeAmong(change.keyspace, userTypesInFields(change.is));
    case "add-field":
      // Fields come in their order: none before one that waits.
      return (
        parts.typeAmong(change.keyspace, [change.type, ...userTypesIn([change.is.type])]) ??
        parts.typeInKey(change.keyspace)
      );
    case "recreate-type":
      return (
        parts.typeAmong(change.keyspace, userTypesInFields(change.is)) ?? parts.holderOf(change.keyspace, change.name)
      );
    case "drop-type":
      return parts.holderOf(change.keyspace, change.name);

    case "create-function":
    case "replace-function":
      return parts.typeAmong(change.keyspace, userTypesInFunction(change.is));
    case "recreate-function":
      return (
        parts.typeAmong(change.keyspace, userTypesInFunction(change.is)) ?? parts.callerOf(change.keyspace, change.was)
      );
    case "drop-function":
      return parts.callerOf(change.keyspace, change.was);

    case "create-aggregate":
    case "replace-aggregate":
    case "recreate-aggregate":
      return (
        parts.typeAmong(change.keyspace, userTypesInAggregate(change.is)) ??
        parts.functionAmong(change.keyspace, functionsOf(change.is))
      );

    case "create-table":
      return ofTable(change.keyspace, change.is, parts);
    case "add-column":
      return ofColumn(change.keyspace, change.is, parts);
    case "mask-column":
      return (
        parts.functionNamed(change.keyspace, change.is) ??
        parts.columnAmong(change.keyspace, change.table, [change.name])
      );
    case "drop-column":
      return parts.viewOn(change.keyspace, change.table);
    case "drop-table":
      return parts.viewOn(change.keyspace, change.name);

    case "create-index":
      return (
        parts.index(change.keyspace, change.name) ??
        parts.columnAmong(change.keyspace, change.table, [change.is.target.column])
      );
    case "recreate-index":
      return parts.columnAmong(change.keyspace, change.table, [change.is.target.column]);
    case "create-view":
    case "recreate-view":
      return (
        parts.table(change.keyspace, change.is.baseTable) ??
        parts.columnAmong(change.keyspace, change.is.baseTable, change.is.columns.keys())
      );
    default:
      return undefined;
  }
}

function ofTable(keyspace: string, { columns, indexes }: Table, parts: BlockedParts): string | undefined {
  return (
    [...columns.values()].map((column) => ofColumn(keyspace, column, parts)).find(isDefined) ??
    [...indexes.keys()].map((name) => parts.index(keyspace, name)).find(isDefined)
  );
}

function ofColumn(keyspace: string, { type, mask }: Column, parts: BlockedParts): string | undefined {
  return parts.typeAmong(keyspace, userTypesIn([type])) ?? parts.functionNamed(keyspace, mask);
}

function isDefined(reason: string | undefined): reason is string {
  return reason !== undefined;
}
