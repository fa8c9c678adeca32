import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration, renderDuration } from "./duration.ts";

for (const [text, ms] of [
  ["500ms", 500],
  ["30s", 30_000],
  ["10m", 600_000],
  ["1h", 3_600_000],
  ["2d", 172_800_000],
  ["30", 30_000],
  ["1.5s", 1_500],
  [" 10 m ", 600_000],
  ["0", 0],
] as const) {
  test(`"${text}" is ${ms} ms`, () => {
    assert.equal(parseDuration(text), ms);
  });
}

for (const text of ["", "s", "-1s", "1 week", "1m30s", "1e3", "0x10", ".5s", "1,5s"]) {
  test(`"${text}" is no duration`, () => {
    assert.equal(parseDuration(text), undefined);
  });
}

for (const [ms, text] of [
  [0, "0 ms"],
  [12.4, "12 ms"],
  [999, "999 ms"],
  [3_400, "3.4 s"],
  [59_000, "59.0 s"],
  [60_000, "1 min"],
  [310_000, "5 min 10 s"],
  [119_700, "2 min"],
  [59_980, "1 min"],
  [999.7, "1.0 s"],
] as const) {
  test(`${ms} ms is shown as "${text}"`, () => {
    assert.equal(renderDuration(ms), text);
  });
}
