// Goal: a password in a wrong place is not shown. Method: the whole rendered report must lack it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderDiagnostic } from "../text/diagnostic.ts";
import { failure, type Given, yaml } from "./config-fixture.test.ts";

const SECRET = "S3cr3tPw";

const MISPLACED: readonly (readonly [string, Given])[] = [
  ["under a misspelt key", { files: yaml(`cassandra:\n  auth: { pasword: ${SECRET} }\n`) }],
  ["under an unknown key", { files: yaml(`cassandra:\n  code: ${SECRET}\n`) }],
  ["in an unknown section", { files: yaml(`login: { bob: ${SECRET} }\n`) }],
  ["in an unknown key beside another mistake", { files: yaml(`cassandra: { port: x, code: ${SECRET} }\n`) }],
  ["beside an unset variable", { files: yaml(`lock: { code: ${SECRET}, ttl: "\${TTL}" }\n`) }],
  ["as text in place of a section", { files: yaml(`cassandra:\n  auth: ${SECRET}\n`) }],
  ["as a list in place of a section", { files: yaml(`cassandra:\n  auth: [u, ${SECRET}]\n`) }],
  ["without a blank after the colon", { files: yaml(`cassandra:\n  pasword:${SECRET}\n`) }],
  ["under a misspelt key that is given twice", { files: yaml(`pasword: ${SECRET}\npasword: ${SECRET}\n`) }],
  ["in a host", { files: yaml(`cassandra:\n  contact_points: ["bob:${SECRET}@h"]\n`) }],
  ["in a host of a text", { files: yaml(`cassandra:\n  contact_points: a,bob:${SECRET}@h\n`) }],
  ["in a host with an unset variable", { files: yaml(`cassandra: { contact_points: "bob:${SECRET}@\${H}" }\n`) }],
  ["in --host", { flags: { host: `bob:${SECRET}@h` } }],
  ["in TIDEMARK_CONTACT_POINTS", { env: { TIDEMARK_CONTACT_POINTS: `a,bob:${SECRET}@h` } }],
  ["in a host of values in code", { values: { cassandra: { contact_points: [`bob:${SECRET}@h`] } } }],
];

for (const [where, given] of MISPLACED) {
  test(`a password ${where} is not shown`, async () => {
    const { message, diagnostics } = await failure(given);
    const report = [message, ...diagnostics.map(renderDiagnostic)].join("\n");
    assert.ok(!report.includes(SECRET), report);
  });
}

test("the key and the rest of the line stay readable", async () => {
  const { diagnostics } = await failure({ files: yaml(`cassandra: { code: ${SECRET}, port: x }\n`) });
  const [first] = diagnostics;
  assert.ok(first !== undefined);
  assert.match(renderDiagnostic(first), /cassandra: \{ code: \*{8}, port: x \}/);
});
