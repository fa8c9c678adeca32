// What needs what in a schema whose database keeps no record of it: told from the names in the texts. Pure.
import { type ObjectKey, objectKey, routineKey, type SqlSchema } from "../schema.ts";

export function needsByText(schema: SqlSchema): SqlSchema {
  const keys = new Map<string, ObjectKey[]>();
  const add = (name: string, key: ObjectKey): void => {
    keys.set(name, [...(keys.get(name) ?? []), key]);
  };
  for (const { name } of schema.tables) add(name, objectKey("table", name));
  for (const { name } of schema.views) add(name, objectKey("view", name));
  for (const { name } of schema.types) add(name, objectKey("type", name));
  for (const { name } of schema.sequences) add(name, objectKey("sequence", name));
  for (const routine of schema.routines) add(routine.name, routineKey(routine));
  const named = (own: ObjectKey, texts: readonly (string | undefined)[], kinds: RegExp): readonly ObjectKey[] => {
    const words = texts.flatMap((text) => text?.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
    const found = words.flatMap(
      (word) => keys.get(word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word) ?? [],
    );
    return [...new Set(found.filter((key) => key !== own && kinds.test(key)))].sort();
  };
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      needs: named(
        objectKey("table", table.name),
        [
          ...table.columns.flatMap(({ type, default: value, generated }) => [type, value, generated?.expression]),
          ...table.constraints.filter(({ kind }) => kind === "check").map(({ definition }) => definition),
          ...table.indexes.map(({ definition }) => definition),
        ],
        /^(type|sequence|function) /,
      ),
    })),
    views: schema.views.map((view) => ({
      ...view,
      needs: named(objectKey("view", view.name), [view.definition], /./),
    })),
    routines: schema.routines.map((routine) => ({
      ...routine,
      needs: named(routineKey(routine), [routine.definition], /^(type|sequence) /),
    })),
  };
}
