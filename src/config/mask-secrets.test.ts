import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { maskFile, maskLogin, maskSpans, maskUrls } from "./mask-secrets.ts";

test("a password in a URL is masked, even one with @ and :", () => {
  assert.equal(maskUrls("postgres://me:p@s:s@host/db"), "postgres://me:*****@host/db");
});

test("parameters that name a secret are masked", () => {
  assert.equal(
    maskUrls("postgres://h/d?sslmode=require&sslpassword=abc"),
    "postgres://h/d?sslmode=require&sslpassword=***",
  );
});

test("a URL without a password stays", () => {
  assert.equal(maskUrls("cassandra://h1,h2:9042/k"), "cassandra://h1,h2:9042/k");
});

test("a written-out password in a file is masked, with the offsets kept", () => {
  const text = 'auth:\n  password: abc # old\n  "password": "x y",\n';
  const masked = maskFile(text);
  assert.equal(masked, 'auth:\n  password: *** * ***\n  "password": ** ***\n');
  assert.equal(masked.length, text.length);
});

test("a password that names a variable stays readable", () => {
  assert.equal(maskFile(`password: \${PW}\n`), `password: \${PW}\n`);
});

test("masking keeps the length of any text", () => {
  const part = fc.constantFrom("password: ", "://u:", "@", "\n", "?token=", "a", "ä", "🔑", '"', " ");
  void fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join("");
      assert.equal(maskFile(text).length, text.length);
    }),
  );
});

test("a misspelt key of a password is masked too", () => {
  assert.equal(maskFile("pasword: abc\ndb_passwd: x\n"), "pasword: ***\ndb_passwd: *\n");
});

test("spans become asterisks once, also where they overlap, and line ends stay", () => {
  const spans = [
    { start: 4, end: 6 },
    { start: 1, end: 5 },
  ];
  assert.equal(maskSpans("abc\ndefg", spans), "a**\n**fg");
});

test("all before the last @ of a host is masked", () => {
  assert.equal(maskLogin("b:p@w@h:1"), "*****@h:1");
  assert.equal(maskLogin("h:1"), "h:1");
});
