// What the same side of a migration has made before a statement: nobody else sees it yet, and it has no rows. Pure.
import { parseName } from "../../sql/identifiers.ts";
import { readGuard } from "../../sql/on-retry.ts";
import { hasWords, readName } from "../../sql/token-run.ts";
import type { SqlStatement } from "./linted.ts";

const MAKERS: ReadonlySet<string> = new Set([
  ...["create-table", "create-table-as", "create-materialized-view", "create-view"],
  ...["create-index", "create-index-concurrently"],
]);

/** The key of a name in `SqlSide.made`; without a schema it is in the managed one. */
export function keyOfName(schema: string | undefined, name: string, managed: string): string {
  return JSON.stringify([schema === undefined || schema === "" ? managed : schema, name]);
}

export function addMade(made: Map<string, number>, statement: SqlStatement): void {
  const { facts, side, index } = statement;
  if (RENAMERS.has(facts.kind)) addRenamed(made, statement);
  if (!MAKERS.has(facts.kind) || facts.object === undefined) return;
  const parts = parseName(facts.object);
  const name = parts?.at(-1);
  if (name === undefined) return;
  const key = keyOfName(parts?.at(-2), name, side.schema);
  if (!made.has(key)) made.set(key, index);
}

const RENAMERS: ReadonlySet<string> = new Set(["alter-table", "alter-index", "alter-view", "alter-materialized-view"]);

/** ALTER words [IF EXISTS] [ONLY] name RENAME TO name: what was made here is so under its new name, too. */
function addRenamed(made: Map<string, number>, { tokens, facts, side, index }: SqlStatement): void {
  const parts = parseName(facts.object ?? "");
  const name = parts?.at(-1);
  const schema = parts?.at(-2);
  if (name === undefined || !made.has(keyOfName(schema, name, side.schema))) return;
  let at = facts.kind.split("-").length;
  at = readGuard(tokens, at).next;
  if (hasWords(tokens, at, "ONLY")) at += 1;
  at = readName(tokens, at)?.next ?? at;
  if (!hasWords(tokens, at, "RENAME", "TO")) return;
  const renamed = parseName(readName(tokens, at + 2)?.name ?? "")?.at(-1);
  if (renamed === undefined) return;
  const key = keyOfName(schema, renamed, side.schema);
  if (!made.has(key)) made.set(key, index);
}

/** Whether an earlier statement of the same side has made a table, a view or an index of the name. */
export function isMadeHere({ side, index }: SqlStatement, schema: string | undefined, name: string): boolean {
  const maker = side.made.get(keyOfName(schema, name, side.schema));
  return maker !== undefined && maker < index;
}

/** The same of a name as it was written. */
export function isWrittenNameMadeHere(statement: SqlStatement, written: string): boolean {
  const parts = parseName(written);
  const name = parts?.at(-1);
  return name !== undefined && isMadeHere(statement, parts?.at(-2), name);
}
