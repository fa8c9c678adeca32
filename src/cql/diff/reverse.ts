// Turns a change into the one that undoes it. Pure.
import { unreachable } from "../../base/assert.ts";
import type { Change } from "./change.ts";
import { type ChangeDraft, toChange } from "./to-change.ts";

/** Undefined where no statement undoes it: its `reversal` is "none". "structure": the object comes back, and not its data. */
export function reverse(change: Change): Change | undefined {
  const draft = change.reversal === "none" ? undefined : reverseDraft(change);
  return draft === undefined ? undefined : toChange(draft);
}

function reverseDraft(change: Change): ChangeDraft | undefined {
  const { keyspace, name } = change;
  const path = { keyspace, name };
  switch (change.kind) {
    case "create-keyspace":
      return { kind: "drop-keyspace", ...path, was: change.is };
    case "drop-keyspace":
      return { kind: "create-keyspace", ...path, is: change.was };
    case "create-type":
      return { kind: "drop-type", ...path, was: change.is };
    case "drop-type":
      return { kind: "create-type", ...path, is: change.was };
    case "create-table":
      return { kind: "drop-table", ...path, was: change.is };
    case "drop-table":
      return { kind: "create-table", ...path, is: change.was };
    case "create-view":
      return { kind: "drop-view", ...path, was: change.is };
    case "drop-view":
      return { kind: "create-view", ...path, is: change.was };
    case "create-function":
      return { kind: "drop-function", ...path, was: change.is };
    case "drop-function":
      return { kind: "create-function", ...path, is: change.was };
    case "create-aggregate":
      return { kind: "drop-aggregate", ...path, was: change.is };
    case "drop-aggregate":
      return { kind: "create-aggregate", ...path, is: change.was };

    case "add-column":
      return { kind: "drop-column", ...path, table: change.table, was: change.is };
    case "drop-column":
      return { kind: "add-column", ...path, table: change.table, is: change.was };
    case "create-index":
      return { kind: "drop-index", ...path, table: change.table, was: change.is };
    case "drop-index":
      return { kind: "create-index", ...path, table: change.table, is: change.was };
    case "create-trigger":
      return { kind: "drop-trigger", ...path, table: change.table, was: change.is };
    case "drop-trigger":
      return { kind: "create-trigger", ...path, table: change.table, is: change.was };
    case "mask-column": {
      const { table, was, is, how } = change;
      if (was === undefined) return { kind: "unmask-column", ...path, table, was: is };
      return { kind: "mask-column", ...path, table, was: is, is: was, how };
    }
    case "unmask-column":
      return { kind: "mask-column", ...path, table: change.table, was: undefined, is: change.was, how: "at-once" };

    case "alter-table-options":
    case "alter-view":
      return {
        ...change,
        was: change.is,
        is: change.was,
        options: change.options.map((option) => ({ name: option.name, was: option.is, is: option.was })),
      };
    case "alter-keyspace":
      return { ...change, was: change.is, is: change.was };
    case "recreate-type":
      return { ...change, was: change.is, is: change.was };
    case "recreate-index":
      return { ...change, was: change.is, is: change.was };
    case "recreate-trigger":
      return { ...change, was: change.is, is: change.was };
    case "recreate-view":
      return { ...change, was: change.is, is: change.was };
    case "replace-function":
    case "recreate-function":
      return { ...change, was: change.is, is: change.was };
    case "replace-aggregate":
    case "recreate-aggregate":
      return { ...change, was: change.is, is: change.was };

    case "add-field":
    case "rebuild-type":
    case "rebuild-table":
      return undefined;
    default:
      return unreachable(change);
  }
}
