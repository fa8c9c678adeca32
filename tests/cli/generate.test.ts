// Goal: `generate` writes what leads from the files to the models, asks before it guesses, and overwrites nothing.
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { assertExit, documentOf, errorOf, type Files, runCli, withDirectory } from "./cli.ts";

function modelsOf(...columns: readonly string[]): string {
  return (
    'import { bigint, blob, int, text, table } from "tidemark/models";\n' +
    `export const t = table("t", { id: int().partitionKey(), ${columns.join(", ")} });\n`
  );
}

const FIRST = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, colour text);\n\n-- @down\nDROP TABLE IF EXISTS t;\n";

/** Files of one table, and models that add to it. A module is evaluated once a process: each test has its own directory. */
function project(models: string): Files {
  return { "tidemark.yaml": "models: models.ts\n", "models.ts": models, "migrations/V001__first.cql": FIRST };
}

test("the difference becomes the next file, and then there is nothing to do", () =>
  withDirectory(project(modelsOf("colour: text()", "n: int()")), async (cwd) => {
    const result = await runCli(["generate", "add", "n"], { cwd });
    assertExit(result, 0);
    assert.equal(result.stdout, "created migrations/V002__add_n.cql\n");
    assert.equal(
      await readFile(join(cwd, "migrations/V002__add_n.cql"), "utf8"),
      "ALTER TABLE t ADD IF NOT EXISTS n int;\n\n-- @down\n\n-- Every value of column `n` in table `t` is lost.\nALTER TABLE t DROP IF EXISTS n;\n",
    );
    const again = await runCli(["generate", "again"], { cwd });
    assertExit(again, 0);
    assert.equal(again.stdout, "nothing to do: the files lead to the models\n");
    assert.deepEqual(await readdir(join(cwd, "migrations")), ["V001__first.cql", "V002__add_n.cql"]);
    assertExit(await runCli(["lint"], { cwd }), 0);
  }));

test("a dry run prints the file and writes none", () =>
  withDirectory(project(modelsOf("colour: text()", "n: int()")), async (cwd) => {
    const result = await runCli(["generate", "add n", "--dry-run"], { cwd });
    assertExit(result, 0);
    assert.match(result.stdout, /^ALTER TABLE t ADD IF NOT EXISTS n int;\n/);
    const document = documentOf(await runCli(["generate", "add n", "--dry-run", "--json"], { cwd }));
    assert.deepEqual([document.files, document.kind], [["migrations/V002__add_n.cql"], "cql"]);
    assert.deepEqual(await readdir(join(cwd, "migrations")), ["V001__first.cql"]);
  }));

test("what may be a rename is refused where nobody can be asked, before anything is written", () =>
  withDirectory(project(modelsOf("color: text()")), async (cwd) => {
    const result = await runCli(["generate", "spelling", "--json"], { cwd });
    assertExit(result, 2);
    const { message, hint } = errorOf(result);
    assert.equal(
      message,
      "column `colour` of table `t` may be gone, or have another name now: --rename t.colour:color",
    );
    assert.equal(hint, "say which by --rename, or that none is a rename by --no-rename");
    assert.deepEqual(await readdir(join(cwd, "migrations")), ["V001__first.cql"]);
  }));

test("--rename keeps the rows, --no-rename drops them and says so", () =>
  withDirectory(project(modelsOf("color: text()")), async (cwd) => {
    const dropped = await runCli(["generate", "spelling", "--no-rename", "--dry-run"], { cwd });
    assertExit(dropped, 0);
    assert.match(dropped.stdout, /^-- @allow-destructive\n/);
    assert.equal(dropped.stderr, "warning: every value of column `colour` in table `t` is lost\n");
    const kept = await runCli(["generate", "spelling", "--rename", "colour:color"], { cwd });
    assertExit(kept, 0);
    assert.match(kept.stdout, /^created migrations\/\d{8}_001_spelling\.ts\n$/);
    assert.equal(kept.stderr, "");
    const again = await runCli(["generate", "again", "--json"], { cwd });
    assertExit(again, 0);
    assert.deepEqual(documentOf(again).files, []);
  }));

test("on a terminal each is asked about", () =>
  withDirectory(project(modelsOf("color: text()")), async (cwd) => {
    const yes = await runCli(["generate", "spelling", "--dry-run"], { cwd, answer: "y" });
    assert.match(
      yes.stderr,
      /^column `colour` of table `t` is gone, and `color` is new: is it the same under another name\? /,
    );
    assert.match(yes.stdout, /copy colour of t into color/);
    const no = await runCli(["generate", "spelling", "--dry-run"], { cwd, answer: "n" });
    assert.match(no.stdout, /ALTER TABLE t DROP IF EXISTS colour/);
    const odd = await runCli(["generate", "spelling", "--dry-run"], { cwd, answer: ["perhaps", "", "no"] });
    assert.equal(odd.stderr.match(/\[y\/n\] /g)?.length, 3);
    assert.match(odd.stdout, /ALTER TABLE t DROP IF EXISTS colour/);
  }));

test("a question without an answer, as after Ctrl-C, writes nothing", () =>
  withDirectory(project(modelsOf("color: text()")), async (cwd) => {
    for (const answer of [[], ["perhaps"]]) {
      const result = await runCli(["generate", "spelling"], { cwd, answer });
      assertExit(result, 130);
      assert.equal(result.stdout, "");
      assert.match(result.stderr, /^error: nothing was written$/m);
    }
    assert.deepEqual(await readdir(join(cwd, "migrations")), ["V001__first.cql"]);
  }));

test("--rename with --no-rename, in any order, means these and nothing else, and asks nothing", () =>
  withDirectory(
    {
      ...project(modelsOf("color: text()", "grey: text()")),
      "migrations/V001__first.cql": FIRST.replace("colour text", "colour text, gray text"),
    },
    async (cwd) => {
      for (const flags of [
        ["--rename", "colour:color", "--no-rename"],
        ["--no-rename", "--rename", "colour:color"],
      ]) {
        const result = await runCli(["generate", "x", ...flags, "--dry-run"], { cwd, answer: "y" });
        assertExit(result, 0);
        assert.match(result.stdout, /copy colour of t into color/);
        assert.equal(result.stderr, "warning: every value of column `gray` in table `t` is lost\n");
      }
    },
  ));

test("renames that fit nothing are told, all of them", () =>
  withDirectory(project(modelsOf("color: text()")), async (cwd) => {
    const result = await runCli(["generate", "x", "--rename", "color:colour", "--rename", "nonsense"], { cwd });
    assertExit(result, 2);
    assert.match(result.stderr, /`nonsense` is no rename/);
    assert.match(result.stderr, /`color:colour`: nothing of the name `color` is gone/);
  }));

test("a conversion that nobody can guess is left open, and asked for", () =>
  withDirectory(project(modelsOf("colour: int()")), async (cwd) => {
    // Text becomes a number where it is one; the way back is exact.
    const exact = documentOf(await runCli(["generate", "numbers", "--dry-run", "--json"], { cwd }));
    assert.deepEqual([exact.kind, exact.leftOpen, exact.noWayBack], ["code", [], null]);
    await writeFile(join(cwd, "tidemark.yaml"), "models: other.ts\n");
    await writeFile(join(cwd, "other.ts"), modelsOf("colour: blob()"));
    const back = documentOf(await runCli(["generate", "bytes", "--dry-run", "--json"], { cwd }));
    assert.equal(back.noWayBack, "there is no way back as it stands: nothing says what `colour` of `t` becomes");
    await writeFile(join(cwd, "migrations/V001__first.cql"), FIRST.replace("text", "blob"));
    await writeFile(join(cwd, "tidemark.yaml"), "models: models.ts\n");
    const open = await runCli(["generate", "numbers"], { cwd });
    assertExit(open, 0);
    assert.match(open.stderr, /^before it runs: write `colourOfT`: `colour` of `t` was blob and is to be int$/m);
  }));

test("files that do not replay whole are refused and shown", () =>
  withDirectory(
    { ...project(modelsOf("colour: text()")), "migrations/V002__bad.cql": "DROP TABLE nosuch;\n" },
    async (cwd) => {
      const result = await runCli(["generate", "x"], { cwd });
      assertExit(result, 2);
      assert.match(result.stderr, /V002__bad\.cql:1/);
    },
  ));

test("code that is asked for is code, and leads to the same", () =>
  withDirectory(project(modelsOf("colour: text()", "n: int()")), async (cwd) => {
    assertExit(await runCli(["generate", "add n", "--code"], { cwd }), 0);
    const again = await runCli(["generate", "again"], { cwd });
    assert.equal(again.stdout, "nothing to do: the files lead to the models\n");
  }));

test("a project that begins needs no directory: it is made with the first file, and by nothing else", () => {
  const { "migrations/V001__first.cql": _, ...files } = project(modelsOf("colour: text()"));
  return withDirectory(files, async (cwd) => {
    const dry = await runCli(["generate", "first", "--dry-run"], { cwd });
    assertExit(dry, 0);
    assert.match(dry.stdout, /^CREATE TABLE IF NOT EXISTS t /);
    assert.ok(!(await readdir(cwd)).includes("migrations"));
    const result = await runCli(["generate", "first"], { cwd });
    assertExit(result, 0);
    assert.match(result.stdout, /^created migrations\/V\d+__first\.cql\n$/);
    assert.equal((await readdir(join(cwd, "migrations"))).length, 1);
  });
});
