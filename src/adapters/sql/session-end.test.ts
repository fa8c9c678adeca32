import assert from "node:assert/strict";
import { test } from "node:test";
import { isEndOfSession } from "./session-end.ts";

test("what ends a session is told from what refuses a statement", () => {
  const ends: readonly (readonly [string, string])[] = [
    ["FATAL", "57P01"],
    ["FATAL", "08P01"],
    // In another language.
    ["致命错误", "57P01"],
    ["致命错误", "08P01"],
    ["致命错误", "08006"],
    ["FATAL", "25P03"],
    ["PANIC", "XX000"],
  ];
  for (const [severity, code] of ends) assert.ok(isEndOfSession({ severity, code }), `${severity} ${code}`);
  const refusals = ["08P01", "08006", "08001", "26000", "42P01", "XXA00", "40003", "57014"];
  for (const code of refusals) {
    for (const severity of ["ERROR", "FEHLER", "错误"]) assert.ok(!isEndOfSession({ severity, code }), code);
  }
});
