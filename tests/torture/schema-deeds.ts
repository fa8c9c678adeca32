// Changes of the schema for a story, with and without guards, each with what undoes it.
import type { Chance } from "../conformance/generate/chance.ts";
import type { Deed, Scene, SceneTable, SceneType } from "./scene.ts";

/** Draws a deed and notes it in the scene; undefined where there is nothing that it could be done to. */
export type DrawDeed = (scene: Scene, chance: Chance) => Deed | undefined;

const COLUMN_TYPES = ["int", "text", "bigint", "boolean", "set<int>", "map<text, int>", "list<text>"] as const;
const INDEXABLE = new Set(["int", "text", "bigint"]);
const TABLES_MAX = 6;

/** By weight. */
export const SCHEMA_DEEDS: readonly (readonly [number, DrawDeed])[] = [
  [4, createTable],
  [1, dropTable],
  [4, addColumns],
  [2, dropColumn],
  [1, renameKey],
  [2, createIndex],
  [1, dropIndex],
  [2, createType],
  [1, growType],
  [1, dropType],
  [1, commentTable],
];

function createTable(scene: Scene, chance: Chance): Deed | undefined {
  if (scene.tables.length >= TABLES_MAX) return undefined;
  const table: SceneTable = {
    name: `t${scene.newId()}`,
    key: "id",
    columns: new Map([["v", "int"]]),
    indexes: new Map(),
    rowIds: [],
    comment: "",
  };
  for (let count = chance.below(3); count > 0; count -= 1) {
    table.columns.set(`c${scene.newId()}`, chance.pick(COLUMN_TYPES));
  }
  scene.tables.push(table);
  return deed(tableText(table, ifNotExists(chance)), `DROP TABLE ${ifExists(chance)}${table.name}`);
}

function tableText(table: SceneTable, guard: string): string {
  const columns = [...table.columns].map(([name, type]) => `${name} ${type}`).join(", ");
  const comment = table.comment === "" ? "" : ` WITH comment = '${table.comment}'`;
  return `CREATE TABLE ${guard}${table.name} (${table.key} int PRIMARY KEY, ${columns})${comment}`;
}

function dropTable(scene: Scene, chance: Chance): Deed | undefined {
  const table = pickFrom(
    scene.tables.filter(({ indexes }) => indexes.size === 0),
    chance,
  );
  if (table === undefined) return undefined;
  scene.tables.splice(scene.tables.indexOf(table), 1);
  return deed(`DROP TABLE ${ifExists(chance)}${table.name}`, tableText(table, ifNotExists(chance)));
}

function addColumns(scene: Scene, chance: Chance): Deed | undefined {
  const table = pickFrom(scene.tables, chance);
  if (table === undefined) return undefined;
  const type = chance.is(0.3) ? pickFrom(scene.types, chance) : undefined;
  if (type !== undefined) type.isUsed = true;
  const columns = [[`c${scene.newId()}`, type === undefined ? chance.pick(COLUMN_TYPES) : `frozen<${type.name}>`]];
  if (chance.is(0.3)) columns.push([`c${scene.newId()}`, chance.pick(COLUMN_TYPES)]);
  for (const [name = "", columnType = ""] of columns) table.columns.set(name, columnType);
  const list = columns.map((column) => column.join(" ")).join(", ");
  const names = columns.map(([name]) => name).join(", ");
  const isAlone = columns.length === 1;
  return deed(
    `ALTER TABLE ${table.name} ADD ${ifNotExists(chance)}${isAlone ? list : `(${list})`}`,
    `ALTER TABLE ${table.name} DROP ${ifExists(chance)}${isAlone ? names : `(${names})`}`,
  );
}

function dropColumn(scene: Scene, chance: Chance): Deed | undefined {
  const table = pickFrom(scene.tables, chance);
  // Cassandra 3.11 to 5.0 notes a dropped column of a user-defined type as one of a tuple, and then refuses to add it again.
  const name = pickFrom(
    [...(table?.columns ?? [])]
      .filter(([column, type]) => column !== "v" && !type.startsWith("frozen<") && table?.indexes.has(column) !== true)
      .map(([column]) => column),
    chance,
  );
  if (table === undefined || name === undefined) return undefined;
  const type = table.columns.get(name);
  table.columns.delete(name);
  return deed(
    `ALTER TABLE ${table.name} DROP ${ifExists(chance)}${name}`,
    `ALTER TABLE ${table.name} ADD ${ifNotExists(chance)}${name} ${type}`,
  );
}

function renameKey(scene: Scene, chance: Chance): Deed | undefined {
  const table = pickFrom(scene.tables, chance);
  if (table === undefined) return undefined;
  const before = table.key;
  table.key = `id${scene.newId()}`;
  return deed(
    `ALTER TABLE ${table.name} RENAME ${before} TO ${table.key}`,
    `ALTER TABLE ${table.name} RENAME ${table.key} TO ${before}`,
  );
}

function createIndex(scene: Scene, chance: Chance): Deed | undefined {
  const table = pickFrom(scene.tables, chance);
  const column = pickFrom(
    [...(table?.columns ?? [])].filter(([name, type]) => INDEXABLE.has(type) && table?.indexes.has(name) !== true),
    chance,
  )?.[0];
  if (table === undefined || column === undefined) return undefined;
  const index = `i${scene.newId()}`;
  table.indexes.set(column, index);
  return deed(indexText(table.name, column, index, chance), `DROP INDEX ${ifExists(chance)}${index}`);
}

function indexText(table: string, column: string, index: string, chance: Chance): string {
  return `CREATE INDEX ${ifNotExists(chance)}${index} ON ${table} (${column})`;
}

function dropIndex(scene: Scene, chance: Chance): Deed | undefined {
  const table = pickFrom(
    scene.tables.filter(({ indexes }) => indexes.size > 0),
    chance,
  );
  const found = pickFrom([...(table?.indexes ?? [])], chance);
  if (table === undefined || found === undefined) return undefined;
  const [column, index] = found;
  table.indexes.delete(column);
  return deed(`DROP INDEX ${ifExists(chance)}${index}`, indexText(table.name, column, index, chance));
}

function createType(scene: Scene, chance: Chance): Deed {
  const type: SceneType = { name: `u${scene.newId()}`, fields: new Map([["a", "int"]]), isUsed: false };
  scene.types.push(type);
  return deed(typeText(type, chance), `DROP TYPE ${ifExists(chance)}${type.name}`);
}

function typeText({ name, fields }: SceneType, chance: Chance): string {
  const list = [...fields].map((field) => field.join(" ")).join(", ");
  return `CREATE TYPE ${ifNotExists(chance)}${name} (${list})`;
}

/** A field cannot be taken away again. */
function growType(scene: Scene, chance: Chance): Deed | undefined {
  const type = pickFrom(scene.types, chance);
  if (type === undefined) return undefined;
  const field = `f${scene.newId()}`;
  type.fields.set(field, "text");
  return { up: [{ text: `ALTER TYPE ${type.name} ADD ${ifNotExists(chance)}${field} text` }], down: [] };
}

function dropType(scene: Scene, chance: Chance): Deed | undefined {
  const type = pickFrom(
    scene.types.filter(({ isUsed }) => !isUsed),
    chance,
  );
  if (type === undefined) return undefined;
  scene.types.splice(scene.types.indexOf(type), 1);
  return deed(`DROP TYPE ${ifExists(chance)}${type.name}`, typeText(type, chance));
}

function commentTable(scene: Scene, chance: Chance): Deed | undefined {
  const table = pickFrom(scene.tables, chance);
  if (table === undefined) return undefined;
  const before = table.comment;
  table.comment = `as of ${scene.newId()}`;
  return deed(
    `ALTER TABLE ${table.name} WITH comment = '${table.comment}'`,
    `ALTER TABLE ${table.name} WITH comment = '${before}'`,
  );
}

function deed(up: string, down: string): Deed {
  return { up: [{ text: up }], down: [{ text: down }] };
}

function pickFrom<T>(list: readonly T[], chance: Chance): T | undefined {
  return list.length === 0 ? undefined : chance.pick(list);
}

function ifNotExists(chance: Chance): string {
  return chance.is(0.5) ? "IF NOT EXISTS " : "";
}

function ifExists(chance: Chance): string {
  return chance.is(0.5) ? "IF EXISTS " : "";
}
