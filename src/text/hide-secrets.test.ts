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

test("comments before it, escapes and dollars hide nothing of it from being found", () => {
  assert.equal(hideSecrets("PASSWORD -- new\n = /* so */ 'geheim'"), "PASSWORD -- new\n = /* so */ '******'");
  assert.equal(hideSecrets("PASSWORD E'ge\\'heim' NOLOGIN"), "PASSWORD E'********' NOLOGIN");
  assert.equal(hideSecrets("PASSWORD $$ge'heim$$ x $$y$$"), "PASSWORD $$*******$$ x $$y$$");
  assert.equal(hideSecrets("PASSWORD $a$geheim$a$"), "PASSWORD $a$******$a$");
});

for (const text of [
  "CREATE ROLE r PASSWORD U&'SECRET'",
  "CREATE ROLE r PASSWORD 'SECRET'\n  'SECRET' LOGIN",
  "DO $x$ BEGIN EXECUTE 'ALTER ROLE r PASSWORD ''SECRET'''; END $x$",
  "DO $x$ BEGIN EXECUTE 'ALTER ROLE r PASSWORD ''SECRET''''SECRET'''; END $x$",
  "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h', sslpassword 'SECRET')",
  "CREATE USER MAPPING FOR r SERVER s OPTIONS (user 'u', \"password\" 'SECRET')",
  "CREATE SUBSCRIPTION s CONNECTION 'host=h user=u password=SECRET' PUBLICATION p",
  "CREATE SUBSCRIPTION s CONNECTION 'password = SECRET host=h' PUBLICATION p",
  "CREATE SUBSCRIPTION s CONNECTION 'user=''a b'' sslpassword=SECRET host=h' PUBLICATION p",
  "CREATE SUBSCRIPTION s CONNECTION 'user=u password=''SECRET SECRET''' PUBLICATION p",
  "SELECT 'postgres://u:SECRET@h:5432/db'",
  "SELECT 'postgres://u:SECRET@SECRET@h/db?sslmode=require'",
  "SELECT 'postgres://h/db?user=u&password=SECRET&sslmode=require'",
]) {
  test(`nothing of the password is left, and all else is: ${text}`, () => {
    const hidden = hideSecrets(text);
    const [, before = "", behind = ""] =
      /^(.*?)SECRET.*SECRET(.*)$/s.exec(text) ?? /^(.*)SECRET(.*)$/s.exec(text) ?? [];
    assert.ok(hidden.startsWith(`${before}*`) && hidden.endsWith(`*${behind}`), hidden);
    assert.doesNotMatch(hidden, /SECRET/);
    assert.equal(hidden.length, text.length);
    assert.equal(hideSecrets(hidden), hidden);
  });
}

for (const text of [
  "INSERT INTO t (password, a) VALUES ('x', 'PASSWORD')",
  "UPDATE users SET password = hashed WHERE id = 1",
  "UPDATE users SET name = 'x', password = crypt(old, gen_salt('bf')) WHERE password=other AND a=b",
  "ALTER ROLE r PASSWORD '' VALID UNTIL '2030-01-01'",
  "SELECT 'https://example.com:8080/a', 'see https://h/a@2'",
  "CREATE TABLE password (id int)",
]) {
  test(`what is no password stays: ${text}`, () => {
    assert.equal(hideSecrets(text), text);
  });
}

test("a frame shows none, also of a password on the line before it", () => {
  const text = "ALTER ROLE r WITH PASSWORD =\n'geheim' AND NOPE = 1;";
  const start = text.indexOf("NOPE");
  assert.doesNotMatch(renderFrame({ name: "x.cql", text }, { start, end: start + 4 }), /geheim/);
});
