// A scene → statements about materialized views.
import { quoteIdentifier } from "../../../src/cql/identifiers.ts";
import type { Table } from "../../../src/cql/schema/schema.ts";
import { orderText } from "./create-table.ts";
import { optionTexts } from "./option-text.ts";
import { COLUMN_NAMES, errs, guard, isSince, newViewName, pickTable, pickView, qualify, type Scene } from "./scene.ts";

export function createView(scene: Scene): string {
  const { chance } = scene;
  const { keyspace, table, name } = pickTable(scene, isFit);
  const view = quoteIdentifier(newViewName(scene, scene.schema.keyspaces.get(keyspace)));
  const key = pickKey(scene, table);
  const where = whereTexts(scene, [...key.partition, ...key.clustering], table);
  const head = `CREATE MATERIALIZED VIEW ${guard(scene, "IF NOT EXISTS")}${qualify(scene, keyspace, view)} AS`;
  const partition = key.partition.map(quoteIdentifier).join(", ");
  const first = key.partition.length > 1 || chance.is(0.5) ? `(${partition})` : partition;
  const primary = [first, ...key.clustering.map(quoteIdentifier)].join(", ");
  const parts = chance.is(0.25) ? [...optionTexts(scene)] : [];
  if (key.clustering.length > 0 && chance.is(0.3)) parts.push(orderText(scene, key.clustering, key.partition));
  if (errs(scene, 0.01)) parts.push(chance.pick(["COMPACT STORAGE", "default_time_to_live = 5"]));
  const withText = parts.length === 0 ? "" : ` WITH ${parts.join(" AND ")}`;
  const selected = selectorsText(scene, key, table);
  const whereText = where.length === 0 ? "" : ` WHERE ${where.join(" AND ")}`;
  return `${head} SELECT ${selected} FROM ${name}${whereText} PRIMARY KEY (${primary})${withText}`;
}

export function alterView(scene: Scene): string {
  const ifExists = guard(scene, "IF EXISTS", isSince(scene, "4.1") ? 0.1 : 0.02);
  return `ALTER MATERIALIZED VIEW ${ifExists}${pickView(scene).name} WITH ${optionTexts(scene).join(" AND ")}`;
}

export function dropView(scene: Scene): string {
  return `DROP MATERIALIZED VIEW ${guard(scene, "IF EXISTS", 0.2)}${pickView(scene).name}`;
}

interface Key {
  readonly partition: readonly string[];
  readonly clustering: readonly string[];
}

function isFit(table: Table): boolean {
  return table.columns.size > table.partitionKey.length + table.clustering.length;
}

/** The key of the table in another order, with another column in it, mostly. */
function pickKey(scene: Scene, table: Table | undefined): Key {
  const { chance } = scene;
  if (table === undefined) return { partition: ["a"], clustering: ["b"] };
  const key = [...table.partitionKey, ...table.clustering.map(({ name }) => name)];
  const others = table.columns.sorted().filter(({ kind }) => kind === "regular" || errs(scene, 0.05));
  const simple = others.filter(({ type }) => type.kind === "native" || errs(scene, 0.2)).map(({ name }) => name);
  const added = chance.take(simple, chance.is(0.7) ? 1 : errs(scene, 0.1) ? 2 : 0);
  const kept = errs(scene, 0.04) ? key.slice(1) : key;
  const all = chance.take([...kept, ...added, ...(errs(scene, 0.02) ? [chance.pick(COLUMN_NAMES)] : [])], 99);
  const count = Math.max(1, chance.below(Math.min(3, all.length) + 1));
  return { partition: all.slice(0, count), clustering: all.slice(count) };
}

function selectorsText(scene: Scene, key: Key, table: Table | undefined): string {
  const { chance } = scene;
  const hasStatic = [...(table?.columns.values() ?? [])].some(({ kind }) => kind === "static");
  if (table === undefined || chance.is(hasStatic ? 0.1 : 0.5)) return "*";
  const names = [...key.partition, ...key.clustering];
  const others = table.columns
    .sorted()
    .filter(({ name, kind }) => !names.includes(name) && (kind !== "static" || errs(scene, 0.05)));
  const more = chance.take(
    others.map(({ name }) => name),
    chance.below(3),
  );
  const selected = errs(scene, 0.03) ? [...names.slice(1), ...more] : [...names, ...more];
  const texts = chance.take(selected, selected.length).map(quoteIdentifier);
  if (errs(scene, 0.03)) {
    const [first = "a"] = texts;
    texts.push(chance.pick(["zz", `${first} AS other`, `writetime(${first})`, `count(*)`, first, "now()"]));
  }
  return texts.length === 0 ? "*" : texts.join(", ");
}

/** Each column of the key must be restricted; others may be, by IS NOT NULL alone. */
function whereTexts(scene: Scene, key: readonly string[], table: Table | undefined): readonly string[] {
  const { chance } = scene;
  const restricted = errs(scene, 0.03) ? key.slice(1) : key;
  const others = table?.columns.sorted().filter(({ name, kind }) => kind === "regular" && !key.includes(name)) ?? [];
  const more = others.length > 0 && chance.is(0.1) ? [chance.pick(others).name] : [];
  return [...restricted, ...more].map((name) => {
    const column = quoteIdentifier(name);
    if (!chance.is(0.06)) return `${column} IS NOT NULL`;
    const type = table?.columns.get(name)?.type;
    const value = type?.kind === "native" && type.name === "text" ? "'x'" : "1";
    return chance.pick([
      `${column} = ${value}`,
      `${column} >= ${value}`,
      `${column} IN (${value})`,
      `token(${column}) > 1`,
    ]);
  });
}
