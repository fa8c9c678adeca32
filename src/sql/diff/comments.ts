// The comments of a schema by what they stand on, as COMMENT ON names it. Pure.
import { quoteName } from "../identifiers.ts";
import { describeRoutine, describeSequence, describeType, describeView } from "../print/print-object.ts";
import type { SqlSchema } from "../schema.ts";

/** Undefined: it has none. */
export function commentsOf(schema: SqlSchema): ReadonlyMap<string, string | undefined> {
  const comments = new Map<string, string | undefined>();
  for (const type of schema.types) comments.set(describeType(type), type.comment);
  for (const sequence of schema.sequences) comments.set(describeSequence(sequence), sequence.comment);
  for (const routine of schema.routines) comments.set(describeRoutine(routine), routine.comment);
  for (const view of schema.views) {
    comments.set(describeView(view), view.comment);
    for (const { name, comment } of view.indexes) comments.set(`INDEX ${quoteName(name)}`, comment);
  }
  for (const table of schema.tables) {
    const on = quoteName(table.name);
    comments.set(`TABLE ${on}`, table.comment);
    for (const { name, comment } of table.columns) comments.set(`COLUMN ${on}.${quoteName(name)}`, comment);
    for (const { name, comment } of table.constraints) comments.set(`CONSTRAINT ${quoteName(name)} ON ${on}`, comment);
    for (const { name, comment } of table.indexes) comments.set(`INDEX ${quoteName(name)}`, comment);
    for (const { name, comment } of table.triggers) comments.set(`TRIGGER ${quoteName(name)} ON ${on}`, comment);
    for (const { name, comment } of table.policies) comments.set(`POLICY ${quoteName(name)} ON ${on}`, comment);
  }
  return comments;
}
