// The actions of an ALTER TABLE, each with its place, which PostgreSQL's trees do not tell. Pure.
import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint } from "libpg-query";
import { readGuard } from "../../sql/on-retry.ts";
import { type TokenRun, tokenAt, wordAt } from "../../sql/token-run.ts";
import type { Span } from "../../text/span.ts";
import { readAlteredTable } from "./altered-table.ts";
import type { SqlStatement } from "./linted.ts";
import { isMadeHere } from "./made-here.ts";

export interface AlterAction {
  readonly cmd: AlterTableCmd;
  /** Of the column or constraint that it names, or else of its first word. */
  readonly place: Span;
}

/** The actions on a table that was there before the migration; those on one that the side has made hurt nobody. */
export function actionsOnOlderTable(node: AlterTableStmt, statement: SqlStatement): readonly AlterAction[] {
  const { relation, objtype } = node;
  if (objtype !== "OBJECT_TABLE" || relation?.relname === undefined) return [];
  if (isMadeHere(statement, relation.schemaname, relation.relname)) return [];
  const places = readAlteredTable(statement)?.actions.map(({ start }) => placeOfName(statement.tokens, start)) ?? [];
  return (node.cmds ?? []).flatMap((cmd, index) =>
    "AlterTableCmd" in cmd ? [{ cmd: cmd.AlterTableCmd, place: places[index] ?? wholeOf(statement) }] : [],
  );
}

/** The column of `ADD COLUMN`. */
export function addedColumn({ subtype, def }: AlterTableCmd): ColumnDef | undefined {
  return subtype === "AT_AddColumn" && def !== undefined && "ColumnDef" in def ? def.ColumnDef : undefined;
}

/** The constraint of `ADD CONSTRAINT`, named or not. */
export function addedConstraint({ subtype, def }: AlterTableCmd): Constraint | undefined {
  return subtype === "AT_AddConstraint" && def !== undefined && "Constraint" in def ? def.Constraint : undefined;
}

const VERBS: ReadonlySet<string> = new Set(["ADD", "DROP", "ALTER", "VALIDATE", "DETACH", "ATTACH"]);
const NOUNS: ReadonlySet<string> = new Set(["COLUMN", "CONSTRAINT", "PARTITION"]);

function placeOfName(tokens: TokenRun, from: number): Span {
  let at = from;
  if (VERBS.has(wordAt(tokens, at))) {
    at += 1;
    if (NOUNS.has(wordAt(tokens, at))) at += 1;
    at = readGuard(tokens, at).next;
  }
  const { start, end } = tokenAt(tokens, at);
  return { start, end };
}

function wholeOf({ text }: SqlStatement): Span {
  return { start: 0, end: text.length };
}
