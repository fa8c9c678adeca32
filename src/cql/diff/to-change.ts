// Adds to a difference what it means: what is lost, what fails meanwhile, whether it can be undone. Pure.
import { unreachable } from "../../base/assert.ts";
import type { Column } from "../schema/schema.ts";
import type { KeyspaceOptions } from "../schema/to-nodes/keyspace-node.ts";
import { isCounter, isMultiCell } from "../schema/type-facts.ts";
import type { Change, ChangeFacts, Reversal } from "./change.ts";
import { userTypesIn } from "./type-uses.ts";

type WithoutFacts<C> = C extends Change ? Omit<C, keyof ChangeFacts> : never;

/** A change before it is known what it means. */
export type ChangeDraft = WithoutFacts<Change>;

export function toChange(draft: ChangeDraft): Change {
  const facts: ChangeFacts = {
    loss: lossOf(draft),
    meanwhile: meanwhileOf(draft),
    reversal: reversalOf(draft),
  };
  return { ...draft, ...facts } as Change;
}

function lossOf(draft: ChangeDraft): string | undefined {
  const path = `\`${draft.keyspace}.${draft.name}\``;
  switch (draft.kind) {
    case "drop-keyspace":
      return `every row of every table in keyspace \`${draft.name}\` is lost`;
    case "alter-keyspace":
      return lossOfReplicas(draft.name, draft.was, draft.is);
    case "drop-table":
      return `every row of table ${path} is lost`;
    case "drop-column":
      return `every value of column \`${draft.name}\` in table \`${draft.keyspace}.${draft.table}\` is lost`;
    case "unmask-column":
      return `column \`${draft.name}\` of table \`${draft.keyspace}.${draft.table}\` is hidden from nobody any more`;
    case "rebuild-table": {
      const losses = draft.changes.flatMap(({ loss }) => loss ?? []);
      return losses.length === 0 ? undefined : losses.join("; ");
    }
    default:
      return undefined;
  }
}

function lossOfReplicas(keyspace: string, was: KeyspaceOptions, is: KeyspaceOptions): string | undefined {
  const gone = Object.keys(was.replication).filter((name) => name !== "class" && !Object.hasOwn(is.replication, name));
  // SimpleStrategy has no data centres: what it had is spread anew.
  const datacenters = was.replication.class === "NetworkTopologyStrategy" ? gone : [];
  if (datacenters.length === 0) return undefined;
  const names = datacenters.map((name) => `\`${name}\``).join(", ");
  return `data center ${names} holds no copy of keyspace \`${keyspace}\` any more`;
}

function meanwhileOf(draft: ChangeDraft): string | undefined {
  const path = `\`${draft.keyspace}.${draft.name}\``;
  switch (draft.kind) {
    case "recreate-view":
      return `view ${path} is dropped and built again from its table: reads of it fail, then miss rows, until that is done`;
    case "recreate-index":
      return `index ${path} is dropped and built again: reads that need it fail until that is done`;
    case "recreate-trigger":
      return `writes to \`${draft.keyspace}.${draft.table}\` between the two statements do not run trigger \`${draft.name}\``;
    case "recreate-type":
      return `type ${path} is dropped and made again: statements that name it fail in between`;
    case "recreate-function":
    case "recreate-aggregate":
      return `${path} is dropped and made again: calls of it fail in between`;
    case "mask-column":
      return draft.how === "at-once"
        ? undefined
        : `column \`${draft.name}\` of \`${draft.keyspace}.${draft.table}\` is hidden from nobody between the two statements`;
    default:
      return undefined;
  }
}

function reversalOf(draft: ChangeDraft): Reversal {
  switch (draft.kind) {
    case "drop-keyspace":
    case "drop-table":
      return "structure";
    case "drop-column":
      return canComeBack(draft.was) ? "structure" : "none";
    case "add-column":
      return canGo(draft.is) ? "full" : "none";
    case "add-field":
    case "rebuild-type":
    case "rebuild-table":
      return "none";
    case "create-keyspace":
    case "alter-keyspace":
    case "create-type":
    case "drop-type":
    case "recreate-type":
    case "create-table":
    case "alter-table-options":
    case "mask-column":
    case "unmask-column":
    case "create-index":
    case "drop-index":
    case "recreate-index":
    case "create-trigger":
    case "drop-trigger":
    case "recreate-trigger":
    case "create-view":
    case "drop-view":
    case "alter-view":
    case "recreate-view":
    case "create-function":
    case "drop-function":
    case "replace-function":
    case "recreate-function":
    case "create-aggregate":
    case "drop-aggregate":
    case "replace-aggregate":
    case "recreate-aggregate":
      return "full";
    default:
      return unreachable(draft);
  }
}

/**
 * Cassandra 3.11–5.0: a counter that was dropped is never added again (CASSANDRA-7831); and a user's type is remembered
 * as a tuple, which only few types that hold it are compatible with (UserType.isValueCompatibleWith).
 */
function canComeBack({ type }: Column): boolean {
  return !isCounter(type) && userTypesIn([type]).size === 0;
}

/** Cassandra 4.0–5.0: a column of a user's type that is not frozen is never dropped (AlterTableStatement). */
export function canGo({ type }: Column): boolean {
  return !(type.kind === "user" && isMultiCell(type));
}
