// What turns the columns of one table into those of another. Pure.
import { quoteName } from "../identifiers.ts";
import { setNumbers } from "../print/print-sequence.ts";
import { printColumn, printIdentity, setComment, setDefault, setNotNull } from "../print/print-table.ts";
import type { SqlColumn, SqlIdentity, SqlTable } from "../schema.ts";
import { change, impossible } from "./change.ts";
import { byItsName, match, type Steps } from "./steps.ts";

/** Whether one of its columns goes, or gets another type: then what reads the table has to be made again. */
export function movesColumns(from: SqlTable, to: SqlTable): boolean {
  const { removed, both } = match(from.columns, to.columns, byItsName);
  return removed.length > 0 || both.some(([before, after]) => isRetyped(before, after));
}

export function hasRetyped(from: SqlTable, to: SqlTable): boolean {
  return match(from.columns, to.columns, byItsName).both.some(([before, after]) => isRetyped(before, after));
}

/** The order of columns, which nothing changes afterwards, is no difference. */
export function diffColumns(from: SqlTable, to: SqlTable, steps: Steps): void {
  const { added, removed, both } = match(from.columns, to.columns, byItsName);
  const object = `table ${to.name}`;
  const alter = `ALTER TABLE ${quoteName(to.name)}`;
  for (const column of removed.filter(({ isInherited }) => !isInherited)) {
    const loss =
      column.generated === undefined ? `the values of column \`${column.name}\` of \`${to.name}\` are lost` : undefined;
    steps.changes.push(change("drop-column", object, `drop column ${column.name}`, loss));
    steps.add("make", `${alter} DROP COLUMN ${quoteName(column.name)}`);
  }
  for (const column of added.filter(({ isInherited }) => !isInherited)) {
    const written = printColumn(column, false);
    steps.changes.push(change("add-column", object, `add column ${written}`));
    steps.add("make", `${alter} ADD COLUMN ${written}`);
    if (column.comment !== undefined) {
      steps.add("comment", setComment(`COLUMN ${quoteName(to.name, column.name)}`, column.comment));
    }
  }
  for (const [before, after] of both) diffColumn(to.name, before, after, steps);
}

function isRetyped(from: SqlColumn, to: SqlColumn): boolean {
  return !to.isInherited && (from.type !== to.type || from.collation !== to.collation);
}

function diffColumn(table: string, from: SqlColumn, to: SqlColumn, steps: Steps): void {
  if (to.isInherited) {
    diffDefault(table, from, to, steps, "as-it-was");
    return;
  }
  if (!diffGenerated(table, from, to, steps)) return;
  const isOther = isRetyped(from, to);
  if (isOther) retype(table, from, to, steps);
  if (from.identity !== undefined && to.identity === undefined) {
    steps.changes.push(change("alter-column", `table ${table}`, `column ${to.name} counts no more`));
    steps.add("make", `${alterColumn(table, to)} DROP IDENTITY`);
  }
  diffDefault(table, from, to, steps, isOther ? "gone" : "as-it-was");
  if (from.isNotNull !== to.isNotNull) {
    const kind = to.isNotNull ? "set-not-null" : "drop-not-null";
    steps.changes.push(change(kind, `table ${table}`, `column ${to.name}: ${kind.replaceAll("-", " ")}`));
    steps.add("make", setNotNull(table, to.name, to.isNotNull));
  }
  if (to.identity !== undefined) diffIdentity(table, from, { ...to, identity: to.identity }, steps);
}

function alterColumn(table: string, { name }: SqlColumn): string {
  return `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteName(name)}`;
}

/** @returns whether the column can stay */
function diffGenerated(table: string, from: SqlColumn, to: SqlColumn, steps: Steps): boolean {
  const object = `table ${table}`;
  const [before, after] = [from.generated, to.generated];
  if (before?.expression === after?.expression && before?.kind === after?.kind) return true;
  if (after === undefined && before?.kind === "stored") {
    steps.changes.push(change("alter-column", object, `column ${to.name} is generated no more`));
    steps.add("make", `${alterColumn(table, to)} DROP EXPRESSION`);
    return true;
  }
  const what = after === undefined ? "generated no more" : `generated as (${after.expression})`;
  steps.changes.push(impossible("alter-column", object, `column ${to.name} has to be made again: ${what}`));
  return false;
}

function retype(table: string, from: SqlColumn, to: SqlColumn, steps: Steps): void {
  const { name, type } = to;
  const collation = to.collation === undefined ? "" : ` COLLATE ${to.collation}`;
  const description = `column ${name}: ${from.type} → ${type}${collation}`;
  steps.changes.push(change("alter-column-type", `table ${table}`, description));
  // A default is not cast by itself.
  if (from.default !== undefined) steps.add("make", setDefault(table, name, undefined));
  const using = to.generated === undefined ? ` USING ${quoteName(name)}::${type}` : "";
  steps.add("make", `${alterColumn(table, to)} TYPE ${type}${collation}${using}`);
}

function diffIdentity(
  table: string,
  from: SqlColumn,
  to: SqlColumn & { readonly identity: SqlIdentity },
  steps: Steps,
): void {
  if (JSON.stringify(from.identity) === JSON.stringify(to.identity)) return;
  const { kind, numbers } = to.identity;
  const written = printIdentity(to.identity);
  steps.changes.push(change("alter-column", `table ${table}`, `column ${to.name}: generated ${written.toLowerCase()}`));
  if (from.identity === undefined) {
    steps.add("make", `${alterColumn(table, to)} ADD GENERATED ${written}`);
    return;
  }
  const counting = setNumbers(numbers)
    .replace(/^AS \w+ /, "")
    .replace(/\b(START|INCREMENT|MINVALUE|MAXVALUE|CACHE|NO CYCLE|CYCLE)\b/g, "SET $1");
  steps.add(
    "make",
    `${alterColumn(table, to)} SET GENERATED ${kind === "always" ? "ALWAYS" : "BY DEFAULT"} ${counting}`,
  );
}

/** @param before "gone": it was taken away already */
function diffDefault(table: string, from: SqlColumn, to: SqlColumn, steps: Steps, before: "as-it-was" | "gone"): void {
  const isGone = before === "gone";
  if (from.default === to.default && !isGone) return;
  if (from.default !== to.default) {
    const what = to.default === undefined ? "drop default" : `set default ${to.default}`;
    steps.changes.push(
      change(to.default === undefined ? "drop-default" : "set-default", `table ${table}`, `column ${to.name}: ${what}`),
    );
  }
  if (to.default !== undefined) steps.add("make", setDefault(table, to.name, to.default));
  // What it called may have to go next.
  else if (!isGone && from.default !== undefined) steps.add("drop-parts", setDefault(table, to.name, undefined));
}
