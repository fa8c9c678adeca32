// Goal: `lint --fix` mends what it says and leaves the rest of the files byte by byte. Method: in process, files on disk.
import assert from "node:assert/strict";
import { chmod, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { assertExit, documentOf, runCli, withDirectory } from "./cli.ts";

const DOWN = "-- @down\nSELECT id FROM users;\n";

test("the findings are gone, what cannot be mended stays, and both are told", () =>
  withDirectory(
    {
      "migrations/V1__a.cql": `CREATE TABLE users (id uuid PRIMARY KEY);\n-- @down\nDROP TABLE users;\n`,
      "migrations/V2__b.cql": `-- @lint-ignore truncate: was once\nTRUNCATE TABLE;\nCREATE INDEX ON users (x);\n${DOWN}`,
    },
    async (cwd) => {
      const result = await runCli(["lint", "--fix"], { cwd });
      assertExit(result, 1);
      assert.match(result.stdout, /^ERR {2}V2:1:\d+ \[refused\]/);
      assert.match(
        result.stderr,
        /^fixed 3 findings in migrations\/V1__a\.cql, migrations\/V2__b\.cql\nnote: a database that has run one of these already .*validate/,
      );
      const texts = await Promise.all(
        ["V1__a", "V2__b"].map((name) => readFile(join(cwd, `migrations/${name}.cql`), "utf8")),
      );
      assert.equal(
        texts[0],
        "CREATE TABLE IF NOT EXISTS users (id uuid PRIMARY KEY);\n-- @down\nDROP TABLE IF EXISTS users;\n",
      );
      assert.equal(texts[1], `TRUNCATE TABLE;\nCREATE INDEX ON users (x);\n${DOWN}`);
      assert.match((await runCli(["lint", "--fix"], { cwd })).stderr, /^nothing was fixed\n$/);
    },
  ));

test("byte order mark, line ends and mode of the file stay; nothing is left beside it", () =>
  withDirectory({ "migrations/V1__a.cql": "\uFEFFDROP INDEX é;\r\n-- @down\r\nSELECT id FROM users;" }, async (cwd) => {
    const path = join(cwd, "migrations/V1__a.cql");
    await chmod(path, 0o640);
    await runCli(["lint", "--fix"], { cwd });
    const text = await readFile(path, "utf8");
    // What is no name of CQL is mended no more than it is taken.
    assert.equal(text, "\uFEFFDROP INDEX é;\r\n-- @down\r\nSELECT id FROM users;");
    await writeFile(path, text.replace("é", '"é"'));
    await runCli(["lint", "--fix"], { cwd });
    assert.equal(await readFile(path, "utf8"), '\uFEFFDROP INDEX IF EXISTS "é";\r\n-- @down\r\nSELECT id FROM users;');
    assert.equal((await stat(path)).mode & 0o777, 0o640);
    assert.deepEqual(await readdir(join(cwd, "migrations")), ["V1__a.cql"]);
  }));

test("behind a link the file itself is written", () =>
  withDirectory(
    { "texts/a.txt": `DROP INDEX a;\n${DOWN}`, "migrations/V2__b.cql": `SELECT id FROM users;\n${DOWN}` },
    async (cwd) => {
      await symlink("../texts/a.txt", join(cwd, "migrations/V1__a.cql"));
      await runCli(["lint", "--fix"], { cwd });
      assert.equal(await readFile(join(cwd, "texts/a.txt"), "utf8"), `DROP INDEX IF EXISTS a;\n${DOWN}`);
    },
  ));

test("a fix within the value of a variable would be none, and is left", () =>
  withDirectory(
    {
      "migrations/V1__a.cql": `DROP \${what};\nDROP INDEX \${name};\n${DOWN}`,
      "tidemark.yaml": "migrations: { variables: { what: INDEX a, name: b } }\n",
    },
    async (cwd) => {
      const { fixed, findings } = documentOf(await runCli(["lint", "--fix", "--json"], { cwd }));
      assert.equal((fixed as readonly unknown[]).length, 1);
      assert.equal((findings as readonly unknown[]).length, 1);
      const text = await readFile(join(cwd, "migrations/V1__a.cql"), "utf8");
      assert.equal(text, `DROP \${what};\nDROP INDEX IF EXISTS \${name};\n${DOWN}`);
    },
  ));

test("only chosen migrations are mended", () =>
  withDirectory(
    { "migrations/V1__a.cql": `DROP INDEX a;\n${DOWN}`, "migrations/V2__b.cql": `DROP INDEX b;\n${DOWN}` },
    async (cwd) => {
      await runCli(["lint", "--fix", "2"], { cwd });
      assert.equal(await readFile(join(cwd, "migrations/V1__a.cql"), "utf8"), `DROP INDEX a;\n${DOWN}`);
      assert.equal(await readFile(join(cwd, "migrations/V2__b.cql"), "utf8"), `DROP INDEX IF EXISTS b;\n${DOWN}`);
    },
  ));
