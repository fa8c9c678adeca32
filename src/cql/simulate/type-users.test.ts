// Goal: what is remembered of the uses of types is what a walk through the whole keyspace finds.
// Method: random statements about few names, the users of each type looked for after each of them, in both ways.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "../parser/parse.ts";
import type { CqlType } from "../schema/cql-type.ts";
import type { Keyspace } from "../schema/schema.ts";
import { referencesUserType } from "../schema/type-facts.ts";
import { simulate } from "./simulate.ts";
import { cassandra, keyspaceIn, SHOP, schemaAfter } from "./simulate-fixture.test.ts";
import { findInitialConditionUser, findPartitionKeyUser, findTypeUser } from "./type-users.ts";

const SERVER = cassandra("5.0");
const AT = fc.nat(4);

/** Types, as they are written, in which a user's type stands. */
const TYPE = fc
  .tuple(AT, fc.constantFrom("frozen<t>", "frozen<list<t>>", "map<int, frozen<t>>", "tuple<int, t>", "vector<int, 2>"))
  .map(([at, type]) => type.replace(/\bt\b/, `t${at}`).replace("vector<int", `vector<frozen<t${at}>`));

/** Many of them are refused where they come; the schema is then as before. */
const STATEMENT = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(AT, TYPE).map(([at, type]) => `CREATE TYPE t${at} (a int, b ${type})`) },
  { weight: 4, arbitrary: AT.map((at) => `CREATE TYPE t${at} (a int)`) },
  fc.tuple(AT, fc.nat(), TYPE).map(([at, field, type]) => `ALTER TYPE t${at} ADD f${field} ${type}`),
  fc.tuple(AT, fc.nat()).map(([at, name]) => `ALTER TYPE t${at} RENAME a TO f${name}`),
  AT.map((at) => `DROP TYPE t${at}`),
  fc.tuple(AT, TYPE, TYPE).map(([at, key, value]) => `CREATE TABLE x${at} (k ${key} PRIMARY KEY, v ${value})`),
  fc
    .tuple(AT, TYPE, TYPE)
    .map(([at, key, value]) => `CREATE TABLE x${at} (k int, c ${key}, v ${value}, PRIMARY KEY (k, c))`),
  fc.tuple(AT, TYPE).map(([at, type]) => `ALTER TABLE x${at} ADD w ${type}`),
  AT.map((at) => `ALTER TABLE x${at} DROP v`),
  AT.map((at) => `ALTER TABLE x${at} RENAME k TO key`),
  AT.map((at) => `DROP TABLE x${at}`),
  fc
    .tuple(AT, AT)
    .map(
      ([view, at]) =>
        `CREATE MATERIALIZED VIEW v${view} AS SELECT * FROM x${at} WHERE k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (c, k)`,
    ),
  AT.map((at) => `DROP MATERIALIZED VIEW v${at}`),
  AT.map((at) => `CREATE FUNCTION f (s t${at}, i int) CALLED ON NULL INPUT RETURNS t${at} LANGUAGE java AS ''`),
  AT.map((at) => `CREATE AGGREGATE g${at} (int) SFUNC f STYPE t${at} INITCOND {a: 1}`),
  AT.map((at) => `DROP AGGREGATE g${at}`),
  AT.map((at) => `DROP FUNCTION f (t${at}, int)`),
);

function isIn(types: readonly CqlType[], name: string, keyspace: Keyspace): boolean {
  return types.some((type) => referencesUserType(type, name, keyspace));
}

function typesInUse({ functions, aggregates, types, tables }: Keyspace): readonly CqlType[] {
  return [
    ...[...functions.values()].flatMap(({ args, returns }) => [returns, ...args.map(({ type }) => type)]),
    ...[...aggregates.values()].flatMap((each) => [each.returns, each.stateType, ...each.argumentTypes]),
    ...[...types.values()].flatMap(({ fields }) => fields.map(({ type }) => type)),
    ...[...tables.values()].flatMap(({ columns }) => [...columns.values()].map(({ type }) => type)),
  ];
}

function typesInPartitionKeys({ tables, views }: Keyspace): readonly CqlType[] {
  return [...tables.values(), ...views.values()].flatMap(({ partitionKey, columns }) =>
    partitionKey.flatMap((key) => columns.get(key)?.type ?? []),
  );
}

function typesInInitialConditions({ aggregates }: Keyspace): readonly CqlType[] {
  return [...aggregates.values()].flatMap((each) => (each.initialCondition === undefined ? [] : [each.stateType]));
}

test("a type has a user when a walk through everything in the keyspace finds one", () => {
  fc.assert(
    fc.property(fc.array(STATEMENT, { minLength: 20, maxLength: 60 }), (texts) => {
      let schema = schemaAfter(SHOP, SERVER);
      for (const statement of parse(texts.join(";\n")).statements) {
        ({ schema } = simulate(schema, statement, SERVER));
        const keyspace = keyspaceIn(schema);
        for (const type of keyspace.types.keys()) {
          const found = [findTypeUser, findPartitionKeyUser, findInitialConditionUser].map((find) => {
            return find(type, keyspace) !== undefined;
          });
          const expected = [typesInUse, typesInPartitionKeys, typesInInitialConditions].map((collect) => {
            return isIn(collect(keyspace), type, keyspace);
          });
          assert.deepEqual(found, expected, type);
        }
      }
    }),
  );
});
