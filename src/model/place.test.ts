import assert from "node:assert/strict";
import { test } from "node:test";
import { text, uuid } from "./native-types.ts";
import { placeInStack } from "./place.ts";
import { table } from "./table.ts";
import { userType } from "./user-type.ts";
import { view } from "./view.ts";

const stackOf = (frame: string): string => `Error: with at (one) (/a.ts:1:1)\n    ${frame}\n    at other (/b.ts:9:9)`;

test("a model knows the file, line and column of its call", () => {
  const here = new Error("here").stack?.split("\n")[1] ?? "";
  const line = Number(/:(\d+):\d+\)?$/.exec(here)?.[1]);
  const products = table("products", { id: uuid().partitionKey(), brand: text() });
  assert.match(products.place?.file ?? "", /^\/.*\/place\.test\.js$/);
  assert.equal(products.place?.line, line + 2);
  assert.equal(userType("u", { a: text() }).place?.line, line + 5);
  const columns = "all";
  assert.equal(view("v", products, { columns, partitionKey: ["brand"], clusteringKey: ["id"] }).place?.line, line + 7);
});

test("the limit of stacks is as it was", () => {
  const limit = Error.stackTraceLimit;
  table("t", { id: uuid().partitionKey() });
  assert.equal(Error.stackTraceLimit, limit);
});

test("a place is a path, whatever the runtime writes", () => {
  const placeOf = (frame: string): unknown => {
    const { file, line, column } = placeInStack(stackOf(frame)) ?? {};
    return file && [file, line, column];
  };
  assert.deepEqual(placeOf("at file:///app/my%20models.mts:3:14"), ["/app/my models.mts", 3, 14]);
  assert.deepEqual(placeOf("at Object.<anonymous> (file:///app/models.ts?t=12:3:14)"), ["/app/models.ts", 3, 14]);
  assert.deepEqual(placeOf("at async /app/models.ts:3:14"), ["/app/models.ts", 3, 14]);
  assert.deepEqual(placeOf("at make (/app/(old)/models.ts:3:14)"), ["/app/(old)/models.ts", 3, 14]);
  assert.deepEqual(placeOf("at file:///C:/app/models.ts:3:14"), ["C:/app/models.ts", 3, 14]);
  assert.deepEqual(placeOf("at make (C:\\app\\models.ts:3:14)"), ["C:\\app\\models.ts", 3, 14]);
});

test("a frame without a file is no place", () => {
  assert.equal(placeInStack(stackOf("at eval (<anonymous>:1:1)")), undefined);
  assert.equal(placeInStack("Error"), undefined);
});
