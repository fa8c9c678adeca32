// Turns two CQL schemas into the plan of a `sync`, in words and texts. Pure.
import { unreachable } from "../base/assert.ts";
import type { Change } from "../cql/diff/change.ts";
import { describeChange } from "../cql/diff/describe-change.ts";
import type { Sides } from "../cql/diff/describe-reason.ts";
import { type RefusedDifference, type SyncChangesOptions, syncChanges } from "../cql/diff/sync-changes.ts";
import type { Schema } from "../cql/schema/schema.ts";
import type { DeclaredObject, RefusedChange, SchemaChange, SyncPlan } from "./schema-model.ts";

const TO_MODEL: Sides = { from: "live", to: "in the model" };
const TO_LIVE: Sides = { from: "in the model", to: "live" };

export function planSync(live: Schema, declared: Schema, options: Omit<SyncChangesOptions, "sides">): SyncPlan {
  const { statements, drift, refused } = syncChanges(live, declared, { ...options, sides: TO_MODEL });
  return {
    statements: statements.map(({ text, changes: [first] }) => ({ text, object: declaredObjectOf(first) })),
    drift: drift.map(describeDrift),
    refused: refused.map(describeRefused),
  };
}

function describeDrift(change: Change): SchemaChange {
  return { kind: change.kind, ...describeChange(change, TO_LIVE), loss: undefined, isInPlace: true };
}

function describeRefused({ change, reason, way }: RefusedDifference): RefusedChange {
  const { object, description } = describeChange(change, TO_MODEL);
  // Of a rebuild the reason is the whole difference.
  const isWhole = change.kind === "rebuild-table" || change.kind === "rebuild-type";
  const both = reason === undefined ? description : isWhole ? reason : `${description} (${reason})`;
  return { of: declaredObjectOf(change), kind: change.kind, object, description: both, way };
}

function declaredObjectOf(change: Change): DeclaredObject {
  switch (change.kind) {
    case "add-field":
      return { kind: "user-type", name: change.type };
    case "create-type":
    case "drop-type":
    case "recreate-type":
    case "rebuild-type":
      return { kind: "user-type", name: change.name };
    case "create-view":
    case "drop-view":
    case "alter-view":
    case "recreate-view":
      return { kind: "view", name: change.name };
    case "add-column":
    case "drop-column":
    case "mask-column":
    case "unmask-column":
    case "create-index":
    case "drop-index":
    case "recreate-index":
    case "create-trigger":
    case "drop-trigger":
    case "recreate-trigger":
      return { kind: "table", name: change.table };
    case "create-table":
    case "drop-table":
    case "alter-table-options":
    case "rebuild-table":
    case "create-keyspace":
    case "alter-keyspace":
    case "drop-keyspace":
    case "create-function":
    case "drop-function":
    case "replace-function":
    case "recreate-function":
    case "create-aggregate":
    case "drop-aggregate":
    case "replace-aggregate":
    case "recreate-aggregate":
      return { kind: "table", name: change.name };
    default:
      return unreachable(change);
  }
}
