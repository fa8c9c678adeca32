// A down side that does not bring back the schema from before its up side. Pure.
import type { Capabilities } from "../../../cql/capabilities.ts";
import type { Change } from "../../../cql/diff/change.ts";
import { describeNotUndone, findNotUndone } from "../../../cql/diff/not-undone.ts";
import { type Schema, withUnknownKeyspace } from "../../../cql/schema/schema.ts";
import { holds, isGuarded, type ObjectReference } from "../../cql/footprint.ts";
import { isKnown, type State } from "../../cql/known-objects.ts";
import type { CqlMigration, CqlSide } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

/** How many differences are named. */
const NAMED_MAX = 3;

export const downIncomplete: Rule = cqlRule({
  name: "down-incomplete",
  level: "warn",
  check({ up, down, capabilities }: CqlMigration) {
    const first = down?.statements[0];
    const last = down?.statements.at(-1);
    if (down === undefined || first === undefined || last === undefined || !isClear(up) || !isClear(down)) return [];
    const trial = {
      before: (up.statements[0] ?? first).trial.before,
      between: first.trial.before,
      after: last.trial.after,
    };
    const { start, end } = first.node;
    const span = down.locate({ start, end });
    const [certain, likely] = partition(findLeft(trial, capabilities), (change) => {
      return !mayBeOlder(change, trial, up, capabilities);
    });
    return [
      ...problemOf(certain, { source: down.source, span }),
      ...problemOf(likely, { source: down.source, span, needsWholeHistory: true }),
    ];
  },
});

function problemOf(
  changes: readonly Change[],
  rest: Pick<Problem, "source" | "span" | "needsWholeHistory">,
): readonly Problem[] {
  if (changes.length === 0) return [];
  const message = `the down side does not undo the up side: ${listed(changes.map(describeNotUndone))}`;
  return [{ ...rest, message, hint: changes.every(({ kind }) => kind === "add-field") ? FIELD_HINT : HINT }];
}

function partition<T>(all: readonly T[], test: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}

const SAY_SO = "say why not: `-- @lint-ignore down-incomplete: <reason>`";
const HINT = `undo that too, or ${SAY_SO}`;
const FIELD_HINT = `no server takes a field out of a type; ${SAY_SO}`;

/** Whether all of it is understood, and taken. */
function isClear({ mistakes, statements }: CqlSide): boolean {
  return (
    mistakes.length === 0 &&
    statements.every(({ node, trial }) => node.kind !== "opaque" && trial.refusals.length === 0)
  );
}

interface SidesTrial {
  readonly before: State;
  /** After the up side. */
  readonly between: State;
  /** After the down side. */
  readonly after: State;
}

/** Of what is known. */
function findLeft({ before, between, after }: SidesTrial, capabilities: Capabilities): readonly Change[] {
  const changes = findNotUndone(withAssumed(before.schema, after.schema), after.schema, { capabilities });
  return changes.filter((change) => {
    const object = objectOf(change);
    if (!isKnown(after, object, capabilities)) return false;
    // What only the down side makes may be what was there before, and that no file had made.
    return isKnown(before, object, capabilities) || holds(between.schema, object);
  });
}

/** With the keyspaces that a later statement has shown to be there. */
function withAssumed(before: Schema, after: Schema): Schema {
  let schema = before;
  for (const name of before.keyspaces.differing(after.keyspaces)) {
    const made = after.keyspaces.get(name);
    const isAssumed = made !== undefined && Object.keys(made.replication).length === 0;
    if (isAssumed && !before.keyspaces.has(name)) schema = withUnknownKeyspace(schema, name);
  }
  return schema;
}

/** Whether it may have been there before the first file: then IF NOT EXISTS has done nothing, and OR REPLACE something else. */
function mayBeOlder(change: Change, { before }: SidesTrial, up: CqlSide, capabilities: Capabilities): boolean {
  const object = objectOf(change);
  if (isKnown(before, object, capabilities)) return false;
  const maker = up.statements.find(
    ({ trial }) => !holds(trial.before.schema, object) && holds(trial.after.schema, object),
  );
  if (maker === undefined) return true;
  const { node } = maker;
  return isGuarded(node) || ("orReplace" in node && node.orReplace);
}

/** What has to be known for the change to be one: the object, or the table or type that it is a part of. */
function objectOf(change: Change): ObjectReference {
  const { keyspace } = change;
  const named = (kind: ObjectReference["kind"], name: string): ObjectReference => {
    return { kind, keyspace, name, span: { start: 0, end: 0 } };
  };
  switch (change.kind) {
    case "create-keyspace":
    case "alter-keyspace":
    case "drop-keyspace":
      return named("keyspace", change.name);
    case "create-type":
    case "drop-type":
    case "recreate-type":
    case "rebuild-type":
      return named("type", change.name);
    case "add-field":
      return named("type", change.type);
    case "create-index":
    case "drop-index":
    case "recreate-index":
      return named("index", change.name);
    case "create-function":
      return named("function", change.is.name);
    case "drop-function":
    case "replace-function":
    case "recreate-function":
      return named("function", change.was.name);
    case "create-aggregate":
      return named("aggregate", change.is.name);
    case "drop-aggregate":
    case "replace-aggregate":
    case "recreate-aggregate":
      return named("aggregate", change.was.name);
    case "create-table":
    case "drop-table":
    case "alter-table-options":
    case "rebuild-table":
    case "create-view":
    case "drop-view":
    case "alter-view":
    case "recreate-view":
      return named("table", change.name);
    default:
      return named("table", change.table);
  }
}

function listed(texts: readonly string[]): string {
  const more = texts.length - NAMED_MAX;
  return more > 0 ? `${texts.slice(0, NAMED_MAX).join("; ")}; and ${more} more` : texts.join("; ");
}
