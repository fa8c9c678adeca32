// Data for a story: what is the same twice, and what is not and shows by a row of its own whether it was carried out.
import cassandra, { type types } from "cassandra-driver";
import type { Chance } from "../conformance/generate/chance.ts";
import type { Check, Deed, Scene, Statement } from "./scene.ts";
import type { DrawDeed } from "./schema-deeds.ts";

const { all, serial } = cassandra.types.consistencies;

/** By weight. */
export const DATA_DEEDS: readonly (readonly [number, DrawDeed])[] = [
  [5, writeTable],
  [3, writePlain],
  [3, several(shareRow, 12)],
  [2, rewriteRow],
  [2, batch],
  [5, several(count, 8)],
  [1, countTogether],
  [3, several(append, 5)],
  [1, writeList],
  [2, stamp],
  [3, claim],
];

/**
 * Each takes far less time than a change of the schema: only where there are many of them does a random moment often fall
 * on one.
 */
function several(draw: (scene: Scene, chance: Chance) => Deed, countMax: number): DrawDeed {
  return (scene, chance) => {
    const deeds = Array.from({ length: 1 + chance.below(countMax) }, () => draw(scene, chance));
    return { up: deeds.flatMap(({ up }) => up), down: deeds.toReversed().flatMap(({ down }) => down) };
  };
}

function writeTable(scene: Scene, chance: Chance): Deed | undefined {
  if (scene.tables.length === 0) return undefined;
  const { name, key, rowIds } = chance.pick(scene.tables);
  const id = scene.newId();
  const known = rowIds.length > 0 && chance.is(0.5) ? chance.pick(rowIds) : undefined;
  rowIds.push(id);
  const insert = `INSERT INTO ${name} (${key}, v) VALUES (${id}, ${chance.below(100)})`;
  const update =
    known === undefined
      ? `UPDATE ${name} SET v = ${chance.below(100)} WHERE ${key} = ${id}`
      : `DELETE FROM ${name} WHERE ${key} = ${known}`;
  const up = chance.is(0.5) ? [insert] : [insert, update];
  return same(up, [`DELETE FROM ${name} WHERE ${key} = ${id}`]);
}

/** Sets and maps grow by the same twice. */
function writePlain(scene: Scene, chance: Chance): Deed {
  const id = scene.newId();
  const up = [`INSERT INTO plain (id, n, s) VALUES (${id}, 1, {1})`];
  if (chance.is(0.6)) up.push(`UPDATE plain SET s = s + {2, 3}, m['a'] = ${chance.below(9)} WHERE id = ${id}`);
  if (chance.is(0.3)) up.push(`DELETE n FROM plain WHERE id = ${id}`);
  return same(up, [`UPDATE plain SET s = s - {1}, n = 0 WHERE id = ${id}`]);
}

function shareRow(scene: Scene): Deed {
  const id = scene.newId();
  scene.sharedIds.push(id);
  return same([`INSERT INTO plain (id, v) VALUES (${id}, 'migration')`], [`DELETE FROM plain WHERE id = ${id}`]);
}

/** The order of the timestamps decides what is left of it. */
function rewriteRow(scene: Scene, chance: Chance): Deed {
  const id = scene.newId();
  const up = [
    `INSERT INTO plain (id, v, n) VALUES (${id}, 'first', 1)`,
    `DELETE FROM plain WHERE id = ${id}`,
    `INSERT INTO plain (id, v) VALUES (${id}, 'second')`,
    `UPDATE plain SET v = 'third' WHERE id = ${id}`,
  ];
  return same(up.slice(0, 2 + chance.below(3)), [`UPDATE plain SET v = 'undone' WHERE id = ${id}`]);
}

function batch(scene: Scene, chance: Chance): Deed {
  const ids = Array.from({ length: 2 + chance.below(3) }, scene.newId);
  const inserts = ids.map((id) => `INSERT INTO plain (id, v, n) VALUES (${id}, 'batch', ${id});`);
  const deletes = ids.map((id) => `DELETE FROM plain WHERE id = ${id};`);
  return same(
    [`BEGIN BATCH\n  ${inserts.join("\n  ")}\nAPPLY BATCH`],
    [`BEGIN BATCH\n  ${deletes.join("\n  ")}\nAPPLY BATCH`],
  );
}

function count(scene: Scene, chance: Chance): Deed {
  const id = scene.newId();
  const step = 1 + chance.below(5);
  return {
    up: [counting(id, 0, `UPDATE counts SET n = n + ${step} WHERE id = ${id} AND part = 0`)],
    // In a row of its own: one that went back to 0 would not show whether it did so once.
    down: [counting(id, 1, `UPDATE counts SET n = n - ${step} WHERE id = ${id} AND part = 1`)],
  };
}

/** One partition, so that the server does all of it or nothing. */
function countTogether(scene: Scene): Deed {
  const id = scene.newId();
  const text = (parts: readonly number[]): string => {
    const lines = parts.map((part) => `UPDATE counts SET n = n + ${part} WHERE id = ${id} AND part = ${part};`);
    return `BEGIN COUNTER BATCH\n  ${lines.join("\n  ")}\nAPPLY BATCH`;
  };
  return { up: [counting(id, 1, text([1, 2]))], down: [counting(id, 3, text([3, 4]))] };
}

function counting(id: number, part: number, text: string): Statement {
  return doubtful(text, `counts WHERE id = ${id} AND part = ${part}`, (row) => row !== undefined);
}

function append(scene: Scene, chance: Chance): Deed {
  const id = scene.newId();
  // A few rows, so that the order of the elements shows too.
  const row = -1 - chance.below(2);
  const sum = chance.is(0.5) ? `v + [${id}]` : `[${id}] + v`;
  const holds = (found: types.Row | undefined): boolean => listOf(found?.v).includes(id);
  const from = `lists WHERE id = ${row}`;
  return {
    up: [doubtful(`UPDATE lists SET v = ${sum} WHERE id = ${row}`, from, holds)],
    down: [doubtful(`UPDATE lists SET v = v - [${id}] WHERE id = ${row}`, from, (found) => !holds(found))],
  };
}

/** A second `DELETE v[0]` would take another element away. */
function writeList(scene: Scene): Deed {
  const id = scene.newId();
  const from = `lists WHERE id = ${id}`;
  const insert = `INSERT INTO lists (id, v) VALUES (${id}, [1, 2, 3])`;
  return {
    up: [
      doubtful(insert, from, (row) => row !== undefined),
      doubtful(`UPDATE lists SET v[1] = 20 WHERE id = ${id}`, from, (row) => listOf(row?.v).includes(20)),
    ],
    down: [doubtful(`DELETE v[0] FROM lists WHERE id = ${id}`, from, (row) => !listOf(row?.v).includes(1))],
  };
}

function stamp(scene: Scene, chance: Chance): Deed {
  const id = scene.newId();
  const text = chance.is(0.5)
    ? `INSERT INTO stamps (id, at, u) VALUES (${id}, now(), uuid())`
    : `UPDATE stamps SET u = uuid() WHERE id = ${id} AND at = now()`;
  return {
    up: [doubtful(text, `stamps WHERE id = ${id}`, (row) => row !== undefined)],
    down: [{ text: `DELETE FROM stamps WHERE id = ${id}` }],
  };
}

/** Conditional writes. The first is the same twice, because a second try finds what it would insert. */
function claim(scene: Scene): Deed {
  const id = scene.newId();
  const from = `claims WHERE id = ${id}`;
  // The condition holds again after it was met: a second try would leave a second mark.
  const update = `UPDATE claims SET v = 2, tries = tries + [1] WHERE id = ${id} IF v IN (1, 2)`;
  return {
    up: [
      { text: `INSERT INTO claims (id, v) VALUES (${id}, 1) IF NOT EXISTS` },
      doubtful(update, from, (row) => row?.v === 2, serial),
    ],
    down: [doubtful(`DELETE FROM claims WHERE id = ${id} IF EXISTS`, from, (row) => row === undefined, serial)],
  };
}

function same(up: readonly string[], down: readonly string[]): Deed {
  return { up: up.map((text) => ({ text })), down: down.map((text) => ({ text })) };
}

function doubtful(
  text: string,
  from: string,
  isDone: (row: types.Row | undefined) => boolean,
  consistency: number = all,
): Statement {
  const wasCarriedOut: Check = async (client, keyspace) => {
    const { rows } = await client.execute(`SELECT * FROM ${keyspace}.${from}`, [], { consistency });
    return isDone(rows[0]);
  };
  return { text, wasCarriedOut };
}

/** A list without elements is null to the server. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
