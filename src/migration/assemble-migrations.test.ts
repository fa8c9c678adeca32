import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeDiagnostic } from "../text/diagnostic.ts";
import { assembleMigrations, type MigrationsResult } from "./assemble-migrations.ts";
import { checksumOfSides } from "./checksum-of-sides.ts";
import type { DirectoryFile } from "./directory-file.ts";
import { textOfSide } from "./migration.ts";

function file(name: string, text: string | Uint8Array): DirectoryFile {
  return {
    name,
    path: `migrations/${name}`,
    content: { kind: "bytes", bytes: typeof text === "string" ? Buffer.from(text) : text },
  };
}

function assemble(files: Readonly<Record<string, string>>): MigrationsResult {
  return assembleMigrations(Object.entries(files).map(([name, text]) => file(name, text)));
}

function problemsOf({ diagnostics }: MigrationsResult): readonly string[] {
  return diagnostics.map((diagnostic) => {
    const { file: name, line, message } = encodeDiagnostic(diagnostic);
    return `${name}${line === undefined ? "" : `:${line}`}: ${message}`;
  });
}

test("a file with both sides becomes a migration", () => {
  const text = "-- @timeout 1m\nCREATE TABLE t (a int PRIMARY KEY);\n-- @down\nDROP TABLE t;\n";
  const { migrations, diagnostics } = assemble({ "V001__create_t.cql": text });
  assert.deepEqual(diagnostics, []);
  const source = { name: "migrations/V001__create_t.cql", text };
  assert.deepEqual(migrations, [
    {
      version: "1",
      label: "001",
      name: "V001__create_t.cql",
      description: "create t",
      format: "versioned",
      up: { source, span: { start: 0, end: text.indexOf("-- @down") } },
      down: { source, span: { start: text.indexOf("\nDROP"), end: text.length } },
      checksum: checksumOfSides("-- @timeout 1m\nCREATE TABLE t (a int PRIMARY KEY);", "DROP TABLE t;"),
      directives: { allowDestructive: false, transaction: true, timeoutMs: 60_000, lintIgnores: [] },
    },
  ]);
});

test("one directory may hold several formats, in the order of versions", () => {
  const { migrations, diagnostics } = assemble({
    "V10__a.cql": "",
    "V2__b.cql": "",
    "20260203_001_c.sql": "",
    "003_d.up.cql": "",
    "003_d.down.cql": "DROP TABLE d;",
    "V4__e.sql": "",
    "U4__undo_e.sql": "DROP TABLE e;",
    "README.md": "# Read me",
  });
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(
    migrations.map(({ version, format, name }) => [version, format, name]),
    [
      ["2", "versioned", "V2__b.cql"],
      ["3", "paired", "003_d.up.cql"],
      ["4", "paired", "V4__e.sql"],
      ["10", "versioned", "V10__a.cql"],
      ["20260203.1", "timestamped", "20260203_001_c.sql"],
    ],
  );
});

test("the down side of a pair is a file of its own, with a timeout of its own", () => {
  const [migration] = assemble({
    "V1__a.cql": "-- @timeout 1m\nCREATE TABLE a (b int PRIMARY KEY);",
    "U1__undo_a.cql": "-- @timeout 2m\nDROP TABLE a;",
  }).migrations;
  assert.equal(migration?.down && textOfSide(migration.down), "-- @timeout 2m\nDROP TABLE a;");
  assert.deepEqual([migration?.directives.timeoutMs, migration?.directives.downTimeoutMs], [60_000, 120_000]);
});

test("a marker in a down file is a mistake", () => {
  const result = assemble({ "1_a.up.cql": "SELECT 1;", "1_a.down.cql": "SELECT 2;\n-- @down\nSELECT 3;" });
  assert.deepEqual(problemsOf(result), ["migrations/1_a.down.cql:2: `@down` does not count in a down file"]);
});

test("a down file without a statement is no down side", () => {
  const [migration] = assemble({ "1_a.up.cql": "SELECT 1;", "1_a.down.cql": "-- nothing to undo\n" }).migrations;
  assert.equal(migration?.down, undefined);
});

test("the same sides have one checksum in every format", () => {
  const up = "CREATE TABLE a (b int PRIMARY KEY);";
  const down = "DROP TABLE a;";
  const one = assemble({ "V1__a.cql": `${up}\n-- @down\n${down}` }).migrations[0];
  const pair = assemble({ "1_a.up.cql": up, "1_a.down.cql": down }).migrations[0];
  assert.equal(one?.checksum, pair?.checksum);
});

test("an empty file is a migration without statements", () => {
  const { migrations, diagnostics } = assemble({ "V1__a.cql": "" });
  assert.deepEqual([migrations.length, diagnostics.length], [1, 0]);
});

test("a marker with only comments below it gives no down side, and those comments do not count", () => {
  const [marked] = assemble({ "V1__a.cql": "SELECT 1;\n-- @down\n-- nothing yet\n" }).migrations;
  const [plain] = assemble({ "V1__a.cql": "SELECT 1;" }).migrations;
  assert.equal(marked?.down, undefined);
  assert.equal(marked?.checksum, plain?.checksum);
});

test("two files of one version are a mistake that names both, however they write it", () => {
  assert.deepEqual(problemsOf(assemble({ "V1__a.cql": "", "V001__b.cql": "", "1.0_c.sql": "" })), [
    "migrations/1.0_c.sql: the name looks like a migration and fits no format: a version with dots begins with `V`",
    "migrations/V1__a.cql: version 1 is taken by several files: `V001__b.cql`, `V1__a.cql`",
  ]);
  assert.equal(problemsOf(assemble({ "20260203_001_a.sql": "", "V20260203.1__b.cql": "" })).length, 1);
});

test("a down side without its up side is a mistake", () => {
  assert.deepEqual(problemsOf(assemble({ "U1__undo_a.cql": "", "2_b.down.sql": "", "2_b.sql": "" })), [
    "migrations/2_b.down.sql: a down side without its up side; `2_b.sql` does not pair with it",
    "migrations/U1__undo_a.cql: a down side without its up side",
  ]);
});

test("two down sides are a mistake, as files and as a marker beside a file", () => {
  assert.match(
    problemsOf(assemble({ "V1__a.cql": "", "U1__undo_a.cql": "", "U1__undo_b.cql": "" })).join(),
    /several down sides/,
  );
  const marked = assemble({ "V1__a.cql": "SELECT 1;\n-- @down\nSELECT 2;", "U1__undo_a.cql": "SELECT 3;" });
  assert.deepEqual(problemsOf(marked), [
    "migrations/V1__a.cql:2: version 1 has two down sides: one below the marker and `U1__undo_a.cql`",
  ]);
});

test("a module is a migration whose up side is its whole text, unread", () => {
  const text = "\uFEFF// -- @down\n// -- @nonsense\nexport default 1;\r\n";
  const { migrations, diagnostics } = assemble({ "20260203_001_split_names.ts": text });
  assert.deepEqual(diagnostics, []);
  const source = { name: "migrations/20260203_001_split_names.ts", text: text.slice(1) };
  assert.deepEqual(migrations, [
    {
      version: "20260203.1",
      label: "20260203_001",
      name: "20260203_001_split_names.ts",
      description: "split names",
      format: "code",
      up: { source, span: { start: 0, end: source.text.length } },
      checksum: checksumOfSides(text, undefined),
      directives: { allowDestructive: false, transaction: true, lintIgnores: [] },
    },
  ]);
});

test("a module and another file may not have one version, and a down file does not pair with a module", () => {
  const problems = problemsOf(assemble({ "20260203_001_a.ts": "", "20260203_001_b.cql": "" }));
  assert.deepEqual(problems, [
    "migrations/20260203_001_b.cql: version 20260203.1 is taken by several files: `20260203_001_a.ts`, `20260203_001_b.cql`",
  ]);
  const [down] = problemsOf(assemble({ "20260203_001_a.ts": "", "U20260203_001__undo_a.cql": "DROP TABLE a;" }));
  assert.match(down ?? "", /a down side without its up side; `20260203_001_a.ts` does not pair with it/);
});

test("a module that is not UTF-8, or holds a NUL, is refused at the line", () => {
  assert.deepEqual(problemsOf(assembleMigrations([file("20260203_001_a.ts", new Uint8Array([0x0a, 0xff]))])), [
    "migrations/20260203_001_a.ts:2: this is not UTF-8",
  ]);
  assert.match(problemsOf(assemble({ "20260203_001_a.ts": "\0" }))[0] ?? "", /a NUL character cannot stand/);
});

test("a file that cannot be read does not make its down side an orphan", () => {
  const unreadable: DirectoryFile = {
    name: "V1__a.cql",
    path: "migrations/V1__a.cql",
    content: { kind: "unreadable", message: "permission denied" },
  };
  const result = assembleMigrations([unreadable, file("U1__undo_a.cql", "SELECT 1;")]);
  assert.deepEqual(problemsOf(result), ["migrations/V1__a.cql: permission denied"]);
  assert.deepEqual(result.migrations, []);
});

test("all mistakes of a directory are in one report, in the order of files and places", () => {
  const result = assembleMigrations([
    file("v9__x.cql", ""),
    file("V3__c.cql", "-- @nonsense\nSELECT 1; -- @down\n"),
    file("V2__b.cql", Uint8Array.from([0x61, 0x0a, 0xff])),
    file("V1__a.cql", "SELECT 1;\n-- DOWN\nSELECT 2;"),
  ]);
  assert.deepEqual(
    problemsOf(result).map((problem) => problem.replace(/: .*/, "")),
    [
      "migrations/V1__a.cql:2",
      "migrations/V2__b.cql:2",
      "migrations/V3__c.cql:1",
      "migrations/V3__c.cql:2",
      "migrations/v9__x.cql",
    ],
  );
});

test("a byte order mark is in no side, and line ends stay as they are written", () => {
  const [migration] = assemble({ "V1__a.cql": "\uFEFFSELECT 1;\r\n-- @down\r\nSELECT 2;\r\n" }).migrations;
  assert.ok(migration?.down !== undefined);
  assert.deepEqual([textOfSide(migration.up), textOfSide(migration.down)], ["SELECT 1;\r\n", "\r\nSELECT 2;\r\n"]);
});
