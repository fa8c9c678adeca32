import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFinding } from "./finding.ts";
import { found, lintFiles } from "./lint-fixture.test.ts";

test("findings stand in the order of the migrations, then of their places; those of a whole file first", () => {
  const files = {
    "V10__b.cql": "TRUNCATE t;",
    "V2__a.cql": "DROP TYPE  a; TRUNCATE t; DROP TYPE  b;",
    "U2__undo_a.cql": "DROP TABLE c;",
  };
  assert.deepEqual(found(files), [
    "V2__a.cql:1:12 drop-no-if-exists",
    "V2__a.cql:1:24 truncate",
    "V2__a.cql:1:38 drop-no-if-exists",
    "U2__undo_a.cql:1:12 drop-no-if-exists",
    "V10__b.cql no-rollback",
    "V10__b.cql:1:10 truncate",
  ]);
});

test("a level takes the place of a rule's own severity, or turns it off", () => {
  const files = { "V1__a.cql": "TRUNCATE t;" };
  const severities = lintFiles(files, { levels: { truncate: "warn", "no-rollback": "error" } }).map(
    ({ severity }) => severity,
  );
  assert.deepEqual(severities, ["error", "warn"]);
  assert.deepEqual(found(files, { levels: { truncate: "off", "no-rollback": "off" } }), []);
});

test("as JSON a finding is flat, and one of a whole file has no line", () => {
  const [whole, truncate] = lintFiles({ "V001__a.cql": "\nTRUNCATE t;" }).map(encodeFinding);
  assert.deepEqual(whole && Object.keys(whole), ["version", "label", "rule", "severity", "message", "hint", "file"]);
  const { message: _message, hint: _hint, ...rest } = truncate ?? {};
  assert.deepEqual(rest, {
    version: "1",
    label: "001",
    rule: "truncate",
    severity: "error",
    file: "V001__a.cql",
    line: 2,
    column: 10,
  });
});

test("the same files give the same findings, and the migrations stay as they were", () => {
  const files = {
    "V1__a.cql": "CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t ADD a int;",
    "V2__b.cql": "TRUNCATE t;",
  };
  assert.deepEqual(lintFiles(files), lintFiles(files));
});
