// What turns one table into another of the same name: its options, columns, constraints, indexes, triggers, policies. Pure.
import { quoteName } from "../identifiers.ts";
import {
  printConstraint,
  printPolicy,
  printRowSecurity,
  printTrigger,
  setComment,
  setTriggerState,
} from "../print/print-table.ts";
import { options } from "../print/storage-options.ts";
import type { SqlConstraint, SqlIndex, SqlTable, SqlTrigger } from "../schema.ts";
import { change, impossible } from "./change.ts";
import { diffColumns, hasRetyped } from "./diff-columns.ts";
import { byItsName, match, type Steps } from "./steps.ts";

/** @param retyped tables of which a column gets another type: foreign keys from and to them are made again */
export function diffTable(from: SqlTable, to: SqlTable, retyped: ReadonlySet<string>, steps: Steps): void {
  diffWhole(from, to, steps);
  diffColumns(from, to, steps);
  diffConstraints(from, to, retyped, steps);
  diffIndexes(from.indexes, to.indexes, steps);
  const isRetyped = hasRetyped(from, to);
  diffTriggers(to.name, from.triggers, to.triggers, isRetyped, steps);
  diffPolicies(from, to, isRetyped, steps);
}

function diffWhole(from: SqlTable, to: SqlTable, steps: Steps): void {
  const object = `table ${to.name}`;
  const alter = `ALTER TABLE ${quoteName(to.name)}`;
  if (from.isUnlogged !== to.isUnlogged) {
    steps.changes.push(change("alter-table", object, to.isUnlogged ? "set unlogged" : "set logged"));
    steps.add("make", `${alter} SET ${to.isUnlogged ? "UNLOGGED" : "LOGGED"}`);
  }
  if (from.partitionBy !== to.partitionBy) {
    const how = to.partitionBy === undefined ? "without partitions" : `partitioned by ${to.partitionBy}`;
    steps.changes.push(impossible("rebuild-table", object, `the table has to be made again, ${how}`));
  }
  if (JSON.stringify(from.partitionOf) !== JSON.stringify(to.partitionOf)) {
    const { parent, bound } = to.partitionOf ?? {};
    const how = parent === undefined ? "a table of its own" : `a partition of ${parent} ${bound}`;
    steps.changes.push(impossible("move-partition", object, `it has to become ${how}`));
  }
  if (from.inherits.join() !== to.inherits.join()) {
    const parents = to.inherits.length === 0 ? "nothing" : to.inherits.join(", ");
    steps.changes.push(impossible("alter-inheritance", object, `it has to inherit from ${parents}`));
  }
  diffOptions(object, alter, from.options, to.options, steps);
}

export function diffOptions(
  object: string,
  alter: string,
  from: readonly string[],
  to: readonly string[],
  steps: Steps,
): void {
  const set = to.filter((option) => !from.includes(option));
  const keys = new Set(to.map(keyOf));
  const reset = from.map(keyOf).filter((key) => !keys.has(key));
  if (set.length > 0) {
    steps.changes.push(change("set-options", object, `set ${set.join(", ")}`));
    steps.add("make", `${alter} SET (${options(set)})`);
  }
  if (reset.length > 0) {
    steps.changes.push(change("reset-options", object, `reset ${reset.join(", ")}`));
    steps.add("make", `${alter} RESET (${reset.join(", ")})`);
  }
}

function keyOf(option: string): string {
  return option.split("=", 1)[0] ?? option;
}

function diffConstraints(from: SqlTable, to: SqlTable, retyped: ReadonlySet<string>, steps: Steps): void {
  const object = `table ${to.name}`;
  const alter = `ALTER TABLE ${quoteName(to.name)}`;
  const { added, removed, both } = match(from.constraints, to.constraints, byItsName);
  const drop = ({ name, kind }: SqlConstraint): void => {
    steps.add(kind === "foreign-key" ? "drop-rules" : "drop-parts", `${alter} DROP CONSTRAINT ${quoteName(name)}`);
  };
  const add = (constraint: SqlConstraint): void => {
    steps.add(
      constraint.kind === "foreign-key" ? "add-foreign-keys" : "make",
      `${alter} ADD ${printConstraint(constraint)}`,
    );
    if (constraint.comment !== undefined) {
      steps.add(
        "comment",
        setComment(`CONSTRAINT ${quoteName(constraint.name)} ON ${quoteName(to.name)}`, constraint.comment),
      );
    }
  };
  for (const constraint of removed) {
    steps.changes.push(change("drop-constraint", object, `drop ${describeConstraint(constraint)}`));
    drop(constraint);
  }
  for (const constraint of added) {
    steps.changes.push(change("add-constraint", object, `add ${describeConstraint(constraint)}`));
    add(constraint);
  }
  for (const [before, after] of both) {
    if (before.definition === after.definition) {
      if (after.kind !== "foreign-key" || !touches(after, to.name, retyped)) continue;
      drop(before);
      add(after);
    } else if (before.definition === `${after.definition} NOT VALID`) {
      steps.changes.push(change("validate-constraint", object, `validate constraint ${after.name}`));
      steps.add("make", `${alter} VALIDATE CONSTRAINT ${quoteName(after.name)}`);
    } else {
      const description = `constraint ${after.name}: ${before.definition} → ${after.definition}`;
      steps.changes.push(change("alter-constraint", object, description));
      drop(before);
      add(after);
    }
  }
}

function touches({ definition }: SqlConstraint, table: string, retyped: ReadonlySet<string>): boolean {
  if (retyped.size === 0) return false;
  return retyped.has(table) || retyped.has(referencedTable(definition) ?? "");
}

/** As it is written in a foreign key. */
export function referencedTable(definition: string): string | undefined {
  const [, name] = / REFERENCES ((?:"(?:[^"]|"")*"|[^\s("]+)+)\s*\(/.exec(definition) ?? [];
  return name?.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function describeConstraint({ name, definition }: SqlConstraint): string {
  return `constraint ${name} ${definition}`;
}

export function diffIndexes(from: readonly SqlIndex[], to: readonly SqlIndex[], steps: Steps): void {
  const { added, removed, both } = match(from, to, byItsName);
  const drop = ({ name }: SqlIndex): void => steps.add("drop-parts", `DROP INDEX ${quoteName(name)}`);
  const make = (index: SqlIndex): void => {
    steps.add("make", index.definition);
    if (index.comment !== undefined) steps.add("comment", setComment(`INDEX ${quoteName(index.name)}`, index.comment));
  };
  for (const index of removed) {
    steps.changes.push(change("drop-index", `index ${index.name}`, `drop (${describeIndex(index)})`));
    drop(index);
  }
  for (const index of added) {
    if (index.isValid) {
      steps.changes.push(change("create-index", `index ${index.name}`, `create ${describeIndex(index)}`));
      make(index);
    } else
      steps.changes.push(
        impossible(
          "create-index",
          `index ${index.name}`,
          `${describeIndex(index)}: it is invalid, and nobody makes such a one`,
        ),
      );
  }
  for (const [before, after] of both) {
    if (before.definition !== after.definition) {
      const description = `make it again: ${describeIndex(before)} → ${describeIndex(after)}`;
      steps.changes.push(change("recreate-index", `index ${after.name}`, description));
      drop(before);
      make(after);
    } else if (before.isValid !== after.isValid) {
      if (after.isValid) {
        steps.changes.push(
          change("reindex", `index ${after.name}`, "it is invalid, left by a build that failed: build it again"),
        );
        steps.add("make", `REINDEX INDEX ${quoteName(after.name)}`);
      } else steps.changes.push(impossible("reindex", `index ${after.name}`, "it became invalid: no query uses it"));
    }
  }
}

/** "on users (email), unique" */
function describeIndex({ definition }: SqlIndex): string {
  const [, unique = "", rest = definition] = /^CREATE (UNIQUE )?INDEX .*? (ON .*)$/s.exec(definition) ?? [];
  const where = rest.replace(/^ON/, "on").replace(" USING btree", "");
  return unique === "" ? where : `${where}, unique`;
}

export function diffTriggers(
  relation: string,
  from: readonly SqlTrigger[],
  to: readonly SqlTrigger[],
  isRetyped: boolean,
  steps: Steps,
): void {
  const { added, removed, both } = match(from, to, byItsName);
  const on = quoteName(relation);
  const drop = ({ name }: SqlTrigger): void => steps.add("drop-rules", `DROP TRIGGER ${quoteName(name)} ON ${on}`);
  const make = (trigger: SqlTrigger): void => {
    steps.add("add-rules", ...printTrigger(trigger, relation));
    if (trigger.comment !== undefined) {
      steps.add("comment", setComment(`TRIGGER ${quoteName(trigger.name)} ON ${on}`, trigger.comment));
    }
  };
  for (const trigger of removed) {
    steps.changes.push(change("drop-trigger", `trigger ${trigger.name}`, `drop from ${relation}`));
    drop(trigger);
  }
  for (const trigger of added) {
    steps.changes.push(change("create-trigger", `trigger ${trigger.name}`, `create on ${relation}`));
    make(trigger);
  }
  for (const [before, after] of both) {
    const isOther = before.definition !== after.definition;
    if (isOther)
      steps.changes.push(
        change("recreate-trigger", `trigger ${after.name}`, `make it again on ${relation}: ${after.definition}`),
      );
    else if (before.enabled !== after.enabled) {
      steps.changes.push(
        change("alter-trigger", `trigger ${after.name}`, `on ${relation}: ${before.enabled} → ${after.enabled}`),
      );
    }
    if (isOther || isRetyped) {
      drop(before);
      make(after);
    } else if (before.enabled !== after.enabled)
      steps.add("add-rules", setTriggerState(after.name, relation, after.enabled));
  }
}

function diffPolicies(from: SqlTable, to: SqlTable, isRetyped: boolean, steps: Steps): void {
  const on = quoteName(to.name);
  const { added, removed, both } = match(from.policies, to.policies, byItsName);
  if (from.rowSecurity !== to.rowSecurity) {
    steps.changes.push(
      change("set-row-security", `table ${to.name}`, `row level security: ${from.rowSecurity} → ${to.rowSecurity}`),
    );
    steps.add("add-rules", ...printRowSecurity(to.name, from.rowSecurity, to.rowSecurity));
  }
  const changed = both.filter(([before, after]) => before.definition !== after.definition || isRetyped);
  for (const { name } of [...removed, ...changed.map(([before]) => before)]) {
    steps.add("drop-rules", `DROP POLICY ${quoteName(name)} ON ${on}`);
  }
  for (const { name } of removed) steps.changes.push(change("drop-policy", `policy ${name}`, `drop from ${to.name}`));
  for (const { name, definition } of added) {
    steps.changes.push(change("create-policy", `policy ${name}`, `create on ${to.name} ${definition}`));
  }
  for (const [before, after] of changed) {
    if (before.definition === after.definition) continue;
    steps.changes.push(
      change(
        "recreate-policy",
        `policy ${after.name}`,
        `make it again on ${to.name}: ${before.definition} → ${after.definition}`,
      ),
    );
  }
  for (const policy of [...added, ...changed.map(([, after]) => after)]) {
    steps.add("add-rules", printPolicy(policy, to.name));
    if (policy.comment !== undefined) {
      steps.add("comment", setComment(`POLICY ${quoteName(policy.name)} ON ${on}`, policy.comment));
    }
  }
}
