// Goal: every mistake of a text is told, each where it is and with what was expected, and none hides another.
// Method: texts with mistakes, and what `parse` says of them as "message @ marked text".
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "./parse.ts";

function mistakesIn(text: string): readonly string[] {
  return parse(text).diagnostics.map(({ message, span }) => `${message} @ ${text.slice(span?.start, span?.end)}`);
}

function hintFor(text: string): string | undefined {
  const { diagnostics } = parse(text);
  assert.equal(diagnostics.length, 1);
  return diagnostics[0]?.hint;
}

function kindsOf(text: string): readonly string[] {
  return parse(text).statements.map(({ kind }) => kind);
}

test("all mistakes of a text are told in one pass, in the order of the text", () => {
  assert.deepEqual(mistakesIn("DROP TABL a; USE; DROP TABLE b; SELEC 1"), [
    "expected `TABLE`, `KEYSPACE`, `TYPE`, `INDEX`, `MATERIALIZED`, `FUNCTION`, `AGGREGATE`, `TRIGGER`, `ROLE`, `USER` or `IDENTITY`, found `TABL` @ TABL",
    "expected a keyspace name, found `;` @ ;",
    "expected a statement, found `SELEC` @ SELEC",
  ]);
});

test("a statement with a mistake is opaque, and those around it are themselves", () => {
  const text = "DROP TABLE a; CREATE TABLE t (a int; DROP TYPE b";
  assert.deepEqual(kindsOf(text), ["drop-table", "opaque", "drop-type"]);
  const opaque = parse(text).statements[1];
  assert.equal(opaque?.kind === "opaque" ? opaque.text : undefined, "CREATE TABLE t (a int");
});

test("a statement has one diagnostic, however much of it is wrong", () => {
  assert.equal(mistakesIn("CREATE TABLE (a innt PRIMRY KEY,,) WIHT a").length, 1);
});

test("what was expected is all that fits there, each once", () => {
  assert.deepEqual(mistakesIn("CREATE TABLE t (a int PRIMARY KEY"), [
    "expected `,` or `)`, found the end of the text @ Y",
  ]);
  assert.deepEqual(mistakesIn("ALTER TABLE t ADD"), [
    "expected `IF`, `(` or a column name, found the end of the text @ D",
  ]);
});

test("what stands behind a whole statement is a mistake", () => {
  assert.deepEqual(mistakesIn("DROP TABLE a b"), ["expected `;`, found `b` @ b"]);
});

test("a forgotten `;` is told at the first word of the next statement", () => {
  assert.deepEqual(mistakesIn("DROP TABLE a\nDROP TABLE b;\nDROP TABLE c"), ["expected `;`, found `DROP` @ DROP"]);
});

test("a string is not shown in a message, for it may be a secret", () => {
  assert.deepEqual(mistakesIn("DROP TABLE 'secret'"), ["expected `IF` or a table name, found a string @ 'secret'"]);
});

test("of a long word the message shows the beginning", () => {
  const [mistake] = parse(`DROP TABLE a ${"b".repeat(100_000)}`).diagnostics;
  assert.equal(mistake?.message, `expected \`;\`, found \`${"b".repeat(40)}…\``);
});

test("a reserved word in place of a name comes with the way to write it", () => {
  assert.match(hintFor("DROP TABLE Select") ?? "", /write `"select"`/);
});

test("several columns of one ALTER TABLE come with the way to write them", () => {
  assert.match(hintFor("ALTER TABLE t ADD a int, b int") ?? "", /`ADD \(a int, b int\)`/);
  assert.match(hintFor("ALTER TABLE t ADD a int AND b int") ?? "", /in parentheses/);
  assert.match(hintFor("ALTER TABLE t DROP a, b") ?? "", /`DROP \(a, b\)`/);
});

test("a field that is to be dropped comes with what there is instead", () => {
  assert.match(hintFor("ALTER TYPE y DROP a") ?? "", /make another type/);
});

test("text without quotes in place of a value comes with the way to write it", () => {
  assert.equal(hintFor("INSERT INTO t (a) VALUES (x)"), "text stands in single quotes");
  assert.equal(hintFor("ALTER TABLE t WITH comment = staff"), "put text in single quotes");
});

test("a bind marker stands for no name", () => {
  assert.deepEqual(mistakesIn("DROP TABLE ?"), ["a bind marker cannot stand for a table name @ ?"]);
});

test('a name in quotes is not empty, but a column of an old table may be called ""', () => {
  assert.deepEqual(mistakesIn('DROP TABLE ""'), ['a name in quotes needs a character at least @ ""']);
  assert.deepEqual(mistakesIn('INSERT INTO t ("") VALUES (1)'), []);
});

test("an option is set once", () => {
  assert.deepEqual(mistakesIn("ALTER TABLE t WITH a = 1 AND A = 2"), ["the option `a` is set twice @ A"]);
});

test("an option is set once among many", () => {
  const names = Array.from({ length: 100 }, (_, index) => `a${index} = 1`);
  assert.deepEqual(mistakesIn(`ALTER TABLE t WITH ${names.join(" AND ")}`), []);
  assert.deepEqual(mistakesIn(`ALTER TABLE t WITH ${names.join(" AND ")} AND a50 = 2`), [
    "the option `a50` is set twice @ a50",
  ]);
});

test("a key stands once in the map of an option, as text", () => {
  assert.deepEqual(mistakesIn("ALTER TABLE t WITH a = {'1': 2, 1: 3}"), ["`1` is set twice in this map @ 1"]);
});

test("the map of an option holds constants", () => {
  assert.deepEqual(mistakesIn("ALTER TABLE t WITH a = {'b': f()}"), [
    "only constants can stand in the map of an option @ f()",
  ]);
});

test("COMPACT and CLUSTERING go on as they must", () => {
  for (const text of ["COMPACT ORDER BY (a ASC)", "CLUSTERING STORAGE"]) {
    assert.equal(mistakesIn(`CREATE TABLE t (a int PRIMARY KEY) WITH ${text}`).length, 1, text);
  }
});

test("what cannot be frozen is told with its own place", () => {
  assert.deepEqual(mistakesIn("CREATE TABLE t (a frozen<int> PRIMARY KEY)"), [
    "`int` cannot be frozen: only collections, tuples and types of users can @ int",
  ]);
});

test("a view has no COMPACT STORAGE", () => {
  assert.deepEqual(mistakesIn("CREATE MATERIALIZED VIEW v AS SELECT * FROM t PRIMARY KEY (a) WITH COMPACT STORAGE"), [
    "a materialized view cannot have COMPACT STORAGE @ COMPACT STORAGE",
  ]);
});

test("a string that is never closed is told at its quote", () => {
  assert.deepEqual(mistakesIn("DROP TABLE a; DROP TABLE 'b"), ["a string is opened here and never closed @ '"]);
});

test("within a batch `;` ends no statement: the next is read behind APPLY BATCH", () => {
  const text = "BEGIN BATCH UPDAT t; DELETE FROM t WHERE a = 1; APPLY BATCH; DROP TABLE a";
  assert.deepEqual(kindsOf(text), ["opaque", "drop-table"]);
});

test("a batch whose end was forgotten ends before a statement that cannot stand in one", () => {
  assert.deepEqual(kindsOf("BEGIN BATCH INSERT INTO t (a) VALUES (1); CREATE TABLE u (a int PRIMARY KEY)"), [
    "opaque",
    "create-table",
  ]);
});

test("nesting has a bound, and what is deeper is one mistake", () => {
  const depth = 10_000;
  for (const text of [
    `INSERT INTO t (a) VALUES (${"[".repeat(depth)}1${"]".repeat(depth)})`,
    `CREATE TABLE t (a ${"list<".repeat(depth)}int${">".repeat(depth)} PRIMARY KEY)`,
    `SELECT ${"(".repeat(depth)}a${")".repeat(depth)} FROM t`,
    `SELECT a FROM t WHERE ${"(".repeat(depth)}a = 1${")".repeat(depth)}`,
    `INSERT INTO t (a) VALUES (${"1 + ".repeat(depth)}1)`,
  ]) {
    const { diagnostics } = parse(`${text}; DROP TABLE a`);
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ["this is nested more than 500 deep"],
    );
  }
});

test("a mistake within deep nesting does not count for the next statement", () => {
  const depth = 300;
  const text = `INSERT INTO t (a) VALUES (${"[".repeat(depth)}`;
  assert.deepEqual(
    parse(`${text};${text};${text}`).diagnostics.map(({ message }) => message.slice(0, 8)),
    ["expected", "expected", "expected"],
  );
});
