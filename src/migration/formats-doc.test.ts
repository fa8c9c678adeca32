// Goal: docs/FORMATS.md says what the code does. Method: its tables and examples, and the example directory, are run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assembleMigrations, type MigrationsResult } from "./assemble-migrations.ts";
import { checksumOfSides } from "./checksum-of-sides.ts";
import { parseFileName } from "./file-name.ts";
import { textOfSide } from "./migration.ts";
import { readMigrations } from "./read-directory.ts";

const text = readFileSync("docs/FORMATS.md", "utf8");

/** The rows below a header line, as cells; code marks around a whole cell are taken off. */
function rowsBelow(header: string): readonly (readonly string[])[] {
  const lines = text.split("\n").map((line) => line.replace(/ +/g, " "));
  const start = lines.indexOf(header) + 2;
  assert.ok(start > 1, `there is a table ${header}`);
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith("|"));
  return lines.slice(start, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")),
  );
}

function examples(): readonly string[] {
  return [...text.matchAll(/```cql\n(.*?)```/gs)].map((match) => match[1] ?? "");
}

function sqlExamples(): readonly string[] {
  return [...text.matchAll(/```sql\n(.*?)```/gs)].map((match) => match[1] ?? "");
}

function assemble(migration: string): MigrationsResult {
  return assembleMigrations([
    { name: "V1__x.cql", path: "V1__x.cql", content: { kind: "bytes", bytes: Buffer.from(migration) } },
  ]);
}

for (const [name = "", version, description] of rowsBelow("| file name | version | description |")) {
  test(`${name} is version ${version}`, () => {
    const parsed = parseFileName(name);
    assert.ok(parsed.kind === "migration" || parsed.kind === "code");
    assert.deepEqual([parsed.version, parsed.description], [version, description]);
  });
}

for (const [name = "", advice = ""] of rowsBelow("| file name | what to do |")) {
  test(`of ${name} it says: ${advice}`, () => {
    const parsed = parseFileName(name);
    assert.equal(parsed.kind === "misnamed" && parsed.hint, advice);
  });
}

for (const [line = "", why = ""] of rowsBelow("| line | why |")) {
  test(`${line} is refused: ${why}`, () => {
    const { diagnostics } = assemble(`CREATE TABLE a (b int PRIMARY KEY);\n${line}\nDROP TABLE a;\n`);
    assert.equal(diagnostics.length, 1);
    assert.ok(diagnostics[0]?.message.includes(why), diagnostics[0]?.message);
  });
}

for (const [up = "", down = "", checksum] of rowsBelow("| up | down | checksum |")) {
  test(`the checksum of ${up} and ${down || "nothing"} is as written`, () => {
    assert.equal(checksumOfSides(up, down === "" ? undefined : down), checksum);
  });
}

for (const [directive = ""] of rowsBelow("| directive | meaning |")) {
  test(`${directive} is a directive`, () => {
    assert.deepEqual(assemble(directive.replace("<rule>", "rule").replace("<reason>", "reason")).diagnostics, []);
  });
}

for (const [line = "", says = ""] of rowsBelow("| line | what lint says |")) {
  test(`${line} silences nothing`, () => {
    const { migrations, diagnostics } = assemble(line);
    assert.deepEqual(diagnostics, []);
    const { lintIgnores, statementIgnores = [], mistakenIgnores } = migrations[0]?.directives ?? { lintIgnores: [] };
    assert.deepEqual([...lintIgnores, ...statementIgnores], []);
    assert.ok(mistakenIgnores?.[0]?.message.includes(says), mistakenIgnores?.[0]?.message);
  });
}

test("the first example has both sides, the second all directives", () => {
  const [marker, head] = examples().map(assemble);
  const down = marker?.migrations[0]?.down;
  assert.equal(down && textOfSide(down).trim(), "DROP TABLE IF EXISTS users;");
  assert.deepEqual(head?.diagnostics, []);
  const { lintIgnores, ...directives } = head?.migrations[0]?.directives ?? { lintIgnores: [] };
  assert.deepEqual(directives, {
    allowDestructive: true,
    transaction: false,
    timeoutMs: 600_000,
    environments: ["dev", "staging"],
  });
  assert.equal(lintIgnores.length, 1);
});

test("the example of SQL has its marker where it says", () => {
  const [example = ""] = sqlExamples();
  const { migrations, diagnostics } = assembleMigrations(
    [{ name: "1_note.sql", path: "1_note.sql", content: { kind: "text", text: example } }],
    "sql",
  );
  const down = migrations[0]?.down;
  assert.deepEqual(diagnostics, []);
  assert.equal(down && textOfSide(down).trim(), "DROP FUNCTION note();");
});

test("the example directory holds no mistake, and every migration in it can be undone", async () => {
  const { migrations, diagnostics } = await readMigrations("examples/migrations");
  assert.deepEqual(diagnostics, []);
  assert.ok(migrations.length >= 8);
  assert.deepEqual(
    migrations.filter(({ down }) => down === undefined),
    [],
  );
});
