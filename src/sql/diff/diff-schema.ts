// What turns one schema into another: the changes in words, and the statements that carry them out, in an order that
// PostgreSQL takes. Pure.
import { quoteName } from "../identifiers.ts";
import { type OrderedObjects, objectsOf, orderObjects, type SqlObject } from "../print/order-objects.ts";
import {
  describeRoutine,
  describeSequence,
  describeType,
  describeView,
  printViewTriggers,
} from "../print/print-object.ts";
import { createObject, parentFinder, WITHOUT_BODY_CHECKS } from "../print/print-schema.ts";
import { setOwner } from "../print/print-sequence.ts";
import {
  printForeignKeys,
  printLateParts,
  printRules,
  printTable,
  printTableComments,
  setComment,
} from "../print/print-table.ts";
import {
  type ObjectKey,
  objectKey,
  routineKey,
  type SqlRoutine,
  type SqlSchema,
  type SqlTable,
  type SqlView,
} from "../schema.ts";
import { change, impossible, type SqlChange } from "./change.ts";
import { commentsOf } from "./comments.ts";
import { hasRetyped, movesColumns } from "./diff-columns.ts";
import { diffIndexes, diffOptions, diffTable, diffTriggers, referencedTable } from "./diff-tables.ts";
import { diffSequence, diffType } from "./diff-types.ts";
import { byItsName, emptySteps, match, type Steps } from "./steps.ts";

export interface SqlDifference {
  readonly changes: readonly SqlChange[];
  /** Without terminators. They carry out the changes that can be made in place. */
  readonly statements: readonly string[];
}

export function diffSqlSchemas(from: SqlSchema, to: SqlSchema): SqlDifference {
  const steps = emptySteps();
  const work: Work = { from, to, steps, ordered: orderObjects(to), again: findAgain(from, to) };
  diffExtensions(work);
  dropTables(work);
  dropViews(work);
  dropRoutines(work);
  dropRest(work);
  makeInOrder(work);
  diffComments(work);
  const isWithRoutines = steps.statements().some((text) => /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE) /.test(text));
  if (isWithRoutines) steps.add("before", WITHOUT_BODY_CHECKS);
  return { changes: steps.changes, statements: steps.statements() };
}

interface Work {
  readonly from: SqlSchema;
  readonly to: SqlSchema;
  readonly steps: Steps;
  readonly ordered: OrderedObjects;
  /** What is dropped and made again, though it may be the same: it uses something that cannot change under it. */
  readonly again: ReadonlySet<ObjectKey>;
}

/** Views, and functions whose bodies the database has parsed, that stand on what goes, moves or is made again. */
function findAgain(from: SqlSchema, to: SqlSchema): ReadonlySet<ObjectKey> {
  const tables = match(from.tables, to.tables, byItsName);
  const views = match(from.views, to.views, byItsName);
  const routines = match(from.routines, to.routines, routineKey);
  const moved = new Set<ObjectKey>([
    ...tables.removed.map(({ name }) => objectKey("table", name)),
    ...tables.both
      .filter(([before, after]) => movesColumns(before, after))
      .map(([{ name }]) => objectKey("table", name)),
    ...views.removed.map(({ name }) => objectKey("view", name)),
    ...views.both.filter(([before, after]) => isOtherView(before, after)).map(([{ name }]) => objectKey("view", name)),
    ...routines.removed.map(routineKey),
    ...routines.both.filter(([before, after]) => !isReplaceable(before, after)).map(([before]) => routineKey(before)),
  ]);
  // In the order of needs one pass suffices.
  const again = new Set<ObjectKey>();
  for (const object of orderObjects(from).objects) {
    const isBound = object.kind === "view" || (object.kind === "routine" && isParsed(object.routine));
    const needs = object.kind === "view" ? object.view.needs : object.kind === "routine" ? object.routine.needs : [];
    if (!isBound || !needs.some((key) => moved.has(key) || again.has(key))) continue;
    again.add(object.key);
  }
  for (const [before, after] of views.both) if (isOtherView(before, after)) again.add(objectKey("view", after.name));
  for (const [before, after] of routines.both) if (!isReplaceable(before, after)) again.add(routineKey(before));
  return again;
}

function isParsed({ language, definition }: SqlRoutine): boolean {
  return language === "sql" && !/^AS (\$|'|E')/m.test(definition);
}

function isOtherView(from: SqlView, to: SqlView): boolean {
  return from.definition !== to.definition || from.kind !== to.kind;
}

/** CREATE OR REPLACE takes another body, not another result, nor other names of arguments. */
function isReplaceable(from: SqlRoutine, to: SqlRoutine): boolean {
  if (from.definition === to.definition) return true;
  return from.kind === to.kind && to.kind !== "aggregate" && headOf(from) === headOf(to);
}

function headOf({ definition }: SqlRoutine): string {
  return definition.split(/\n LANGUAGE /, 1)[0] ?? definition;
}

function diffExtensions({ from, to, steps }: Work): void {
  for (const name of to.extensions.filter((each) => !from.extensions.includes(each))) {
    steps.changes.push(change("create-extension", `extension ${name}`, "create"));
    steps.add("before", `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)}`);
  }
  for (const name of from.extensions.filter((each) => !to.extensions.includes(each))) {
    steps.changes.push(change("drop-extension", `extension ${name}`, "drop"));
    steps.add("drop-rest", `DROP EXTENSION ${quoteName(name)}`);
  }
}

function dropTables({ from, to, steps }: Work): void {
  const gone = new Map(match(from.tables, to.tables, byItsName).removed.map((table) => [table.name, table]));
  const ordered = orderObjects(from).objects.flatMap((object) => (object.kind === "table" ? [object.table] : []));
  for (const table of ordered.toReversed()) {
    if (!gone.has(table.name)) continue;
    steps.changes.push(
      change("drop-table", `table ${table.name}`, "drop", `every row of table \`${table.name}\` is lost`),
    );
    for (const constraint of table.constraints) {
      const other = constraint.kind === "foreign-key" ? referencedTable(constraint.definition) : undefined;
      if (other === undefined || other === table.name || !gone.has(other)) continue;
      steps.add("drop-rules", `ALTER TABLE ${quoteName(table.name)} DROP CONSTRAINT ${quoteName(constraint.name)}`);
    }
    steps.add("drop-tables", `DROP TABLE ${quoteName(table.name)}`);
  }
}

function dropViews({ from, to, steps, again }: Work): void {
  const kept = new Map(to.views.map((view) => [view.name, view]));
  const ordered = orderObjects(from).objects.flatMap((object) => (object.kind === "view" ? [object.view] : []));
  for (const view of ordered.toReversed()) {
    const after = kept.get(view.name);
    if (after !== undefined && !again.has(objectKey("view", view.name))) continue;
    steps.add("drop-views", `DROP ${describeView(view)}`);
    const what = view.kind === "view" ? "view" : "materialized view";
    const loss = `rights that were granted on \`${view.name}\` are lost`;
    if (after === undefined) steps.changes.push(change("drop-view", `${what} ${view.name}`, "drop"));
    else if (isOtherView(view, after))
      steps.changes.push(change("recreate-view", `${what} ${view.name}`, `as ${squeeze(after.definition)}`, loss));
    else
      steps.changes.push(change("recreate-view", `${what} ${view.name}`, "make it again: what it reads changes", loss));
  }
}

function squeeze(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}

function dropRoutines({ from, to, steps, again }: Work): void {
  const { removed, both } = match(from.routines, to.routines, routineKey);
  const goneTables = new Set(
    match(from.tables, to.tables, byItsName).removed.map(({ name }) => objectKey("table", name)),
  );
  for (const routine of removed) {
    const key = routineKey(routine);
    const isOfGone = again.has(key) || routine.needs.some((need) => goneTables.has(need));
    steps.changes.push(change(`drop-${routine.kind}`, key.replace(/^function/, routine.kind), "drop"));
    // Before the tables that it needs; otherwise when nothing uses it any more.
    steps.add(isOfGone ? "drop-parts" : "drop-rest", `DROP ${describeRoutine(routine)}`);
  }
  for (const [before, after] of both) {
    const key = routineKey(after);
    const object = key.replace(/^function/, after.kind);
    if (again.has(key)) {
      const users = usersOf(key, from.tables);
      if (users.length > 0) {
        steps.changes.push(
          impossible(`recreate-${after.kind}`, object, `its head changes, and tables use it: ${users.join(", ")}`),
        );
        continue;
      }
      steps.add("drop-parts", `DROP ${describeRoutine(before)}`);
      steps.changes.push(
        change(
          `recreate-${after.kind}`,
          object,
          "make it again",
          `rights that were granted on \`${after.name}\` are lost`,
        ),
      );
    } else if (before.definition !== after.definition) {
      steps.changes.push(change(`replace-${after.kind}`, object, "replace"));
    }
  }
}

/** Tables of which a default, a check or an index calls it. */
function usersOf(key: ObjectKey, tables: readonly SqlTable[]): readonly string[] {
  return tables.filter(({ needs }) => needs.includes(key)).map(({ name }) => name);
}

function dropRest({ from, to, steps }: Work): void {
  const ordered = orderObjects(from).objects.toReversed();
  const types = new Set(to.types.map(byItsName));
  const sequences = new Set(to.sequences.map(byItsName));
  const columns = new Map(to.tables.map((table) => [table.name, new Set(table.columns.map(byItsName))]));
  for (const object of ordered) {
    if (object.kind === "type" && !types.has(object.type.name)) {
      steps.changes.push(change("drop-type", `type ${object.type.name}`, "drop"));
      steps.add("drop-rest", `DROP ${describeType(object.type)}`);
    }
    if (object.kind !== "sequence" || sequences.has(object.sequence.name)) continue;
    const { name, ownedBy } = object.sequence;
    steps.changes.push(change("drop-sequence", `sequence ${name}`, "drop", `where \`${name}\` had counted to is lost`));
    // It goes with its column.
    const isGone = ownedBy !== undefined && columns.get(ownedBy.table)?.has(ownedBy.column) !== true;
    if (!isGone) steps.add("drop-rest", `DROP ${describeSequence(object.sequence)}`);
  }
}

function makeInOrder(work: Work): void {
  const { from, to, steps, ordered } = work;
  const before = new Map(objectsOf(from).map((object) => [object.key, object]));
  const retyped = new Set(
    match(from.tables, to.tables, byItsName)
      .both.filter(([old, now]) => hasRetyped(old, now))
      .map(([{ name }]) => name),
  );
  for (const object of ordered.objects) {
    const old = before.get(object.key);
    if (old === undefined) makeNew(object, work);
    else alter(old, object, retyped, work);
  }
  for (const table of to.tables) {
    if (!ordered.bareTables.has(table.name) || before.has(objectKey("table", table.name))) continue;
    steps.add("make", ...printLateParts(table, parentFinder(to)(table), true));
  }
}

function makeNew(object: SqlObject, { to, steps, ordered }: Work): void {
  if (object.kind !== "table") {
    steps.changes.push(describeNew(object));
    steps.add("make", ...createObject(object));
    if (object.kind === "view") steps.add("add-rules", ...printViewTriggers(object.view));
    if (object.kind === "sequence" && object.sequence.ownedBy !== undefined)
      steps.add("own", setOwner(object.sequence));
    return;
  }
  const { table } = object;
  const columns = table.columns.map(({ name, type }) => `${name} ${type}`).join(", ");
  steps.changes.push(change("create-table", `table ${table.name}`, `create (${columns})`));
  const isBare = ordered.bareTables.has(table.name);
  steps.add(
    "make",
    printTable(table, isBare),
    ...(isBare ? [] : printLateParts(table, parentFinder(to)(table), false)),
  );
  steps.add("add-foreign-keys", ...printForeignKeys(table));
  steps.add("add-rules", ...printRules(table));
  steps.add("comment", ...printTableComments(table));
}

function describeNew(object: Exclude<SqlObject, { kind: "table" }>): SqlChange {
  switch (object.kind) {
    case "type": {
      const { type } = object;
      const what = type.kind === "enum" ? `enum of ${type.labels.map((label) => `'${label}'`).join(", ")}` : type.kind;
      return change(type.kind === "domain" ? "create-domain" : "create-type", object.key, `create: ${what}`);
    }
    case "sequence":
      return change("create-sequence", object.key, "create");
    case "routine":
      return change(`create-${object.routine.kind}`, object.key.replace(/^function/, object.routine.kind), "create");
    case "view": {
      const what = object.view.kind === "view" ? "view" : "materialized view";
      return change("create-view", `${what} ${object.view.name}`, `create as ${squeeze(object.view.definition)}`);
    }
  }
}

function alter(old: SqlObject, object: SqlObject, retyped: ReadonlySet<string>, { from, steps, again }: Work): void {
  if (old.kind === "type" && object.kind === "type") diffType(old.type, object.type, steps);
  if (old.kind === "sequence" && object.kind === "sequence") diffSequence(old.sequence, object.sequence, steps);
  if (old.kind === "table" && object.kind === "table") diffTable(old.table, object.table, retyped, steps);
  if (old.kind === "routine" && object.kind === "routine") {
    const isMadeAgain = again.has(object.key) && usersOf(object.key, from.tables).length === 0;
    const isReplaced = !again.has(object.key) && old.routine.definition !== object.routine.definition;
    if (isMadeAgain) steps.add("make", ...createObject(object));
    else if (isReplaced) steps.add("make", object.routine.definition);
  }
  if (old.kind !== "view" || object.kind !== "view") return;
  const { view } = object;
  if (again.has(object.key)) {
    steps.add("make", ...createObject(object));
    steps.add("add-rules", ...printViewTriggers(view));
    return;
  }
  const what = describeView(view);
  diffOptions(
    `${view.kind === "view" ? "view" : "materialized view"} ${view.name}`,
    `ALTER ${what}`,
    old.view.options,
    view.options,
    steps,
  );
  diffIndexes(old.view.indexes, view.indexes, steps);
  diffTriggers(view.name, old.view.triggers, view.triggers, false, steps);
}

/** Of what is there before and after. */
function diffComments({ from, to, steps }: Work): void {
  const before = commentsOf(from);
  for (const [object, text] of commentsOf(to)) {
    if (!before.has(object) || before.get(object) === text) continue;
    const [, kind = "", name = ""] = /^((?:MATERIALIZED )?\w+) (.*)$/s.exec(object) ?? [];
    const description = text === undefined ? "drop the comment" : `comment: ${squeeze(text)}`;
    steps.changes.push(change("set-comment", `${kind.toLowerCase()} ${name}`, description));
    steps.add("comment", setComment(object, text));
  }
}
