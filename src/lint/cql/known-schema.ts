// What the files show of the schema before and after a statement. Pure.
import type { ObjectName } from "../../cql/ast/name.ts";
import type { Keyspace, Table } from "../../cql/schema/schema.ts";
import { isKnown, type State } from "./known-objects.ts";
import type { CqlStatement } from "./linted.ts";

/** The table as it was before the statement; undefined for a view, for one that is not there, and where nobody can know. */
export function tableBefore(statement: CqlStatement, name: ObjectName): Table | undefined {
  return tableIn(statement.trial.before, name, statement);
}

/** The table as it is after the statement. */
export function tableAfter(statement: CqlStatement, name: ObjectName): Table | undefined {
  return tableIn(statement.trial.after, name, statement);
}

/** The keyspace that a name stands in, with what the files have put in it; there may be more. */
export function keyspaceBefore(statement: CqlStatement, name: ObjectName): Keyspace | undefined {
  return keyspaceIn(statement.trial.before, name);
}

export function keyspaceAfter(statement: CqlStatement, name: ObjectName): Keyspace | undefined {
  return keyspaceIn(statement.trial.after, name);
}

function keyspaceIn({ schema }: State, { keyspace }: ObjectName): Keyspace | undefined {
  const name = keyspace?.name ?? schema.currentKeyspace;
  return name === undefined ? undefined : schema.keyspaces.get(name);
}

function tableIn(state: State, name: ObjectName, { side }: CqlStatement): Table | undefined {
  const keyspace = keyspaceIn(state, name);
  const table = keyspace?.tables.get(name.name.name);
  if (keyspace === undefined || table === undefined) return undefined;
  const reference = { kind: "table", keyspace: keyspace.name, name: table.name, span: name } as const;
  return isKnown(state, reference, side.capabilities) ? table : undefined;
}
