// Adds to changes that drop columns that the views of those tables are dropped and made again around them. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace, View } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { isServersOwn } from "./noise.ts";
import { toChange } from "./to-change.ts";

/**
 * Cassandra 3.11–5.0 refuses to drop a column of a table while it has any view (AlterTableStatement).
 * @param changes of one keyspace
 */
export function recreateViewsAround(
  changes: readonly Change[],
  was: Keyspace,
  is: Keyspace,
  capabilities: Capabilities,
): readonly Change[] {
  const tables = new Set(changes.flatMap((change) => (change.kind === "drop-column" ? [change.table] : [])));
  if (tables.size === 0) return changes;
  const goAnyway = new Set(
    changes.flatMap(({ kind, name }) => (kind === "drop-view" || kind === "recreate-view" ? [name] : [])),
  );
  const around: Change[] = [];
  for (const view of viewsToDrop(was, tables, capabilities)) {
    const after = is.views.get(view.name);
    if (after === undefined || goAnyway.has(view.name)) continue;
    const path = { keyspace: was.name, name: view.name };
    around.push(toChange({ kind: "recreate-view", ...path, was: view, is: after, because: "base-table" }));
  }
  const isMadeAnyway = new Set(around.map(({ name }) => name));
  return [...changes.filter(({ kind, name }) => kind !== "alter-view" || !isMadeAnyway.has(name)), ...around];
}

function viewsToDrop(keyspace: Keyspace, tables: ReadonlySet<string>, capabilities: Capabilities): readonly View[] {
  return keyspace.views
    .sorted()
    .filter(({ name, baseTable }) => tables.has(baseTable) && !isServersOwn("view", name, keyspace, capabilities));
}
