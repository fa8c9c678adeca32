import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../lint/finding.ts";
import { annotationOf } from "./lint-annotations.ts";

const TEXT = "SELECT a\nFROM t;";
const FINDING: Finding = {
  ...{ rule: "refused", severity: "error", version: "1", label: "1", message: "there is no `t`" },
  ...{ source: { name: "db/migrations/V1__a.cql", text: TEXT }, span: { start: 14, end: 15 } },
};

test("an error has its place from the root of the repository on", () => {
  assert.equal(
    annotationOf(FINDING, process.cwd()),
    "::error file=db/migrations/V1__a.cql,line=2,endLine=2,col=6,endColumn=6,title=tidemark%3A refused::there is no `t`",
  );
  assert.match(annotationOf(FINDING, `${process.cwd()}/db`), /^::error file=migrations\/V1__a\.cql,/);
});

test("a place of several lines has no columns, a file as a whole no lines", () => {
  assert.match(annotationOf({ ...FINDING, span: { start: 0, end: 15 } }, process.cwd()), /,line=1,endLine=2,title=/);
  assert.match(annotationOf({ ...FINDING, span: undefined }, process.cwd()), /V1__a\.cql,title=/);
});

test("what would end a message or a property is escaped", () => {
  const finding = { ...FINDING, severity: "warn", message: "100%\r\nof a, b: c", hint: "d" } as const;
  const line = annotationOf({ ...finding, source: { name: "a,b:c%.cql", text: TEXT } }, process.cwd());
  assert.match(line, /^::warning file=a%2Cb%3Ac%25\.cql,/);
  assert.ok(line.endsWith("::100%25%0D%0Aof a, b: c%0Ahint: d"), line);
});

test("of several servers those are named that it holds for", () => {
  assert.match(annotationOf({ ...FINDING, servers: ["cassandra:4.0"] }, process.cwd()), / \[cassandra 4\.0\]$/);
});

test("what code would send is shown at its module, without a line", () => {
  const source = { name: "m/20260101_001_a.ts (upgrade, as it would run)", text: TEXT };
  assert.match(annotationOf({ ...FINDING, source }, process.cwd()), /^::error file=m\/20260101_001_a\.ts,title=/);
});
