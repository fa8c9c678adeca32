// What turns one type, domain or sequence into another of the same name. Pure.
import { quoteName, sqlString } from "../identifiers.ts";
import { describeSequence } from "../print/print-object.ts";
import { setNumbers, setOwner } from "../print/print-sequence.ts";
import type { SqlComposite, SqlDomain, SqlEnum, SqlSequence, SqlType } from "../schema.ts";
import { change, impossible } from "./change.ts";
import { byItsName, match, type Steps } from "./steps.ts";

export function diffType(from: SqlType, to: SqlType, steps: Steps): void {
  if (from.kind === "enum" && to.kind === "enum") diffEnum(from, to, steps);
  else if (from.kind === "composite" && to.kind === "composite") diffComposite(from, to, steps);
  else if (from.kind === "domain" && to.kind === "domain") diffDomain(from, to, steps);
  else if (from.kind === "range" && to.kind === "range") {
    if (from.definition === to.definition) return;
    steps.changes.push(
      impossible("rebuild-type", `type ${to.name}`, `a range cannot be changed: ${from.definition} → ${to.definition}`),
    );
  } else steps.changes.push(impossible("rebuild-type", `type ${to.name}`, `${from.kind} cannot become ${to.kind}`));
}

function diffEnum(from: SqlEnum, to: SqlEnum, steps: Steps): void {
  const object = `type ${to.name}`;
  const old = new Set(from.labels);
  const kept = to.labels.filter((label) => old.has(label));
  if (kept.join("\0") !== from.labels.join("\0")) {
    const gone = from.labels.filter((label) => !to.labels.includes(label)).map((label) => `'${label}'`);
    const why =
      gone.length > 0 ? `labels cannot be removed: ${gone.join(", ")}` : "labels cannot be put in another order";
    steps.changes.push(impossible("rebuild-type", object, why));
    return;
  }
  to.labels.forEach((label, index) => {
    if (old.has(label)) return;
    const before = to.labels[index - 1];
    const place =
      index === to.labels.length - 1 && before !== undefined && old.has(before) ? "" : placeOf(before, from.labels[0]);
    steps.changes.push(change("add-label", object, `add value '${label}'`));
    steps.add("make", `ALTER TYPE ${quoteName(to.name)} ADD VALUE ${sqlString(label)}${place}`);
  });
}

function placeOf(before: string | undefined, first: string | undefined): string {
  if (before !== undefined) return ` AFTER ${sqlString(before)}`;
  return first === undefined ? "" : ` BEFORE ${sqlString(first)}`;
}

function diffComposite(from: SqlComposite, to: SqlComposite, steps: Steps): void {
  const object = `type ${to.name}`;
  const alter = `ALTER TYPE ${quoteName(to.name)}`;
  const { added, removed, both } = match(from.attributes, to.attributes, byItsName);
  const isInOrder = [...both.map(([before]) => before), ...added].every(
    ({ name }, index) => to.attributes[index]?.name === name,
  );
  const kept = from.attributes.filter(({ name }) => both.some(([before]) => before.name === name));
  if (!isInOrder || kept.some(({ name }, index) => both[index]?.[0].name !== name)) {
    steps.changes.push(impossible("rebuild-type", object, "attributes cannot be put in another order"));
    return;
  }
  for (const { name } of removed) {
    const loss = `the values of attribute \`${name}\` of \`${to.name}\` are lost`;
    steps.changes.push(change("drop-attribute", object, `drop attribute ${name}`, loss));
    steps.add("make", `${alter} DROP ATTRIBUTE ${quoteName(name)}`);
  }
  for (const [before, after] of both) {
    if (before.type === after.type && before.collation === after.collation) continue;
    const collation = after.collation === undefined ? "" : ` COLLATE ${after.collation}`;
    steps.changes.push(
      change("alter-attribute", object, `attribute ${after.name}: ${before.type} → ${after.type}${collation}`),
    );
    steps.add("make", `${alter} ALTER ATTRIBUTE ${quoteName(after.name)} TYPE ${after.type}${collation}`);
  }
  for (const { name, type, collation } of added) {
    const written = `${quoteName(name)} ${type}${collation === undefined ? "" : ` COLLATE ${collation}`}`;
    steps.changes.push(change("add-attribute", object, `add attribute ${written}`));
    steps.add("make", `${alter} ADD ATTRIBUTE ${written}`);
  }
}

function diffDomain(from: SqlDomain, to: SqlDomain, steps: Steps): void {
  const object = `domain ${to.name}`;
  const alter = `ALTER DOMAIN ${quoteName(to.name)}`;
  if (from.type !== to.type || from.collation !== to.collation) {
    steps.changes.push(
      impossible("rebuild-type", object, `the type of a domain cannot be changed: ${from.type} → ${to.type}`),
    );
    return;
  }
  if (from.default !== to.default) {
    const action = to.default === undefined ? "DROP DEFAULT" : `SET DEFAULT ${to.default}`;
    steps.changes.push(
      change(
        "alter-domain",
        object,
        action.replace(/^\w+ \w+/, (words) => words.toLowerCase()),
      ),
    );
    steps.add("make", `${alter} ${action}`);
  }
  if (from.isNotNull !== to.isNotNull) {
    const action = to.isNotNull ? "SET NOT NULL" : "DROP NOT NULL";
    steps.changes.push(change("alter-domain", object, action.toLowerCase()));
    steps.add("make", `${alter} ${action}`);
  }
  const { added, removed, both } = match(from.checks, to.checks, byItsName);
  const changed = both.filter(([before, after]) => before.definition !== after.definition);
  for (const { name } of [...removed, ...changed.map(([before]) => before)]) {
    steps.add("make", `${alter} DROP CONSTRAINT ${quoteName(name)}`);
  }
  for (const { name } of removed) steps.changes.push(change("drop-constraint", object, `drop constraint ${name}`));
  for (const check of [...added, ...changed.map(([, after]) => after)]) {
    steps.changes.push(change("add-constraint", object, `constraint ${check.name} ${check.definition}`));
    steps.add("make", `${alter} ADD CONSTRAINT ${quoteName(check.name)} ${check.definition}`);
  }
}

export function diffSequence(from: SqlSequence, to: SqlSequence, steps: Steps): void {
  const object = `sequence ${to.name}`;
  const alter = `ALTER ${describeSequence(to)}`;
  if (from.isUnlogged !== to.isUnlogged) {
    steps.changes.push(change("alter-sequence", object, to.isUnlogged ? "set unlogged" : "set logged"));
    steps.add("make", `${alter} SET ${to.isUnlogged ? "UNLOGGED" : "LOGGED"}`);
  }
  if (JSON.stringify(from.numbers) !== JSON.stringify(to.numbers)) {
    const numbers = setNumbers(to.numbers);
    steps.changes.push(change("alter-sequence", object, numbers.toLowerCase()));
    steps.add("make", `${alter} ${numbers}`);
  }
  if (JSON.stringify(from.ownedBy) === JSON.stringify(to.ownedBy)) return;
  const owner = to.ownedBy === undefined ? "nothing" : `${to.ownedBy.table}.${to.ownedBy.column}`;
  steps.changes.push(change("alter-sequence", object, `owned by ${owner}`));
  // Else it would go with the column that it was owned by.
  if (from.ownedBy !== undefined) steps.add("before", setOwner({ ...to, ownedBy: undefined }));
  if (to.ownedBy !== undefined) steps.add("own", setOwner(to));
}
