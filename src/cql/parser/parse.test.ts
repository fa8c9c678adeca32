import assert from "node:assert/strict";
import { test } from "node:test";
import type { StatementNode } from "../ast/statement.ts";
import { parse, parseType } from "./parse.ts";

function kindsOf(text: string): readonly string[] {
  return parse(text).statements.map(({ kind }) => kind);
}

function only<K extends StatementNode["kind"]>(text: string, kind: K): StatementNode & { readonly kind: K } {
  const { statements, diagnostics } = parse(text);
  assert.deepEqual(diagnostics, []);
  const [statement] = statements;
  assert.equal(statements.length, 1);
  assert.equal(statement?.kind, kind);
  return statement as StatementNode & { readonly kind: K };
}

/** What stands at the place of a node. */
function textAt(text: string, span: { readonly start: number; readonly end: number } | undefined): string {
  assert.ok(span !== undefined);
  return text.slice(span.start, span.end);
}

test("a statement stands from its first token to its last, without comments and `;` around it", () => {
  const text = "-- first\n DROP TABLE a /* on */ ; /* then */ DROP TABLE b;";
  assert.deepEqual(
    parse(text).statements.map((each) => textAt(text, each)),
    ["DROP TABLE a", "DROP TABLE b"],
  );
});

test("names, types, columns and keys stand where their text does", () => {
  const text = 'CREATE TABLE shop."Users" (id map<int, text> STATIC, PRIMARY KEY ((id), "At"))';
  const table = only(text, "create-table");
  const [column] = table.columns;
  const [key] = table.primaryKeys;
  assert.equal(textAt(text, table.name), 'shop."Users"');
  assert.equal(textAt(text, table.name.keyspace), "shop");
  assert.equal(textAt(text, column), "id map<int, text> STATIC");
  assert.equal(textAt(text, column?.type), "map<int, text>");
  assert.equal(textAt(text, key), 'PRIMARY KEY ((id), "At")');
  assert.equal(textAt(text, key?.clustering[0]), '"At"');
});

test("options and what is in them stand where their text does", () => {
  const text = "ALTER TABLE t WITH a = {'b': 1.5} AND c = 'it''s'";
  const { action } = only(text, "alter-table");
  assert.ok(action.kind === "options");
  assert.deepEqual(
    action.options.map((option) => [textAt(text, option), textAt(text, option.name), textAt(text, option.value)]),
    [
      ["a = {'b': 1.5}", "a", "{'b': 1.5}"],
      ["c = 'it''s'", "c", "'it''s'"],
    ],
  );
});

test("COMPACT STORAGE is where it stands", () => {
  const text = "CREATE TABLE t (a int PRIMARY KEY) WITH COMPACT STORAGE AND a = 1";
  assert.equal(textAt(text, only(text, "create-table").compactStorage), "COMPACT STORAGE");
});

test("the spans of a range of a text are offsets into the whole text", () => {
  const text = "DROP TABLE a; DROP TABLE b; DROP TABLE c";
  const start = text.indexOf(" DROP TABLE b");
  const { statements } = parse(text, { start, end: text.indexOf("; DROP TABLE c") });
  assert.deepEqual(
    statements.map((each) => textAt(text, each)),
    ["DROP TABLE b"],
  );
});

test("a word that the range cuts off is read as far as the range goes", () => {
  const { statements } = parse("DROP TABLE users", { start: 0, end: "DROP TABLE use".length });
  const [statement] = statements;
  assert.equal(statement?.kind === "opaque" ? statement.text : undefined, "DROP TABLE use");
});

test("an empty text, blanks, comments and lone `;` are no statements and no mistakes", () => {
  for (const text of ["", " \n", ";;", "-- DROP TABLE a", "/* a */ ; // b"]) {
    assert.deepEqual(parse(text), { statements: [], diagnostics: [] }, text);
  }
});

test("a bare name is meant in lower case, a quoted one as it is written", () => {
  const { name } = only('DROP TABLE SHOP."Us""ers"', "drop-table");
  assert.deepEqual([name.keyspace?.name, name.name.name], ["shop", 'Us"ers']);
});

test("a word of the grammar that is not reserved is a name, in lower case", () => {
  assert.equal(only("DROP TABLE Clustering", "drop-table").name.name.name, "clustering");
});

test("a string is what it says, doubled quotes and dollars undone", () => {
  const text = "ALTER TABLE t WITH a = 'it''s' AND b = $$it's$$ AND c = ''";
  const { action } = only(text, "alter-table");
  assert.ok(action.kind === "options");
  assert.deepEqual(
    action.options.map(({ value }) => (value.kind === "literal" ? value.value : undefined)),
    ["it's", "it's", ""],
  );
});

test("COMPACT and CLUSTERING are options where `=` follows", () => {
  const table = only("CREATE TABLE t (a int PRIMARY KEY) WITH compact = 1 AND clustering = 2", "create-table");
  assert.deepEqual(
    table.options.map(({ name }) => name.name),
    ["compact", "clustering"],
  );
});

test("COLUMNFAMILY is TABLE", () => {
  assert.deepEqual(kindsOf("CREATE COLUMNFAMILY t (a int PRIMARY KEY); DROP COLUMNFAMILY t"), [
    "create-table",
    "drop-table",
  ]);
});

test("every key that is written is kept, several too", () => {
  const table = only("CREATE TABLE t (a int PRIMARY KEY, b int, PRIMARY KEY (b))", "create-table");
  assert.deepEqual([table.columns[0]?.isPrimaryKey, table.primaryKeys.length], [true, 1]);
});

test("the statements of a batch are in it, with `;` between them or not", () => {
  const text = "BEGIN BATCH INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE a = 2 APPLY BATCH";
  assert.deepEqual(
    only(text, "batch").statements.map(({ kind }) => kind),
    ["insert", "delete"],
  );
});

test("`a -1` in an assignment is a subtraction of 1", () => {
  const [assignment] = only("UPDATE t SET a = a -1 WHERE k = 0", "update").assignments;
  assert.equal(assignment?.kind, "subtract");
});

test("a hint of a type and a tuple are told apart", () => {
  const { values } = only("INSERT INTO t (a, b) VALUES ((int) 1, (f(1), 2))", "insert");
  assert.deepEqual(
    values.map(({ kind }) => kind),
    ["hint", "tuple"],
  );
});

test("braces are a set, a map, a value of a user's type, and when empty a set", () => {
  const { values } = only("INSERT INTO t (a, b, c, d) VALUES ({1, 2}, {'a': 1}, {a: 1}, {})", "insert");
  assert.deepEqual(
    values.map(({ kind }) => kind),
    ["set", "map", "user-value", "set"],
  );
});

test("a type stands alone for `parseType`, and nothing else does", () => {
  assert.equal(parseType("map<int, frozen<shop.address>>")?.kind, "map");
  for (const text of ["", "map<int>", "int int", "frozen<int>", "int;", "'", "list<list<"]) {
    assert.equal(parseType(text), undefined, text);
  }
});

test("`varchar` is `text`", () => {
  assert.deepEqual(parseType("VARCHAR"), { kind: "native", name: "text", start: 0, end: 7 });
});

test("brackets may stand within one another hundreds deep", () => {
  const depth = 450;
  const { values } = only(`INSERT INTO t (a) VALUES (${"[".repeat(depth)}${"]".repeat(depth)})`, "insert");
  assert.equal(values[0]?.kind, "list");
});

test("all statements of one kind have one shape, so that reading them stays fast", () => {
  const { statements } = parse("DROP TABLE a; DROP TABLE IF EXISTS b.c; ALTER TABLE t ADD IF NOT EXISTS a int");
  assert.deepEqual(Object.keys(statements[0] ?? {}), Object.keys(statements[1] ?? {}));
  assert.deepEqual(Object.keys(statements[2] ?? {}).slice(-3), ["start", "end", "features"]);
});

test("a text of 20 MB without an end is read in one pass", () => {
  const count = 1_000_000;
  const { statements, diagnostics } = parse("DROP TABLE shop.a;\n".repeat(count));
  assert.deepEqual([statements.length, diagnostics.length], [count, 0]);
});
