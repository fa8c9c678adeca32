// Goal: `snapshot --check` fails exactly when the snapshot that was kept is not what would be written, says what differs, and writes
// nothing. Method: the command line in process, on files of CQL and of SQL; no server.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import {
  assertExit,
  type CliResult,
  documentOf,
  errorOf,
  type Files,
  runCli,
  withDirectory,
  writeFiles,
} from "./cli.ts";

interface Family {
  readonly files: Files;
  /** The names that snapshots may have. */
  readonly names: readonly string[];
  readonly later: Files;
  /** What is said of the later file. */
  readonly said: RegExp;
}

const USERS = "CREATE TABLE users (id int PRIMARY KEY, email text);\n";

const FAMILIES: Readonly<Record<string, Family>> = {
  CQL: {
    files: { "tidemark.yaml": "keyspace: shop\n", "migrations/V1__users.cql": USERS },
    names: ["schema.cql", "schema.json"],
    later: { "migrations/V2__age.cql": "ALTER TABLE users ADD age int;\n" },
    said: /^\+ {2}table shop\.users {2}column age int only in the files$/m,
  },
  SQL: {
    files: { "tidemark.yaml": "database: { url: 'pglite:./shop' }\n", "migrations/V1__users.sql": USERS },
    names: ["schema.sql", "schema.json"],
    later: { "migrations/V2__age.sql": "ALTER TABLE users ADD age int;\n" },
    said: /^\+ {2}table users {2}column age integer only in the files$/m,
  },
};

type Run = (...argv: readonly string[]) => Promise<CliResult>;

function inDirectory(files: Files, use: (run: Run, directory: string) => Promise<void>): Promise<void> {
  return withDirectory(files, (cwd) => use((...argv) => runCli(argv, { cwd }), cwd));
}

for (const [family, { files, names, later, said }] of Object.entries(FAMILIES)) {
  for (const name of names) {
    test(`${family}: ${name} is what the files make until a file is added, and again when it is written anew`, () =>
      inDirectory(files, async (run, directory) => {
        assertExit(await run("snapshot", "--from", "files", "-o", name), 0);
        const same = await run("snapshot", "--check", name);
        assertExit(same, 0);
        assert.equal(same.stdout, `${name} is what the files make\n`);
        await writeFiles(directory, later);
        const text = readFileSync(`${directory}/${name}`, "utf8");
        const other = await run("snapshot", "--check", name);
        assertExit(other, 1);
        assert.match(other.stdout, said);
        assert.equal(readFileSync(`${directory}/${name}`, "utf8"), text, "nothing is written");
        const command = `tidemark snapshot --from files -o ${name}`;
        assert.ok(other.stdout.endsWith(`1 difference; write it again: ${command}\n`), other.stdout);
        assertExit(await run(...command.split(" ").slice(1)), 0);
        assertExit(await run("snapshot", "--check", name), 0);
      }));
  }
}

const CQL: Files = { ...FAMILIES.CQL?.files };

test("line ends of Windows are no difference", () =>
  inDirectory(CQL, async (run, directory) => {
    await run("snapshot", "--from", "files", "-o", "schema.cql");
    const text = readFileSync(`${directory}/schema.cql`, "utf8");
    writeFileSync(`${directory}/schema.cql`, text.replaceAll("\n", "\r\n"));
    assertExit(await run("snapshot", "--check", "schema.cql"), 0);
  }));

for (const [what, edit] of [
  ["a comment", (text: string) => `-- by hand\n${text}`],
  ["the marks of a merge", (text: string) => `<<<<<<< HEAD\n${text}=======\n`],
] as const) {
  test(`of ${what}, the first line that differs is shown`, () =>
    inDirectory(CQL, async (run, directory) => {
      await run("snapshot", "--from", "files", "-o", "schema.cql");
      const text = edit(readFileSync(`${directory}/schema.cql`, "utf8"));
      writeFileSync(`${directory}/schema.cql`, text);
      const result = await run("snapshot", "--check", "schema.cql");
      assertExit(result, 1);
      const [first] = text.split("\n");
      assert.ok(result.stdout.includes(`\nschema.cql:1\n- ${first}\n+ CREATE TABLE`), result.stdout);
    }));
}

test("models in TypeScript are held against what would be written, by their text", () =>
  inDirectory(CQL, async (run, directory) => {
    await run("snapshot", "--from", "files", "-o", "models.ts");
    assertExit(await run("snapshot", "--check", "models.ts"), 0);
    await writeFiles(directory, { "migrations/V2__age.cql": "ALTER TABLE users ADD age int;\n" });
    const result = await run("snapshot", "--check", "models.ts");
    assertExit(result, 1);
    assert.match(result.stdout, /^models\.ts:\d+$/m);
  }));

test("the document has the differences as data", () =>
  inDirectory(CQL, async (run, directory) => {
    await run("snapshot", "--from", "files", "-o", "schema.cql");
    const same = documentOf(await run("snapshot", "--check", "schema.cql", "--json"));
    assert.deepEqual([same.isCurrent, same.changes, same.difference], [true, [], null]);
    await writeFiles(directory, { "migrations/V2__age.cql": "ALTER TABLE users ADD age int;\n" });
    const { isCurrent, changes, difference, command, fix } = documentOf(
      await run("snapshot", "--check", "schema.cql", "--json"),
    );
    assert.equal(isCurrent, false);
    assert.deepEqual(changes, [
      {
        kind: "add-column",
        object: "table shop.users",
        description: "column age int only in the files",
        loss: null,
        inPlace: true,
      },
    ]);
    assert.deepEqual(difference, { line: 3, kept: "  email text", made: "  age int," });
    assert.equal(command, "snapshot");
    assert.equal(fix, "tidemark snapshot --from files -o schema.cql");
  }));

test("an earlier version is held against an earlier snapshot, and the advice says so", () =>
  inDirectory({ ...CQL, "migrations/V2__age.cql": "ALTER TABLE users ADD age int;\n" }, async (run) => {
    await run("snapshot", "--at", "1", "-o", "schema.cql");
    assertExit(await run("snapshot", "--at", "1", "--check", "schema.cql"), 0);
    const { fix } = documentOf(await run("snapshot", "--at", "2", "--check", "schema.cql", "--json"));
    assert.equal(fix, "tidemark snapshot --from files --at 2 -o schema.cql");
  }));

test("a snapshot that is not there is a mistake of the command line, which says how it is made", () =>
  inDirectory(CQL, async (run) => {
    const result = await run("snapshot", "--check", "schema.cql", "--json");
    assertExit(result, 2);
    const { message, hint } = errorOf(result);
    assert.equal(message, "cannot read `schema.cql`: there is no such file");
    assert.equal(hint, "write it first: tidemark snapshot --from files -o schema.cql");
  }));

test("to check and to write is not asked for at once", () =>
  inDirectory(CQL, async (run) => {
    assertExit(await run("snapshot", "--check", "schema.cql", "-o", "schema.cql"), 2);
  }));

test("what the server would refuse is said, and fails, though the rest is the same", () =>
  inDirectory({ ...CQL, "migrations/V2__twice.cql": USERS }, async (run) => {
    await run("snapshot", "--at", "1", "-o", "schema.cql");
    const result = await run("snapshot", "--check", "schema.cql");
    assertExit(result, 1);
    assert.match(result.stderr, /warning: left out: .*V2__twice\.cql:1/);
    assert.equal(result.stdout, "schema.cql is what the files make, but for what is left out\n");
  }));
