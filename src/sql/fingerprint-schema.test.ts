import assert from "node:assert/strict";
import { test } from "node:test";
import { differingSqlObjects, fingerprintSqlSchema } from "./fingerprint-schema.ts";
import { emptySqlSchema, type SqlSchema } from "./schema.ts";

const NUMBERS = { type: "bigint", start: "1", increment: "1", min: "1", max: "9", cache: "1", isCycling: false };
const SCHEMA: SqlSchema = {
  ...emptySqlSchema("postgres"),
  extensions: ["citext"],
  types: [{ kind: "enum", name: "mood", labels: ["glad"], needs: [] }],
  sequences: [{ name: "s", numbers: NUMBERS, isUnlogged: false }],
  routines: [{ kind: "procedure", name: "p", arguments: "integer", definition: "…", language: "sql", needs: [] }],
};

test("every object has a fingerprint under the name that differences give it", () => {
  assert.deepEqual(
    [...fingerprintSqlSchema(SCHEMA).keys()],
    ["extension citext", "type mood", "sequence s", "procedure p(integer)"],
  );
});

test("an object that differs, is new or is gone is told, and no other", () => {
  const other: SqlSchema = {
    ...SCHEMA,
    extensions: [],
    types: [
      { kind: "enum", name: "mood", labels: ["glad", "sad"], needs: [] },
      { kind: "enum", name: "size", labels: [], needs: [] },
    ],
  };
  assert.deepEqual(differingSqlObjects(SCHEMA, other), ["extension citext", "type mood", "type size"]);
  assert.deepEqual(differingSqlObjects(SCHEMA, structuredClone(SCHEMA)), []);
});
