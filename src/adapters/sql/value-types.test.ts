import assert from "node:assert/strict";
import { test } from "node:test";
import { valueParsers } from "./value-types.ts";

function parse(oid: number, text: string): unknown {
  return valueParsers.get(oid)?.(text);
}

test("a big integer keeps every digit", () => {
  assert.equal(parse(20, "9223372036854775807"), 9_223_372_036_854_775_807n);
});

test("an instant is a Date, whatever the zone of the session", () => {
  assert.deepEqual(parse(1184, "2026-11-22 04:07:57.123456+00"), new Date("2026-11-22T04:07:57.123Z"));
  assert.deepEqual(parse(1184, "2026-11-22 09:37:57+05:30"), new Date("2026-11-22T04:07:57Z"));
  assert.deepEqual(parse(1184, "2026-11-21 23:07:57-05"), new Date("2026-11-22T04:07:57Z"));
  assert.deepEqual(parse(1184, "0044-03-15 00:00:00+00 BC"), new Date("-000043-03-15T00:00:00Z"));
});

test("an instant that no Date can be stays text", () => {
  assert.equal(parse(1184, "infinity"), "infinity");
});

test("bytes are bytes in both forms", () => {
  assert.deepEqual(parse(17, "\\x00ff"), new Uint8Array([0, 255]));
  assert.deepEqual(parse(17, "a\\\\\\377"), new Uint8Array([97, 92, 255]));
});

test("arrays are read with their nulls, quotes, depths and bounds", () => {
  assert.deepEqual(parse(1009, '{a,NULL,"NULL","b\\"c,{}\\\\",""}'), ["a", null, "NULL", 'b"c,{}\\', ""]);
  assert.deepEqual(parse(1007, "[0:1][1:2]={{1,2},{3,4}}"), [
    [1, 2],
    [3, 4],
  ]);
  assert.deepEqual(parse(1016, "{}"), []);
});
