// A scene → the next statement of a sequence, by kind.
import { quoteIdentifier } from "../../../src/cql/identifiers.ts";
import { alterTable } from "./alter-table.ts";
import { createTable } from "./create-table.ts";
import { createIndex, dropIndex } from "./index-statements.ts";
import { alterKeyspace, createKeyspace, dropKeyspace, useKeyspace } from "./keyspace-statements.ts";
import { createAggregate, createFunction, dropAggregate, dropFunction } from "./routine-statements.ts";
import { guard, isSince, pickTable, type Scene } from "./scene.ts";
import { alterType, createType, dropType } from "./type-statements.ts";
import { alterView, createView, dropView } from "./view-statements.ts";

type Make = (scene: Scene) => string;

const WEIGHTS: readonly (readonly [weight: number, make: Make])[] = [
  [10, createTable],
  [22, alterTable],
  [2, dropTable],
  [6, createType],
  [6, alterType],
  [2.5, dropType],
  [10, createIndex],
  [3, dropIndex],
  [7, createView],
  [3, alterView],
  [2, dropView],
  [7, createFunction],
  [6, createAggregate],
  [2.5, dropFunction],
  [2, dropAggregate],
  [0.7, createTrigger],
  [0.7, dropTrigger],
  [1.5, createKeyspace],
  [2.5, alterKeyspace],
  [0.6, dropKeyspace],
  [1.5, useKeyspace],
];

/** A sequence opens with a keyspace, and fills it before it changes things. */
export function generateStatement(scene: Scene, index: number): string {
  const { chance, schema } = scene;
  if (schema.keyspaces.size === 0) return chance.is(0.95) ? createKeyspace(scene) : createTable(scene);
  if (index < 7 && chance.is(0.7))
    return chance.weigh([
      [3, createTable],
      [2, createType],
      [0.5, createFunction],
      [0.3, createKeyspace],
    ])(scene);
  return chance.weigh(WEIGHTS)(scene);
}

function dropTable(scene: Scene): string {
  const { keyspace, name } = pickTable(scene);
  // Left out: 3.11 takes `DROP TABLE IF EXISTS system.x` when its own keyspace has no such table, which only it knows.
  const isGuarded = isSince(scene, "4.0") || !keyspace.startsWith("system");
  return `DROP TABLE ${guard(scene, "IF EXISTS", isGuarded ? 0.25 : 0)}${name}`;
}

function createTrigger(scene: Scene): string {
  return `CREATE TRIGGER ${guard(scene, "IF NOT EXISTS")}trig ON ${pickTable(scene).name} USING 'nosuch.Trigger'`;
}

function dropTrigger(scene: Scene): string {
  return `DROP TRIGGER ${guard(scene, "IF EXISTS", 0.4)}${quoteIdentifier("trig")} ON ${pickTable(scene).name}`;
}
