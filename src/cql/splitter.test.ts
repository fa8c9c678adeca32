import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SplitResult } from "../plan/statement.ts";
import { splitCql } from "./splitter.ts";

function split(text: string): SplitResult {
  return splitCql({ name: "V1__a.cql", text });
}

function texts(text: string): readonly string[] {
  const { statements, diagnostics } = split(text);
  assert.deepEqual(diagnostics, []);
  return statements.map((statement) => statement.text);
}

function messages(text: string): readonly string[] {
  return split(text).diagnostics.map(({ message }) => message);
}

test("statements end at semicolons, and the last one needs none", () => {
  assert.deepEqual(texts("USE a; USE b"), ["USE a", "USE b"]);
});

for (const [what, statement] of [
  ["a string", "INSERT INTO t (a) VALUES (';--')"],
  ["a doubled quote", "INSERT INTO t (a) VALUES ('it''s;')"],
  [
    "a $$ body",
    "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ int x = 1; return x; $$",
  ],
  ["a $$ body with a quote", "INSERT INTO t (a) VALUES ($$it's;$$)"],
  ["a quoted name", 'CREATE TABLE "we;ird" (a int PRIMARY KEY)'],
  ["a -- comment", "SELECT a -- it's ; here\nFROM t"],
  ["a // comment", "SELECT a // it's ; here\nFROM t"],
  ["a block comment", "SELECT a /* it's ; here */ FROM t"],
  ["a batch", "BEGIN BATCH INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE a = 2; APPLY BATCH"],
  ["an unlogged batch", "begin unlogged batch insert into t (a) values (1); apply batch"],
  ["a counter batch", "BEGIN COUNTER BATCH UPDATE t SET c = c + 1 WHERE a = 1; APPLY BATCH"],
  ["a transaction of later servers", "BEGIN TRANSACTION UPDATE t SET a = 1 WHERE b = 1; COMMIT TRANSACTION"],
] as const) {
  test(`a semicolon in ${what} ends nothing`, () => {
    assert.deepEqual(texts(`${statement};\nUSE b;`), [statement, "USE b"]);
  });
}

test("BEGIN without BATCH opens no block", () => {
  assert.deepEqual(texts("BEGIN; USE a;"), ["BEGIN", "USE a"]);
});

for (const text of ["", ";", " ;; ", "-- only", "// only", "/* only */", "-- a\n;/* b */;", "\ufeff"]) {
  test(`${JSON.stringify(text)} holds no statement`, () => assert.deepEqual(texts(text), []));
}

test("comments around a statement are left out, and comments inside it stay", () => {
  assert.deepEqual(texts("-- before\nUSE /* inside */ a -- after\n;"), ["USE /* inside */ a"]);
});

test("CRLF stays inside a statement and around it is nothing", () => {
  assert.deepEqual(texts("SELECT a\r\nFROM t;\r\nUSE b;\r\n"), ["SELECT a\r\nFROM t", "USE b"]);
});

test("a byte order mark at the start is no part of a statement", () => {
  assert.deepEqual(texts("\ufeffUSE a;"), ["USE a"]);
});

test("a range gives its own statements, with spans in the whole source", () => {
  const text = "USE a;\n-- @down\nUSE b;";
  const { statements } = splitCql({ name: "a", text }, { start: 7, end: text.length });
  assert.deepEqual(
    statements.map(({ text, span }) => [text, span]),
    [["USE b", { start: 16, end: 21 }]],
  );
});

test("a statement stops at the end of the range", () => {
  const { statements } = splitCql({ name: "a", text: "USE abc" }, { start: 0, end: 5 });
  assert.deepEqual(
    statements.map(({ text }) => text),
    ["USE a"],
  );
});

test("a statement carries its facts", () => {
  const [statement] = split("DROP TABLE IF EXISTS shop.users;").statements;
  assert.deepEqual(statement?.facts, {
    kind: "drop-table",
    effect: "schema",
    object: "shop.users",
    guard: "if-exists",
    onRetry: "safe",
  });
});

test("a batch that is never applied is a mistake, shown at its beginning", () => {
  const { diagnostics } = split("USE a;\nBEGIN BATCH INSERT INTO t (a) VALUES (1);\nUSE b;");
  assert.deepEqual(
    diagnostics.map(({ message, span }) => [message, span]),
    [["`BEGIN BATCH` without `APPLY BATCH`", { start: 7, end: 18 }]],
  );
});

for (const command of [
  ..."CAPTURE CLEAR CLS CONSISTENCY COPY DEBUG DESC DESCRIBE EXIT EXPAND HELP HISTORY LOGIN PAGING QUIT".split(" "),
  ..."SHOW SOURCE TRACING copy".split(" "),
]) {
  test(`${command} is a command of cqlsh`, () => {
    assert.deepEqual(messages(`${command} x;`), [`\`${command}\` is a command of cqlsh, not CQL`]);
  });
}

test("SERIAL CONSISTENCY is a command of cqlsh", () => {
  assert.deepEqual(messages("SERIAL CONSISTENCY LOCAL_SERIAL"), ["`SERIAL` is a command of cqlsh, not CQL"]);
});

test("a command of cqlsh ends with its line, and hides nothing behind it", () => {
  const { statements, diagnostics } = split("CONSISTENCY QUORUM\nTRACING ON\nUSE a;");
  assert.deepEqual([statements.map(({ text }) => text), diagnostics.length], [["USE a"], 2]);
});

test("a command's name inside a statement is a name", () => {
  assert.deepEqual(texts("SELECT source, copy FROM history"), ["SELECT source, copy FROM history"]);
});

for (const [text, marker] of [
  ["SELECT a FROM t WHERE a = ?", "?"],
  ["SELECT a FROM t WHERE a = :name", ":name"],
  ["SELECT a FROM t WHERE a IN :names", ":names"],
  ["INSERT INTO t (a) VALUES ({'k': :v})", ":v"],
  ["INSERT INTO t (a) VALUES ({:k: 1})", ":k"],
  ["INSERT INTO t (a) VALUES ({'k': f(:v)})", ":v"],
] as const) {
  test(`${marker} in ${text} is a bind marker`, () => {
    assert.deepEqual(messages(text), [`the bind marker \`${marker}\` has no value here`]);
  });
}

for (const text of ["INSERT INTO t (a) VALUES ({'k':1, 'l' : {b:c}, f(1):2})", "SELECT '?' FROM t", "USE a -- ? :b"]) {
  test(`${text} binds nothing`, () => assert.deepEqual(messages(text), []));
}

test("all mistakes are reported at once, in the order of the text", () => {
  assert.deepEqual(messages("SELECT ? # FROM t; COPY t\n; 'open"), [
    "the bind marker `?` has no value here",
    "`#` (U+0023) has no meaning in CQL outside of quotes and comments",
    "`COPY` is a command of cqlsh, not CQL",
    "a string is opened here and never closed",
  ]);
});

const statement = fc.constantFrom(
  "USE a",
  'CREATE TABLE "we;ird" (a int PRIMARY KEY)',
  "INSERT INTO t (a, b) VALUES ('it''s;', {'k': [1.5, 0xff]})",
  "SELECT a /* ; */ FROM t -- ;\nWHERE a = -1",
  "CREATE FUNCTION f(a int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ it's; $$",
  "BEGIN BATCH USING TIMESTAMP 1 INSERT INTO t (a) VALUES (1); UPDATE t SET c = 1h2m WHERE d = 2 APPLY BATCH",
);
const gap = fc.constantFrom("", " ", "\n", "\r\n", "-- it's ; gone\n", '// "\n', "/* $$ ; */", ";");

test("property: statements that were joined come apart again, each where its span says", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(gap, statement, gap)), (parts) => {
      const text = parts.map(([before, middle, after]) => `${before}${middle}${after};`).join("");
      const { statements, diagnostics } = split(text);
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(
        statements.map(({ text }) => text),
        parts.map(([, middle]) => middle),
      );
      for (const { text: own, span } of statements) assert.equal(own, text.slice(span.start, span.end));
    }),
  );
});

test("property: any text is split without a throw, and no word of it is lost in silence", () => {
  const piece = fc.constantFrom(
    "BEGIN",
    "BATCH",
    "APPLY",
    "IF",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ";",
    "'",
    '"',
    "$$",
    "?",
    ":",
    "-- x\n",
    "/*",
    "INSERT",
    "INTO",
    "SET",
    "t",
    "ö",
    "CREATE",
    "JSON",
    "-1",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join(" ");
      const { statements, diagnostics } = split(text);
      for (const { text: own, span } of statements) assert.equal(own, text.slice(span.start, span.end));
      const rest = statements.reduceRight((left, { span }) => left.slice(0, span.start) + left.slice(span.end), text);
      if (diagnostics.length === 0) assert.match(rest, /^(?:\s|;|-- x\n)*$/);
    }),
    { numRuns: 1000 },
  );
});
