// The actions of an ALTER TABLE, each with its place, which PostgreSQL's trees do not tell. Pure.
import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint } from "libpg-query";
import { hasWords, readName, type TokenRun, tokenAt, tokensFrom, wordAt } from "../../sql/token-run.ts";
import type { Span } from "../../text/span.ts";
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
  const places = placesOf(statement.tokens);
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

export function constraintsOf({ constraints = [] }: ColumnDef): readonly Constraint[] {
  return constraints.flatMap((each) => ("Constraint" in each ? [each.Constraint] : []));
}

/** ALTER TABLE [IF EXISTS] [ONLY] name [*] action ("," action)* */
function placesOf(tokens: TokenRun): readonly Span[] {
  let at = 2;
  if (hasWords(tokens, at, "IF", "EXISTS")) at += 2;
  if (wordAt(tokens, at) === "ONLY") at += 1;
  at = readName(tokens, at)?.next ?? at;
  if (tokenAt(tokens, at).kind === "operator") at += 1;
  const places = [placeOfName(tokens, at)];
  for (const { token, index, depth } of tokensFrom(tokens, at)) {
    if (token.kind === "," && depth === 0) places.push(placeOfName(tokens, index + 1));
  }
  return places;
}

const VERBS: ReadonlySet<string> = new Set(["ADD", "DROP", "ALTER", "VALIDATE", "DETACH", "ATTACH"]);
const NOUNS: ReadonlySet<string> = new Set(["COLUMN", "CONSTRAINT", "PARTITION"]);

function placeOfName(tokens: TokenRun, from: number): Span {
  let at = from;
  if (VERBS.has(wordAt(tokens, at))) {
    at += 1;
    if (NOUNS.has(wordAt(tokens, at))) at += 1;
    if (hasWords(tokens, at, "IF", "EXISTS")) at += 2;
    else if (hasWords(tokens, at, "IF", "NOT", "EXISTS")) at += 3;
  }
  const { start, end } = tokenAt(tokens, at);
  return { start, end };
}

function wholeOf({ text }: SqlStatement): Span {
  return { start: 0, end: text.length };
}
