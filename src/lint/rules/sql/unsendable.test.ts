import assert from "node:assert/strict";
import { test } from "node:test";
import { lintSqlFiles } from "../../lint-fixture.test.ts";

for (const server of ["postgres", "cockroach"]) {
  test(`${server}: what tidemark does not send is found at its place`, () => {
    const findings = lintSqlFiles(server, { "V1__x.sql": "SELECT 1;\n\\d users\nCOMMIT;\n-- @down\nSELECT 'open" });
    const places = findings
      .filter(({ rule }) => rule === "unsendable")
      .map(({ source, span }) => source.text.slice(span?.start, span?.end));
    assert.deepEqual(places, ["\\d", "COMMIT", "'"]);
  });

  test(`${server}: statements that are sent are none`, () => {
    const findings = lintSqlFiles(server, {
      "V1__x.sql": "CREATE TABLE t (a int8 PRIMARY KEY);\n-- @down\nDROP TABLE t;",
    });
    assert.deepEqual(
      findings.filter(({ rule }) => rule === "unsendable"),
      [],
    );
  });
}
