// A schema without what a CREATE makes; undefined when it is not there. Pure.
import { PersistentMap } from "../../base/persistent-map.ts";
import type { CreateIndex } from "../ast/ddl.ts";
import type { ObjectName } from "../ast/name.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { Keyspace, Schema, Table } from "../schema/schema.ts";
import { findIndexedTable, freeIndexName } from "../simulate/index-names.ts";

export function withoutMade(schema: Schema, statement: StatementNode): Schema | undefined {
  switch (statement.kind) {
    case "create-keyspace": {
      const { name } = statement.name;
      return schema.keyspaces.has(name) ? { ...schema, keyspaces: schema.keyspaces.without(name) } : undefined;
    }
    case "create-table":
      return inKeyspace(schema, statement.name, (keyspace, name) =>
        keyspace.tables.has(name) ? { ...keyspace, tables: keyspace.tables.without(name) } : undefined,
      );
    case "create-materialized-view":
      return inKeyspace(schema, statement.name, (keyspace, name) =>
        keyspace.views.has(name) ? { ...keyspace, views: keyspace.views.without(name) } : undefined,
      );
    case "create-type":
      return inKeyspace(schema, statement.name, (keyspace, name) =>
        keyspace.types.has(name) ? { ...keyspace, types: keyspace.types.without(name) } : undefined,
      );
    case "create-index":
      return inKeyspace(schema, statement.table, (keyspace, table) => withoutIndex(keyspace, table, statement));
    case "create-trigger":
      return inKeyspace(schema, statement.table, (keyspace, name) => {
        const table = keyspace.tables.get(name);
        if (table?.triggers.has(statement.name.name) !== true) return undefined;
        return withTable(keyspace, { ...table, triggers: table.triggers.without(statement.name.name) });
      });
    default:
      return undefined;
  }
}

function inKeyspace(
  schema: Schema,
  name: ObjectName,
  without: (keyspace: Keyspace, name: string) => Keyspace | undefined,
): Schema | undefined {
  const keyspace = schema.keyspaces.get(name.keyspace?.name ?? schema.currentKeyspace ?? "");
  const after = keyspace === undefined ? undefined : without(keyspace, name.name.name);
  return after === undefined ? undefined : { ...schema, keyspaces: schema.keyspaces.with(after.name, after) };
}

/** Of an index without a name, the one that the server would have named. */
function withoutIndex(keyspace: Keyspace, tableName: string, statement: CreateIndex): Keyspace | undefined {
  const name = statement.name?.name ?? givenName(keyspace, tableName, statement);
  const table = name === undefined ? undefined : findIndexedTable(keyspace, name);
  if (name === undefined || table === undefined) return undefined;
  return withTable(keyspace, { ...table, indexes: table.indexes.without(name) });
}

function givenName(keyspace: Keyspace, table: string, { targets }: CreateIndex): string | undefined {
  const [target] = targets;
  if (target === undefined || target.kind === "partition-key") return undefined;
  const { name: column } = target.column;
  const base = freeIndexName({ ...keyspace, tables: PersistentMap.empty() }, table, column);
  const indexes = [...(keyspace.tables.get(table)?.indexes.values() ?? [])];
  const given = indexes.filter(({ name, target: on }) => on.column === column && isNumbered(name, base));
  return given.map(({ name }) => name).sort()[0];
}

function isNumbered(name: string, base: string): boolean {
  return name === base || (name.startsWith(`${base}_`) && /^\d+$/.test(name.slice(base.length + 1)));
}

function withTable(keyspace: Keyspace, table: Table): Keyspace {
  return { ...keyspace, tables: keyspace.tables.with(table.name, table) };
}
