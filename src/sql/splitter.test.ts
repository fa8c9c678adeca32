import assert from "node:assert/strict";
import { test } from "node:test";
import { splitSql } from "./splitter.ts";

function textsOf(text: string): readonly string[] {
  const { statements, diagnostics } = splitSql({ name: "t.sql", text });
  assert.deepEqual(diagnostics, []);
  return statements.map((statement) => statement.text);
}

test("a statement is what stands between terminators, without the comments around it", () => {
  assert.deepEqual(textsOf("-- a\nSELECT 1 /* in */ + 1 -- b\n; /* c */ ;\nSELECT ';' -- d"), [
    "SELECT 1 /* in */ + 1",
    "SELECT ';'",
  ]);
});

test("a terminator in a body of BEGIN ATOMIC, or between the actions of a rule, ends nothing", () => {
  const body = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END";
  const rule = "CREATE OR REPLACE RULE r AS ON INSERT TO t DO (DELETE FROM u; DELETE FROM v)";
  assert.deepEqual(textsOf(`${body};\n${rule};\nSELECT 1`), [body, rule, "SELECT 1"]);
});

test("a range is split by itself, and spans are places in the whole", () => {
  const text = "SELECT 1; SELECT 2; SELECT 3;";
  const { statements } = splitSql({ name: "", text }, { start: 10, end: 19 });
  assert.deepEqual(
    statements.map(({ span, text: written }) => [span.start, span.end, written]),
    [[10, 18, "SELECT 2"]],
  );
});

// text → place and message of each mistake
const MISTAKES: readonly (readonly string[])[] = [
  ["SELECT 'a; SELECT 2", "7 a string is opened here and never closed"],
  ["SELECT E'a\\'; SELECT 2", "7 a string is opened here and never closed"],
  ['SELECT "a', "7 a quoted name is opened here and never closed"],
  ["DO $x$ BEGIN END $$", "3 a string in `$x$` is opened here and never closed"],
  ["/* a /* b */", "0 a comment is opened here and never closed"],
  ["SELECT (1;\nSELECT 2", "7 a parenthesis is opened here and not closed before the statement ends"],
  ["CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;", "20 `BEGIN ATOMIC` without its `END`"],
  ["SELECT 1\0", "8 a NUL character, which no SQL text may hold"],
  ["\\i other.sql\nSELECT 1;", "0 `\\i` is a command of psql, not SQL"],
  [
    "SELECT 1 \\gexec\n;\\connect x",
    "9 `\\gexec` is a command of psql, not SQL",
    "17 `\\connect` is a command of psql, not SQL",
  ],
  [
    "COPY t FROM stdin;\n1\tit's\n\\.\nSELECT 2",
    "0 `COPY … FROM STDIN` reads rows from the client, and a migration has none to send",
  ],
  [
    "COPY (SELECT 1) TO STDOUT",
    "0 `COPY … TO STDOUT` sends rows to the client, and a migration has nobody to read them",
  ],
  [
    "CREATE UNIQUE INDEX CONCURRENTLY ON shop.t (a); CREATE INDEX ON t (a); CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON t (a)",
    "0 `CREATE INDEX CONCURRENTLY` without a name: what a failed try leaves could not be found",
  ],
  ...[
    "BEGIN",
    "START TRANSACTION",
    "COMMIT",
    "END",
    "ROLLBACK",
    "ABORT",
    "PREPARE TRANSACTION",
    "COMMIT PREPARED",
    "ROLLBACK PREPARED",
  ].map((words) => [
    `SELECT 1; ${words.toLowerCase()} ;`,
    `10 \`${words}\` has no place in a migration: tidemark begins and ends its transaction`,
  ]),
];

for (const [text = "", ...expected] of MISTAKES) {
  test(`${JSON.stringify(text)}: ${expected.join(", ")}`, () => {
    const { diagnostics } = splitSql({ name: "t.sql", text });
    assert.deepEqual(
      diagnostics.map(({ span, message }) => `${span?.start} ${message}`),
      expected,
    );
    assert.ok(diagnostics.every(({ hint, source }) => hint !== undefined && source !== undefined));
  });
}

test("what ends a transaction is told of the directive that goes without one", () => {
  const { diagnostics } = splitSql({ name: "t.sql", text: "COMMIT;" });
  assert.match(diagnostics[0]?.hint ?? "", /`-- @no-transaction`/);
});

test("behind the rows of a COPY the statements go on", () => {
  const { statements } = splitSql({ name: "t.sql", text: "COPY t FROM stdin;\nit's\r\n\\.\r\nSELECT 2;" });
  assert.deepEqual(
    statements.map(({ text }) => text),
    ["COPY t FROM stdin", "SELECT 2"],
  );
});

for (const text of [
  "SAVEPOINT a; ROLLBACK TO a; ROLLBACK WORK TO SAVEPOINT a; RELEASE a",
  "COPY t FROM '/tmp/x'; COPY t TO PROGRAM 'cat'",
  "SELECT ':x', :name, '\\i'",
  "DO $$ BEGIN COMMIT; END $$",
]) {
  test(`${text} is nothing to complain of`, () => {
    assert.deepEqual(splitSql({ name: "", text }).diagnostics, []);
  });
}
