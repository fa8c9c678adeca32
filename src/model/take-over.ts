// Takes over from another schema what models say nothing of. Pure.
import { PersistentMap } from "../base/persistent-map.ts";
import { sameData } from "../cql/diff/same-data.ts";
import { type Keyspace, type Schema, type Table, type View, withUnknownKeyspace } from "../cql/schema/schema.ts";

/** The schema with the keyspace as it is beside, without its types, tables and views. */
export function emptyScope(beside: Schema, scope: string): Schema {
  const schema = { ...beside, currentKeyspace: scope };
  const keyspace = beside.keyspaces.get(scope);
  if (keyspace === undefined) return withUnknownKeyspace(schema, scope);
  const empty: Keyspace = {
    ...keyspace,
    types: PersistentMap.empty(),
    tables: PersistentMap.empty(),
    views: PersistentMap.empty(),
  };
  return { ...schema, keyspaces: schema.keyspaces.with(scope, empty) };
}

/** The id, triggers, the memory of dropped columns, masks of columns that stay, and indexes that no model can declare. */
export function takeOverTable(made: Table, beside: Table | undefined): Table {
  if (beside === undefined) return made;
  const { id, triggers, dropped } = beside;
  let { columns, indexes } = made;
  for (const [name, { type, mask }] of beside.columns) {
    const column = columns.get(name);
    if (mask !== undefined && column !== undefined && sameData(column.type, type)) {
      columns = columns.with(name, { ...column, mask });
    }
  }
  for (const [name, index] of beside.indexes) {
    const { column, localTo } = index.target;
    const isDeclarable = localTo === undefined && beside.columns.has(column);
    if (!isDeclarable && !indexes.has(name)) indexes = indexes.with(name, index);
  }
  return { ...made, id, triggers, dropped, columns, indexes };
}

export function takeOverView(made: View, beside: View | undefined): View {
  return beside === undefined ? made : { ...made, id: beside.id };
}
