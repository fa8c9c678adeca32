// Turns a live schema and what models declare into what `sync` does: the statements, what it leaves alone, and what it
// refuses. Pure.
import { assert } from "../../base/assert.ts";
import type { StatementBody } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import { parse } from "../parser/parse.ts";
import { print } from "../printer/print.ts";
import type { Schema } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";
import { besideLive } from "./beside-live.ts";
import { blockedChanges } from "./blocked-changes.ts";
import type { Change } from "./change.ts";
import type { Sides } from "./describe-reason.ts";
import { diff } from "./diff.ts";
import { guarded } from "./guarded.ts";
import { statementsFor } from "./statements-for.ts";

export interface SyncChanges {
  /** Empty when anything is refused: then nothing is done. */
  readonly statements: readonly SyncedStatement[];
  /** What only the live schema has, in tables and types that are declared; as what would lead from the models to it. */
  readonly drift: readonly Change[];
  readonly refused: readonly RefusedDifference[];
}

export interface SyncedStatement {
  /** Qualified, guarded, without a terminator. */
  readonly text: string;
  /** At least one: columns that are added to one table come in one statement. */
  readonly changes: readonly [Change, ...Change[]];
}

export interface RefusedDifference {
  readonly change: Change;
  /** Why no statement makes it, or the server would refuse that statement; undefined: one would, and takes something away. */
  readonly reason: string | undefined;
  /** Where the way out lies; "model": the server would refuse what it declares, as the rest of the target is. */
  readonly way: "migration" | "drop-indexes" | "model";
}

export interface SyncChangesOptions {
  readonly capabilities: Capabilities;
  /** The keyspace. */
  readonly scope: string;
  /** Whether indexes that no model names go, and those that differ are made again. */
  readonly dropsIndexes: boolean;
  readonly sides: Sides;
}

/**
 * @param live all that is known of the cluster, with the keyspace
 * @param declared the keyspace as the models have it; nothing of what they do not name
 */
export function syncChanges(live: Schema, declared: Schema, options: SyncChangesOptions): SyncChanges {
  const { capabilities, scope, dropsIndexes, sides } = options;
  const [was, is] = [live.keyspaces.get(scope), declared.keyspaces.get(scope)];
  if (was === undefined || is === undefined) return { statements: [], drift: [], refused: [] };
  const { goal, drift } = besideLive(was, is, { dropsIndexes });
  const changes = diff(live, { ...live, keyspaces: live.keyspaces.with(scope, goal) }, { capabilities });
  const reasons = new Map(
    blockedChanges(changes, { capabilities, sides }).map(({ change, reason }) => [change, reason]),
  );
  const refused = changes
    .filter((change) => reasons.has(change) || !isDone(change, dropsIndexes))
    .map((change): RefusedDifference => {
      const way = change.kind === "recreate-index" ? "drop-indexes" : "migration";
      return { change, reason: reasons.get(change), way };
    });
  if (refused.length > 0) return { statements: [], drift, refused };
  const drafts = inOrder(togetherByTable(statementsFor(changes, { capabilities })));
  const refusals = refusalsOf(live, drafts, drift, capabilities);
  if (refusals.length > 0) return { statements: [], drift, refused: refusals };
  const statements = drafts.map(({ node, changes: all }) => ({
    text: print(guarded(node, capabilities)),
    changes: all,
  }));
  return { statements, drift, refused: [] };
}

/** What takes nothing away but, where that is asked for, an index. */
function isDone({ kind }: Change, dropsIndexes: boolean): boolean {
  switch (kind) {
    case "create-type":
    case "add-field":
    case "create-table":
    case "add-column":
    case "alter-table-options":
    case "create-index":
    case "create-view":
    case "alter-view":
      return true;
    case "drop-index":
    case "recreate-index":
      return dropsIndexes;
    default:
      return false;
  }
}

interface Draft {
  readonly node: StatementBody;
  readonly changes: readonly [Change, ...Change[]];
}

/** Every change of the schema has to reach all nodes: the fewer, the faster. */
function togetherByTable(
  statements: readonly { readonly node: StatementBody; readonly change: Change }[],
): readonly Draft[] {
  const drafts: Draft[] = [];
  const additions = new Map<string, number>();
  for (const { node, change } of statements) {
    if (change.kind !== "add-column") {
      drafts.push({ node, changes: [change] });
      continue;
    }
    const index = additions.get(change.table) ?? drafts.length;
    additions.set(change.table, index);
    const earlier = drafts[index];
    drafts[index] =
      earlier === undefined
        ? { node, changes: [change] }
        : { node: withColumnsOf(earlier.node, node), changes: [...earlier.changes, change] };
  }
  return drafts;
}

function withColumnsOf(one: StatementBody, other: StatementBody): StatementBody {
  assert(one.kind === "alter-table" && one.action.kind === "add", "a column is added by ALTER TABLE ADD");
  assert(other.kind === "alter-table" && other.action.kind === "add", "a column is added by ALTER TABLE ADD");
  return { ...one, action: { ...one.action, columns: [...one.action.columns, ...other.action.columns] } };
}

/** Queries may need an index until the last moment: it goes right before new ones come, which may take its place. */
function inOrder(drafts: readonly Draft[]): readonly Draft[] {
  const isDrop = ({ node }: Draft): boolean => node.kind === "drop-index";
  const drops = drafts.filter(isDrop);
  const others = drafts.filter((draft) => !isDrop(draft));
  const at = others.findIndex(({ node }) => LATE.has(node.kind));
  const index = at < 0 ? others.length : at;
  return [...others.slice(0, index), ...drops, ...others.slice(index)];
}

const LATE: ReadonlySet<StatementBody["kind"]> = new Set([
  "create-index",
  "create-materialized-view",
  "alter-materialized-view",
]);

/** Without their guards, which would hide that a name is taken. */
function refusalsOf(
  live: Schema,
  drafts: readonly Draft[],
  drift: readonly Change[],
  capabilities: Capabilities,
): readonly RefusedDifference[] {
  const refused: RefusedDifference[] = [];
  let schema = live;
  for (const { node, changes } of drafts) {
    const text = print(node);
    const [statement] = parse(text).statements;
    assert(statement !== undefined, `what is printed is CQL: ${text}`);
    const tried = simulate(schema, statement, capabilities);
    schema = tried.schema;
    for (const { message } of tried.diagnostics) {
      const [change] = changes;
      const way = isInTheWay(change, drift) ? "drop-indexes" : "model";
      refused.push({ change, reason: `the server would refuse it: ${message}`, way });
    }
  }
  return refused;
}

/** Whether an index that no model names is on the column of one that is to be made: no two are alike. */
function isInTheWay(change: Change, drift: readonly Change[]): boolean {
  if (change.kind !== "create-index") return false;
  const { table, is } = change;
  return drift.some(
    (each) => each.kind === "create-index" && each.table === table && each.is.target.column === is.target.column,
  );
}
