import assert from "node:assert/strict";
import { test } from "node:test";
import { renderFrame } from "./code-frame.ts";
import { hideSecrets } from "./hide-secrets.ts";

test("a password is stars of its length, however it is written", () => {
  assert.equal(
    hideSecrets("CREATE ROLE r WITH PASSWORD = 'ge''heim' AND LOGIN = true"),
    "CREATE ROLE r WITH PASSWORD = '********' AND LOGIN = true",
  );
  assert.equal(hideSecrets("create user u with password'x'"), "create user u with password'*'");
  assert.equal(
    hideSecrets("ALTER ROLE r WITH HASHED PASSWORD = '$2a$10$'"),
    "ALTER ROLE r WITH HASHED PASSWORD = '*******'",
  );
});

test("other strings stay", () => {
  const text = "INSERT INTO t (password, a) VALUES ('x', 'PASSWORD')";
  assert.equal(hideSecrets(text), text);
});

test("a frame shows none, also of a password on the line before it", () => {
  const text = "ALTER ROLE r WITH PASSWORD =\n'geheim' AND NOPE = 1;";
  const start = text.indexOf("NOPE");
  assert.doesNotMatch(renderFrame({ name: "x.cql", text }, { start, end: start + 4 }), /geheim/);
});
