// What every rule of the simulator has at hand, and the ways into and out of a schema. Pure.
import type { Span } from "../../text/span.ts";
import type { ObjectName } from "../ast/name.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace, Schema, Table, View } from "../schema/schema.ts";
import { refuse } from "./refuse.ts";
import { refuseSystemKeyspace } from "./system-keyspaces.ts";

export interface SimulateContext {
  readonly schema: Schema;
  readonly capabilities: Capabilities;
  readonly statement: StatementNode;
}

/**
 * The keyspace that a name stands in: its own, or the current one.
 * @throws Refused when neither is there, or it belongs to the server
 */
export function keyspaceNameOf(context: SimulateContext, name: ObjectName): string {
  const keyspace = name.keyspace?.name ?? context.schema.currentKeyspace;
  if (keyspace === undefined) {
    refuse(
      `\`${name.name.name}\` stands in no keyspace: it names none, and none is in use`,
      name,
      `write \`keyspace.${name.name.name}\``,
    );
  }
  refuseSystemKeyspace(keyspace, "objects", name.keyspace ?? name, context.capabilities);
  return keyspace;
}

/** As `requireKeyspace`, for statements whose guard lets them meet a keyspace that does not exist. */
export function findKeyspace(context: SimulateContext, name: ObjectName): Keyspace | undefined {
  return context.schema.keyspaces.get(keyspaceNameOf(context, name));
}

/** @throws Refused when no keyspace is named, it does not exist, or it belongs to the server */
export function requireKeyspace(context: SimulateContext, name: ObjectName): Keyspace {
  const keyspaceName = keyspaceNameOf(context, name);
  return context.schema.keyspaces.get(keyspaceName) ?? refuseUnknownKeyspace(keyspaceName, name.keyspace ?? name);
}

/** A table of its keyspace, no view. @throws Refused */
export function requireTable(keyspace: Keyspace, name: ObjectName): Table {
  return keyspace.tables.get(name.name.name) ?? refuseUnknownTable(keyspace, name);
}

export function refuseUnknownKeyspace(name: string, span: Span): never {
  refuse(`keyspace \`${name}\` does not exist`, span);
}

export function refuseUnknownTable(keyspace: Keyspace, name: ObjectName): never {
  const full = `${keyspace.name}.${name.name.name}`;
  if (keyspace.views.has(name.name.name)) refuse(`\`${full}\` is a materialized view, no table`, name.name);
  refuse(`table \`${full}\` does not exist`, name.name);
}

/** The views on a table, in no order that means anything. */
export function viewsOf({ views }: Keyspace, table: string): readonly View[] {
  return [...(views.groupedBy(basesOf).get(table)?.values() ?? [])];
}

function basesOf({ baseTable }: View): readonly string[] {
  return [baseTable];
}

/** Puts a keyspace in, or in the place of the one of its name. */
export function withKeyspace(schema: Schema, keyspace: Keyspace): Schema {
  return { ...schema, keyspaces: schema.keyspaces.with(keyspace.name, keyspace) };
}

/** Puts a table into a keyspace, or in the place of the one of its name. */
export function withTable(keyspace: Keyspace, table: Table): Keyspace {
  return { ...keyspace, tables: keyspace.tables.with(table.name, table) };
}

/** Puts a view into a keyspace, or in the place of the one of its name. */
export function withView(keyspace: Keyspace, view: View): Keyspace {
  return { ...keyspace, views: keyspace.views.with(view.name, view) };
}
