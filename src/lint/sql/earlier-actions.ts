// What earlier statements of the same side have done to a table by ALTER TABLE. Pure.
import type { AlterTableCmd } from "libpg-query";
import type { SqlSide, SqlStatement } from "./linted.ts";

export interface EarlierAction {
  readonly statement: SqlStatement;
  /** As it is written. */
  readonly schema: string | undefined;
  readonly cmd: AlterTableCmd;
}

/** In their order. @param table its name, without a schema */
export function earlierActions({ side, index }: SqlStatement, table: string | undefined): readonly EarlierAction[] {
  if (table === undefined) return [];
  const actions = actionsOf(side).get(table) ?? [];
  return actions.filter(({ statement }) => statement.index < index);
}

type ActionsByTable = ReadonlyMap<string, readonly EarlierAction[]>;

/** Several rules ask, of each statement. */
const KNOWN = new WeakMap<SqlSide, ActionsByTable>();

function actionsOf(side: SqlSide): ActionsByTable {
  const known = KNOWN.get(side);
  if (known !== undefined) return known;
  const actions = new Map<string, EarlierAction[]>();
  for (const statement of side.statements) {
    const { tree } = statement;
    if (tree === undefined || !("AlterTableStmt" in tree)) continue;
    const { relation, cmds = [] } = tree.AlterTableStmt;
    const name = relation?.relname;
    if (name === undefined) continue;
    const ofTable = actions.get(name) ?? [];
    actions.set(name, ofTable);
    for (const each of cmds) {
      if ("AlterTableCmd" in each) ofTable.push({ statement, schema: relation?.schemaname, cmd: each.AlterTableCmd });
    }
  }
  KNOWN.set(side, actions);
  return actions;
}
