// Turns a schema into one in which a keyspace has another name, so that keyspaces of two names can be compared. Pure.
import type { PersistentMap } from "../../base/persistent-map.ts";
import type { Column, Keyspace, Schema, Table, View } from "../schema/schema.ts";

/** A schema without that keyspace stays as it is; one that has the new name already loses that one. */
export function renameKeyspace(schema: Schema, from: string, to: string): Schema {
  const keyspace = schema.keyspaces.get(from);
  if (keyspace === undefined || from === to) return schema;
  return {
    currentKeyspace: schema.currentKeyspace === from ? to : schema.currentKeyspace,
    keyspaces: schema.keyspaces.without(from).with(to, renamed(keyspace, to)),
  };
}

/** Only masks name the keyspace that they stand in. */
function renamed(keyspace: Keyspace, to: string): Keyspace {
  const renameMask = (column: Column): Column =>
    column.mask?.keyspace === keyspace.name ? { ...column, mask: { ...column.mask, keyspace: to } } : column;
  const renameColumns = <T extends Table | View>(object: T): T => {
    const columns = mapChanged(object.columns, renameMask);
    return columns === object.columns ? object : { ...object, columns };
  };
  return {
    ...keyspace,
    name: to,
    tables: mapChanged(keyspace.tables, renameColumns<Table>),
    views: mapChanged(keyspace.views, renameColumns<View>),
  };
}

/** The same map when no value becomes another object. */
function mapChanged<V>(map: PersistentMap<V>, change: (value: V) => V): PersistentMap<V> {
  let changed = map;
  for (const [name, value] of map) {
    const after = change(value);
    if (after !== value) changed = changed.with(name, after);
  }
  return changed;
}
